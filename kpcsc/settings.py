"""Settings of the portal: one file, every difference between machines from the environment.

The variables are listed in README.md and `.env.example`.
"""

import logging
import os
import secrets
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from django_prose_editor.config import html_tags
from js_asset import static_lazy

from kpcsc.foundation.database_settings import SQLITE, database_settings
from kpcsc.foundation.logs import tells_of_failure
from kpcsc.styles import stylesheet_hash

BASE_DIR = Path(__file__).resolve().parent.parent
STATE_DIR = BASE_DIR / "var"  # what this machine makes; never committed

env = environ.Env()
if not {"DEBUG", "DEMO"} & os.environ.keys():  # `make` says which; .env is for production
    env.read_env(BASE_DIR / ".env")

LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
LOCAL = DEBUG or DEMO
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=LOOPBACK_HOSTS if LOCAL else [])

if any("*" in host or host.startswith(".") for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured("ALLOWED_HOSTS: name each host; a wildcard is refused.")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS: name the hosts that this portal answers for.")
if LOCAL and not set(ALLOWED_HOSTS) <= set(LOOPBACK_HOSTS):
    raise ImproperlyConfigured(
        "DEMO and DEBUG are for this machine alone: ALLOWED_HOSTS may only be "
        + ", ".join(LOOPBACK_HOSTS)
    )


def private(path: Path) -> Path:
    """The path of a file that this user alone may read, in a folder that only they may open.

    Both are made where they are missing and can be; what is there is closed to others.
    """
    with suppress(OSError):  # whatever needs the file says what is wrong
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.chmod(0o600)
        if path.parent == STATE_DIR:
            STATE_DIR.chmod(0o700)
    return path


def machine_secret() -> str:
    """A secret key made once for this machine, for demonstration and development."""
    path = private(STATE_DIR / "secret_key")
    if not path.read_text():
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = env.str("SECRET_KEY", default="") or (machine_secret() if LOCAL else "")
if len(SECRET_KEY) < 32:
    raise ImproperlyConfigured("SECRET_KEY: set it to a long random text, and keep it secret.")

# What was sealed or signed with these opens still: they held before the secret was changed.
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])

# --- The house -----------------------------------------------------------------------------

INSTALLED_APPS = [
    "kpcsc",
    "surveys",
    "meetings",
    "organisations",
    "modeltranslation",  # before the admin, which it extends
    "kpcsc.foundation",  # after modeltranslation, whose models it follows
    "kpcsc.admin_config.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_prose_editor",
    "simple_history",
    "django_tasks_db",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",  # an unchanged page costs a reader nothing
    "django.middleware.csp.ContentSecurityPolicyMiddleware",  # also where the database fails
    "kpcsc.foundation.closed.refuse_while_closed",  # before the database is asked
    "kpcsc.foundation.site_revision.read_site_revision",  # before the first query of the request
    "kpcsc.kept_pages.middleware.answer_from_memory",  # before anything is known of the person
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "kpcsc.middleware.refuse_other_charsets",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kpcsc.foundation.closed.refuse_all_but_administrators",
    "organisations.signing_in.second_factor.ask_second_factor",
    "kpcsc.takedown.reader_sessions.read_as_member",
    "kpcsc.foundation.reader.read_as_user",
    "organisations.signing_in.held_form.hold_forms",
    "django.contrib.messages.middleware.MessageMiddleware",
    "kpcsc.middleware.forbid_caching",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "kpcsc.middleware.explain_refused_method",
]
ROOT_URLCONF = "kpcsc.urls"
WSGI_APPLICATION = "kpcsc.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
AUTH_USER_MODEL = "organisations.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The workers count refused attempts together, in a table of names that nobody can read.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "KEY_FUNCTION": "kpcsc.foundation.sealed.cache_key",
        # With the usual 300, a few requests for many addresses would drive the counts out.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")

# --- Data ----------------------------------------------------------------------------------

DATABASES = {
    "default": database_settings(
        env.str("DATABASE_URL", default=f"sqlite:///{STATE_DIR / 'db.sqlite3'}")
    )
}
IS_SQLITE = DATABASES["default"]["ENGINE"] == SQLITE
# The files that SQLite writes beside it are as private as the database.
if IS_SQLITE and DATABASES["default"]["NAME"] != ":memory:":
    private(Path(DATABASES["default"]["NAME"]))
# The file of who may no longer be named, against which a restored database is held. On another disk
# than the database, it outlives that.
LEDGER = env.str("LEDGER", default="") or (
    f"{DATABASES['default']['NAME']}.ledger"
    if IS_SQLITE and DATABASES["default"]["NAME"] != ":memory:"
    else str(STATE_DIR / "ledger")
)
# The folder of backups, whose last one that was restored and checked `doctor` tells.
BACKUPS = env.str("BACKUPS", default="")
# The public key of age to which they are encrypted: the server cannot read its own backups.
BACKUP_KEY = env.str("BACKUP_KEY", default="")
# Where rclone sends backups and the ledger.
OFFSITE = env.str("OFFSITE", default="")
# Whoever sends this to /healthz learns what is wrong; others, whether anything is.
HEALTH_TOKEN = env.str("HEALTH_TOKEN", default="")
# While this file is there, the portal is closed (`kpcsc.foundation.closed`).
CLOSED_FILE = str(Path(LEDGER).with_name("closed"))
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(STATE_DIR / "documents"))
# Where a web server finds that folder, which then sends the documents that the portal lets through.
ACCEL_REDIRECT = env.str("ACCEL_REDIRECT", default="")
if ACCEL_REDIRECT and STATE_DIR in Path(MEDIA_ROOT).parents:
    raise ImproperlyConfigured("MEDIA_ROOT: name a folder that the web server can open.")
FILE_UPLOAD_PERMISSIONS = 0o640 if ACCEL_REDIRECT else 0o600
# The desk's largest forms: 300 questions of some 30 fields, 500 participations of some 15.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "kpcsc.foundation.uploads.BoundedUploadHandler",
]
# How long what tells of people is kept. The worker sees to it, and the privacy page shows it.
RETENTION = {
    "sessions": timedelta(hours=12),
    "sign_in_codes": timedelta(minutes=15),  # mail may be slow, or somebody reads it out
    "waiting_files": timedelta(hours=12),
    "remarks": timedelta(days=90),
    "invitations": timedelta(days=365),
    "messages": timedelta(days=365),
    "deleted_records": timedelta(days=30),
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# What runs by the clock, each at least so often. Several run at once where something is due.
HOURLY, DAILY = timedelta(hours=1), timedelta(days=1)
PERIODIC_TASKS = {
    "kpcsc.foundation.periodic.beat": timedelta(minutes=1),
    "kpcsc.foundation.periodic.forget_finished_tasks": DAILY,
    "kpcsc.health.tasks.look_for_faults": timedelta(minutes=5),
    "kpcsc.foundation.waiting_files.delete_expired_waiting_files": HOURLY,
    "kpcsc.foundation.mail.outbox.run_outbox": DAILY,
    "kpcsc.foundation.mail.outbox.forget_messages": DAILY,
    "kpcsc.foundation.bin.tasks.empty_bin_daily": DAILY,
    "kpcsc.takedown.tasks.run_naming_checks": DAILY,
    "kpcsc.backups.tasks.write_missing_ledger_entries": HOURLY,
    "organisations.tasks.delete_expired_sessions": HOURLY,
    "meetings.tasks.forget_remarks": DAILY,
    "meetings.tasks.forget_invited_to_meetings": DAILY,
    "surveys.tasks.forget_invited_to_surveys": DAILY,
    "surveys.tasks.close_due_surveys": DAILY,
    "meetings.tasks.send_weekly_digest": timedelta(weeks=1),
    "meetings.tasks.read_documents": DAILY,
}

# --- Signing in ----------------------------------------------------------------------------

LOGIN_URL = "account_request_login_code"
# Of the demonstration the password is printed, and there is nothing to protect.
SECOND_FACTOR_REQUIRED = not DEMO
FIFTEEN_MINUTES = 15 * 60
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8}  # said on a telephone in any language
ACCOUNT_ADAPTER = "organisations.signing_in.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # what signing in asks for: nobody signs up
ACCOUNT_EMAIL_VERIFICATION = "none"  # only staff write addresses down
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # an address that nobody has gets no letter
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = FIFTEEN_MINUTES
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = FIFTEEN_MINUTES
ACCOUNT_REAUTHENTICATION_TIMEOUT = FIFTEEN_MINUTES
ACCOUNT_SESSION_REMEMBER = True  # for SESSION_COOKIE_AGE
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "20/m/ip,3/m/key,20/h/key",
    "reset_password": "20/m/ip,3/m/key,20/h/key",
}
ACCOUNT_FORMS = {
    "login": "organisations.signing_in.forms.PasswordForm",
    "request_login_code": "organisations.signing_in.forms.RequestCodeForm",
    "confirm_login_code": "organisations.signing_in.forms.ConfirmCodeForm",
    "reset_password": "organisations.signing_in.forms.ForgottenPasswordForm",
    "confirm_password_reset_code": "organisations.signing_in.forms.ConfirmPasswordCodeForm",
}
MFA_FORMS = {
    "login_webauthn": "organisations.signing_in.forms.PasskeyForm",
    "authenticate_webauthn": "organisations.signing_in.forms.ProofByPasskeyForm",
    "reauthenticate_webauthn": "organisations.signing_in.forms.ReauthenticateByPasskeyForm",
    "add_webauthn": "organisations.signing_in.forms.NewPasskeyForm",
    "edit_webauthn": "organisations.signing_in.forms.PasskeyNameForm",
}
MFA_ADAPTER = "organisations.signing_in.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey alone is two factors
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL
MFA_TOTP_ISSUER = "KP CSC"
MFA_TOTP_TOLERANCE = 1  # clocks of phones differ

# --- Mail ----------------------------------------------------------------------------------

# Where links in messages lead: what sends them knows of no request.
PORTAL_URL = env.str(
    "PORTAL_URL", default="http://localhost:8000" if LOCAL else f"https://{ALLOWED_HOSTS[0]}"
)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="portal@example.org" if LOCAL else "")
# Without a server, messages fail and the desk says so: none passes for sent.
MAILERS: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "kpcsc.foundation.mail.no_server.EmailBackend"}
}
if LOCAL:  # nobody is written to: the page /outbox/ shows what would have been sent
    MAILERS["default"] = {
        "BACKEND": "kpcsc.foundation.mail.folder.EmailBackend",
        "OPTIONS": {"folder": STATE_DIR / "mail"},
    }
elif env.str("EMAIL_URL", default=""):
    server = env.email_url("EMAIL_URL")
    if not server["EMAIL_HOST"]:
        raise ImproperlyConfigured("EMAIL_URL: name a server, as in smtp+tls://user:pass@host:587.")
    if not DEFAULT_FROM_EMAIL:
        raise ImproperlyConfigured("DEFAULT_FROM_EMAIL: say whom messages come from.")
    MAILERS["default"] = {
        "BACKEND": "kpcsc.foundation.mail.smtp.EmailBackend",
        "OPTIONS": {
            "host": server["EMAIL_HOST"],
            "port": server["EMAIL_PORT"],
            "username": server["EMAIL_HOST_USER"],
            "password": server["EMAIL_HOST_PASSWORD"],
            "use_tls": server.get("EMAIL_USE_TLS"),
            "use_ssl": server.get("EMAIL_USE_SSL"),
            "timeout": 30,  # seconds
        },
    }

# --- Languages and time --------------------------------------------------------------------

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "kpcsc.formats"
# Of what clocks show elsewhere, the system's data (/usr/share/zoneinfo) is trusted before that of
# the package tzdata, as Python does: Debian renews the former with its updates, the latter stands
# in the lock file and serves where the system has none.
TIME_ZONE = "UTC"
MODELTRANSLATION_DEFAULT_LANGUAGE = "fr"
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("fr", "en")}

# --- Static files --------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(STATE_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
# The icons that browsers and telephones look for at the root, without a word on any page.
WHITENOISE_ROOT = BASE_DIR / "static" / "root"
STORAGES = {
    # Files of the records are read through a view that asks who is looking, never from a URL.
    "default": {"BACKEND": "kpcsc.foundation.record_files.RecordFileStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 3600

# --- Rich text -----------------------------------------------------------------------------

# What the editor does with a paste. It allows no element of its own.
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {"js": [static_lazy("js/pasted_html.js")], "extensions": {"PastedHTML": html_tags([])}}
]

# --- Safety --------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.NONE],
    # The nonce is for the editor's import map in the admin; public pages have no script.
    "script-src": [CSP.SELF, CSP.NONCE],
    # The second hash is the style that the rich text editor (tiptap) puts in the admin's page.
    "style-src": [
        CSP.SELF,
        stylesheet_hash(),
        "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='",
    ],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = int(RETENTION["sessions"].total_seconds())
if not LOCAL:
    SECURE_SSL_REDIRECT = True
    # Browsers refuse plain HTTP for so long, whatever becomes of the server meanwhile.
    SECURE_HSTS_SECONDS = env.int("HSTS_DAYS", default=1) * 24 * 60 * 60
    # Neither other hosts of the domain nor the lists in browsers: nobody could take that back.
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    if env.bool("BEHIND_PROXY", default=False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        ALLAUTH_TRUSTED_PROXY_COUNT = 1  # limits count readers, not the proxy

# A log keeps what broke and where, never who asked for what: no address, agent, path or text.
LOG_LEVEL = env.str("LOG_LEVEL", default="WARNING")
LOG_FILE = env.str("LOG_FILE", default="" if DEBUG else str(STATE_DIR / "portal.log"))
if not DEBUG:
    logging.raiseExceptions = False  # what cannot be written is not printed with all it was to say
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "logging.Formatter" if DEBUG else "kpcsc.foundation.logs.DiscreetFormatter",
            "format": "{levelname} {name}: {message}",
            "style": "{",
        },
        "failure": {"()": "kpcsc.foundation.logs.FailureFormatter"},
    },
    "filters": {
        "failures": {"()": "django.utils.log.CallbackFilter", "callback": tells_of_failure}
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "file": {
            "class": "logging.handlers.WatchedFileHandler",  # goes on after a rotation
            "filename": LOG_FILE,
            "formatter": "failure",
            "delay": True,
        }
        if LOG_FILE
        else {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console", "file"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": LOG_LEVEL},
        "django.request": {"level": "ERROR", "filters": ["failures"]},
        "django.security": {"level": "ERROR"},
        "django_tasks_db": {"level": "ERROR"},  # a worker that is stopped is no failure
        # Whoever asks for a foreign host is told so, and the log would hold what they asked for.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "gunicorn.error": {"handlers": ["console", "file"], "level": "ERROR"},
        # Django leaves it to the server to drop the body of an answer to HEAD, which warns of it.
        "gunicorn.http.wsgi": {"level": "ERROR"},
    },
}
