"""Just enough of a half to draw its pages: for the tests of the design, which need no database server."""

import tempfile
from pathlib import Path

from alongside.design import settings as design

PACKAGE = design.PACKAGE
SCRATCH = Path(tempfile.mkdtemp(prefix="alongside-design-"))

SECRET_KEY = "only for the tests of the design"
ROOT_URLCONF = "tests.design.urls"
ALLOWED_HOSTS = ["localhost", "testserver"]
USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg"), ("ur", "اردو")]
LOCALE_PATHS = design.locale_paths(PACKAGE / "casework")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": SCRATCH / "db.sqlite3"}}
INSTALLED_APPS = [
    "alongside.design",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "tests.design.pages.strict_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
LOGIN_REDIRECT_URL = "/"

NAVIGATION = [
    ("My work", "sample"),
    ("Concerns", "sample_form"),
    ("Panel", "sample_empty"),
    ("Reports", "sample_table"),
]
FORM_RENDERER = design.FORM_RENDERER
TEMPLATES = design.templates(PACKAGE / "casework")
TEMPLATES[0]["DIRS"] = [Path(__file__).parent / "templates", *design.jinja_folders(PACKAGE / "casework")]
STATIC_URL = "/static/"
STATICFILES_DIRS = [SCRATCH / "front-end"]
