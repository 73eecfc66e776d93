"""The casework half: where trained people work. Casework calls out; nothing calls in."""

import base64
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from alongside.casework.rules.agencies import ANSWERS, NAMEABLE
from alongside.casework.rules.national import KEYS as KEEP_THE_NATIONAL_RECORD
from alongside.casework.rules.panel import INVITED
from alongside.casework.rules.who_may_see import MATRIX
from alongside.commons import installation
from alongside.design import settings as design

from .common import *  # noqa: F403
from .common import ALLOWED_HOSTS, MODE, PACKAGE, PRODUCTION

SECRET_KEY = base64.b64encode(installation.secret("casework/django")).decode()
HALF = "casework"
# Where it is counted how often one source asks, below the installation's state.
COUNTS_IN = ("keys", "casework", "bounds")
ROOT_URLCONF = "alongside.casework.urls"
ALLOWED_HOSTS = [*ALLOWED_HOSTS, urlsplit(installation.address("casework")).hostname or ""]
WSGI_APPLICATION = "alongside.casework.wsgi.application"
DATABASES = {"default": installation.database("casework")}
AUTH_USER_MODEL = "organisation.Staff"

INSTALLED_APPS = [
    "alongside.design",
    "alongside.site",
    "alongside.site.beats",
    "alongside.site.outbox",
    "alongside.casework.organisation",
    "alongside.casework.statistics",
    "alongside.casework.outgoing",
    "alongside.casework.audit",
    "alongside.casework.keys",
    "alongside.casework.referrals",
    "alongside.casework.owners",
    "alongside.casework.reporters",
    "alongside.casework.people",
    "alongside.casework.assessment",
    "alongside.casework.documents",
    "alongside.casework.disclosures",
    "alongside.casework.intake",
    "alongside.casework.desk",
    "alongside.casework.duty",
    "alongside.casework.triage",
    "alongside.casework.access",
    "alongside.casework.apart",
    "alongside.casework.panel",
    "alongside.casework.agencies",
    "alongside.casework.national",
    "alongside.casework.consent",
    "alongside.casework.support",
    "alongside.casework.reviews",
    "alongside.casework.due",
    "alongside.casework.work",
    "alongside.casework.rights",
    "alongside.casework.oversight",
    "alongside.casework.administration",
    "alongside.casework.given_back",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

TEMPLATES = design.templates(PACKAGE / "casework", context_processors=("alongside.casework.given_back.whose.on_forms",))
FORM_RENDERER = design.FORM_RENDERER
# Asked of every text that is typed into any form: nothing marked above OFFICIAL-SENSITIVE is entered.
REFUSED_WORDS = "alongside.casework.rules.holds.reason_against_keeping"
LOCALE_PATHS = design.locale_paths(PACKAGE / "casework")

MIDDLEWARE = [
    "alongside.site.utf8.read_as_utf8",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "alongside.casework.keys.middleware.AsStaff",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "alongside.casework.keys.middleware.SayWhoIsLooking",
    "alongside.casework.given_back.middleware.GiveBack",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "alongside.casework.given_back.refused.WithTheWords",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "alongside.casework.duty.middleware.ShowAlerts",
    "allauth.account.middleware.AccountMiddleware",
    "alongside.site.sign_in.SecondFactor",
]

# Words, page, and the roles that have a use for it; who else asks gets the rule's own sentence there.
NAVIGATION = [
    (_("My work"), "work"),
    (_("Concerns to read"), "intake", ("intake",)),
    (_("Panel"), "panel", INVITED),
    (_("Partners"), "agencies", tuple(dict.fromkeys((*ANSWERS, *NAMEABLE)))),
    (_("National record"), "national", KEEP_THE_NATIONAL_RECORD),
    (_("Duty"), "duty", ("intake", "coordinator", "chair", "deputy_chair", "manager")),
    (_("Desk"), "desk", ("call_handler",)),
    (_("Briefings"), "briefings", ("coordinator", "chair", "deputy_chair", "director")),
    (
        _("Oversight"),
        "oversight",
        tuple(role for role, sees in MATRIX.items() if sees["statistics"] not in ("none", "published")),
    ),
    (_("How long kept"), "kept", ("director", "dpo", "chair", "deputy_chair")),
    (_("Administration"), "administration", ("manager",)),
]

SECOND_FACTOR_REQUIRED = PRODUCTION
SESSION_COOKIE_NAME = "alongside_casework"
CSRF_COOKIE_NAME = "alongside_casework_csrf"
CSRF_FAILURE_VIEW = "alongside.casework.given_back.views.not_believed"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 8 * 60 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "work"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

WORKERS = ("intake", "post", "sequencer", "casework worker")
SITE_ADDRESS = installation.address("casework")
LETTERS = {"confirm_briefing": "alongside.casework.desk.letters.to_contact"}
ENCLOSED = {"panel_invitation": "alongside.casework.panel.invitation.enclosed"}
DUTIES = (
    "alongside.site.outbox.actions.send_waiting",
    "alongside.site.housekeeping.forget_ended_sessions",
    "alongside.casework.duty.jobs.look_after_alerts",
    "alongside.casework.access.jobs.raise_alarms",
    "alongside.casework.access.jobs.forget_old",
    "alongside.casework.duty.jobs.tell_what_is_late",
    "alongside.casework.administration.jobs.warn_of_lapsing",
    "alongside.casework.owners.jobs.give_back",
    "alongside.casework.duty.jobs.publish_roster",
    "alongside.casework.duty.jobs.forget_old",
    "alongside.casework.intake.jobs.forget_old_marks",
    "alongside.casework.intake.jobs.remove_lapsed_grants",
    "alongside.casework.rights.jobs.destroy_what_is_due",
)

SELF = "'self'"
NONE = "'none'"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# The token of a form is read before any view, so a page cannot say for itself how its file is received.
FILE_UPLOAD_HANDLERS = ["alongside.site.in_memory.InMemoryOnly"]

STATIC_ROOT = installation.state("static", "casework")
STATICFILES_DIRS = [installation.state("front-end", "casework")]

DEFAULT_FROM_EMAIL = "Alongside casework <no-reply@alongside.example>"
if MODE != "production":
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = installation.state("mail", "casework")
