"""What both halves share. Each half's own module is read from top to bottom and is the only one that Django loads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alongside.commons import installation

PACKAGE = Path(__file__).resolve().parents[1]
MODE = installation.mode()
PRODUCTION = MODE == "production"

DEBUG = False
USE_TZ = True
TIME_ZONE = "Europe/London"
USE_I18N = True
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = False
APPEND_SLASH = True

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

# One hasher, at the cost stack.md measured: 23 ms and 19 MiB a log-in.
PASSWORD_HASHERS = ["alongside.site.passwords.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "alongside.site.sign_in.ClosedToSignUp"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "alongside.site.passwords.LinkTokens"  # noqa: S105 (a class)
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
# The sign-in limit is counted for an account's name; addresses are not kept.
ACCOUNT_RATE_LIMITS: dict[str, Any] = {"login_failed": "5/5m/key", "login": None}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
# Not "no-referrer": under it browsers send "Origin: null" with our own forms, and Django refuses them as forged.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_SSL_REDIRECT = False  # nginx does it; see deploy/nginx
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Kinds of mail that go to somebody without an account: each with the function that finds address and page.
LETTERS: dict[str, str] = {}

# Contents never touch a disk in the clear: uploads stay in memory, under a cap.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 20_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300

# Zero bits of a proof of work: 2**17 hashes on average, about a second on an old phone, while somebody types.
WORK_BITS = 17

# Nothing personal is cached: the cache of a process lives and dies with it.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


def logging_to_standard_error() -> dict[str, Any]:
    """Logs carry what failed and an id; request data, arguments and values are left out (commons/logs.py)."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"()": "alongside.commons.logs.WithoutContents"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "alongside": {"level": "INFO"},
            "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
            "django.security": {"level": "ERROR"},
        },
    }


LOGGING = logging_to_standard_error()
