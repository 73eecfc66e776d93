"""The public half: the campaign, the webchat, sharing a concern. Assume it is stolen on our worst day."""

import base64
import os
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from alongside.commons import installation
from alongside.design import settings as design

from .common import *  # noqa: F403
from .common import ALLOWED_HOSTS, LANGUAGES, MODE, PACKAGE, PRODUCTION

SECRET_KEY = base64.b64encode(installation.secret("public/django")).decode()
HALF = "public"
# Where it is counted how often one source asks, below the installation's state.
COUNTS_IN = ("keys", "public", "bounds")
ROOT_URLCONF = "alongside.public.urls"
ALLOWED_HOSTS = [*ALLOWED_HOSTS, urlsplit(installation.address("public")).hostname or ""]
WSGI_APPLICATION = "alongside.public.wsgi.application"
DATABASES = {"default": installation.database("public")}
AUTH_USER_MODEL = "accounts.Account"

INSTALLED_APPS = [
    "alongside.design",
    "alongside.site",
    "alongside.site.beats",
    "alongside.site.outbox",
    "alongside.public.accounts",
    "alongside.public.letterbox",
    "alongside.public.promises",
    "alongside.public.concerns",
    "alongside.public.professionals",
    "alongside.public.one_question",
    "alongside.public.partners",
    "alongside.public.live",
    "alongside.public.clips",
    "alongside.public.help",
    "alongside.public.pages",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

TEMPLATES = design.templates(PACKAGE / "public")
FORM_RENDERER = design.FORM_RENDERER
LOCALE_PATHS = design.locale_paths(PACKAGE / "public")
LANGUAGES = [*LANGUAGES, ("ar", "العربية"), ("ur", "اردو")]
# Where each language exists besides English: its addresses begin with its code (design/languages.py).
_FOR_EVERYBODY = ("share-a-concern/", "too-large/")
SPOKEN_AT = {"cy": (*_FOR_EVERYBODY, "professionals/"), "ar": _FOR_EVERYBODY, "ur": _FOR_EVERYBODY}

MIDDLEWARE = [
    "alongside.site.utf8.read_as_utf8",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "alongside.public.pages.compressed.CompressedPages",
    "alongside.public.pages.admin_policy.AdminPolicy",
    "alongside.design.languages.LanguageOfTheAddress",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "alongside.site.sign_in.SecondFactor",
]

NAVIGATION = [
    (_("Share a concern"), "concern_start"),
    (_("Find help"), "find_help"),
    (_("Webchat"), "live_index"),
    (_("Clips"), "clips"),
    (_("How it works"), "how_it_works"),
]

SECOND_FACTOR_REQUIRED = PRODUCTION
SESSION_COOKIE_NAME = "alongside_public"
CSRF_COOKIE_NAME = "alongside_public_csrf"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

# The demo and the tests have no TLS, which Authlib insists on; production has it.
if not PRODUCTION:
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

WORKERS = ("stream", "public worker")
SITE_ADDRESS = installation.address("public")
DUTIES = (
    "alongside.site.outbox.actions.send_waiting",
    "alongside.site.housekeeping.forget_ended_sessions",
    "alongside.public.promises.jobs.close_the_hour",
    "alongside.public.promises.jobs.forget_closed_boxes",
)

SELF = "'self'"
NONE = "'none'"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF, installation.address("stream")],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
    "EXCLUDE_URL_PREFIXES": ("/edit/",),
}

WAGTAIL_SITE_NAME = "Alongside"
WAGTAILADMIN_BASE_URL = installation.address("public")
WAGTAILADMIN_LOGIN_URL = "/sign-in/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# Wagtail's admin would call third parties by default.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# The list of all zones holds "localtime" on Debian, at which the admin's script fails.
WAGTAIL_USER_TIME_ZONES = ["Europe/London", "UTC"]
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_EXTENSIONS = ["pdf", "odt", "csv", "txt"]

STATIC_ROOT = installation.state("static", "public")
STATICFILES_DIRS = [installation.state("front-end", "public")]
MEDIA_ROOT = installation.state("media")
MEDIA_URL = "/media/"

DEFAULT_FROM_EMAIL = "Alongside <no-reply@alongside.example>"
if MODE != "production":
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = installation.state("mail", "public")
