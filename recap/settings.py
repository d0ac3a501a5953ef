"""All settings. This is the one file that reads the environment; production is the default.

Every variable is in `.env.example`, with what it is for.
"""

from importlib.util import find_spec
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
env.read_env(BASE_DIR / ".env")

MODE = env.str("RECAP_MODE", default="production")
if MODE not in ("production", "development"):
    raise ImproperlyConfigured(f"RECAP_MODE is {MODE!r}; it is 'production' or 'development'.")
DEVELOPMENT = MODE == "development"
DEBUG = False  # in development as well: a page says what it says to readers, and stderr tells what broke

VAR = Path(env.str("RECAP_VAR", default=str(BASE_DIR / "var")))
VAR.mkdir(parents=True, exist_ok=True)

PORT = env.int("PORT", default=8000)  # of `make run`
SITE_URL = env.str("RECAP_SITE_URL", default=f"http://127.0.0.1:{PORT}" if DEVELOPMENT else env.NOTSET)
SITE_URL = SITE_URL.rstrip("/")
if not SITE_URL.startswith(("http://", "https://")):
    raise ImproperlyConfigured("RECAP_SITE_URL is the address readers use, such as https://news.example.com.")
SITE_HOST = SITE_URL.split("://", 1)[1].split("/")[0]

# Development keeps a key of its own, so that sessions outlive a restart and no key stands in the code.
if DEVELOPMENT:
    key_file = VAR / "secret-key"
    if not key_file.exists():
        from django.core.management.utils import get_random_secret_key

        key_file.write_text(get_random_secret_key())
    # Not as a default: one that begins with "$" would be taken for the name of another variable.
    SECRET_KEY = env.str("RECAP_SECRET_KEY", default="") or key_file.read_text()
else:
    SECRET_KEY = env.str("RECAP_SECRET_KEY")
# Former keys, newest first: links in mails already sent are signed with them.
SECRET_KEY_FALLBACKS = env.list("RECAP_SECRET_KEY_FALLBACKS", default=[])

ALLOWED_HOSTS = [SITE_HOST.split(":")[0], *env.list("RECAP_ALLOWED_HOSTS", default=[])]
if DEVELOPMENT:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "testserver"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "recap.apps.RecapConfig",
    "subscribers.apps.SubscribersConfig",
    "editions.apps.EditionsConfig",
    "sources.apps.SourcesConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "taggit",
    "csp",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "recap.language.LanguageOfAddress",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "recap.approvals.VoidChanged",
    "recap.zone.NewsroomHours",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "recap.errors.RefuseNul",
    "recap.errors.SayWhatWasNotStored",
    "axes.middleware.AxesMiddleware",
]

CSRF_FAILURE_VIEW = "recap.errors.stale"
ROOT_URLCONF = "recap.urls"
WSGI_APPLICATION = "recap.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "subscribers.context.join_ticket",
            ],
        },
    }
]

# The database

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR / 'recap.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # PostgreSQL would compile a query that it takes for long, for 200 ms; none of ours runs for 100.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
DATABASES["default"]["CONN_MAX_AGE"] = 60  # to open SQLite takes half the time of a 304

# The queue: a row is the truth, a message only a wake-up (docs/decisions.md)

REDIS_URL = env.str("REDIS_URL", default="")
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
if REDIS_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 600,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
    }
else:
    queue = VAR / "queue"
    queue.mkdir(exist_ok=True)
    CELERY_BROKER_TRANSPORT = "recap.folder:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(queue),
        "data_folder_out": str(queue),
        "control_folder": str(VAR / "queue-control"),
        "polling_interval": 0.1,
    }
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat-schedule")
# Scheduled editions have a queue of their own, so that a backlog elsewhere does not delay them; and so has
# what waits for other servers.
CELERY_TASK_ROUTES = {
    "editions.tasks.*": {"queue": "publishing"},
    "sources.tasks.*": {"queue": "fetching"},
    "subscribers.tasks.*": {"queue": "mailing"},
    "subscribers.tasks.run_lanes": {"queue": "sending"},  # it holds its worker for minutes
}
# A mail server that is slow must not keep an edition from its hour.
CELERY_TASK_ROUTES["editions.tasks.send_notices"] = {"queue": "celery"}
CELERY_TASK_ROUTES["editions.tasks.index_due"] = {"queue": "celery"}
CELERY_BEAT_SCHEDULE = {
    name: {"task": name, "schedule": 30.0, "options": {"expires": 30}}
    for name in (
        "editions.tasks.publish_due",
        "editions.tasks.void_changed",
        "editions.tasks.remove_killed",
        "editions.tasks.send_notices",
        "editions.tasks.want_links",
        "editions.tasks.index_due",
        "sources.tasks.check_links",
        "sources.tasks.poll_feeds",
        "subscribers.tasks.recover_lanes",
        "subscribers.tasks.run_lanes",
        "subscribers.tasks.send_letters",
        "subscribers.tasks.start_due",
        "subscribers.tasks.fill_mailings",
        "subscribers.tasks.settle_mailings",
        "subscribers.tasks.run_imports",
    )
}
CELERY_BEAT_SCHEDULE["subscribers.tasks.tally_mailings"] = {
    "task": "subscribers.tasks.tally_mailings",
    "schedule": 60.0,
    "options": {"expires": 60},
}
CELERY_BEAT_SCHEDULE["sources.tasks.thin"] = {"task": "sources.tasks.thin", "schedule": 3_600.0}
CELERY_BEAT_SCHEDULE["subscribers.tasks.thin"] = {"task": "subscribers.tasks.thin", "schedule": 86_400.0}
CELERY_BEAT_SCHEDULE["subscribers.tasks.forget_unconfirmed"] = {
    "task": "subscribers.tasks.forget_unconfirmed",
    "schedule": 3_600.0,
}
CELERY_BEAT_SCHEDULE["subscribers.tasks.forget_imports"] = {
    "task": "subscribers.tasks.forget_imports",
    "schedule": 86_400.0,
}

# Mail: to files under var/mail/ unless a server is named

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
MAIL_TO_FILES = EMAIL_CONFIG["EMAIL_BACKEND"].endswith("console.EmailBackend")
EMAIL_BACKEND = "recap.mailbox.Backend" if MAIL_TO_FILES else EMAIL_CONFIG["EMAIL_BACKEND"]
if not MAIL_TO_FILES:
    EMAIL_HOST = EMAIL_CONFIG["EMAIL_HOST"]
    EMAIL_PORT = EMAIL_CONFIG["EMAIL_PORT"]
    EMAIL_HOST_USER = EMAIL_CONFIG["EMAIL_HOST_USER"]
    EMAIL_HOST_PASSWORD = EMAIL_CONFIG["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS = EMAIL_CONFIG.get("EMAIL_USE_TLS", False)
    EMAIL_USE_SSL = EMAIL_CONFIG.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
MAIL_DIR = VAR / "mail"
DEFAULT_FROM_EMAIL = env.str("RECAP_FROM_EMAIL", default=f"newsroom@{SITE_HOST.split(':')[0]}")

# Mailings to subscribers: over the same server, unless another or a provider is named (docs/mail.md)

MAILING_CONFIG = env.email_url("RECAP_MAILING_URL", default=env.str("EMAIL_URL", default="consolemail://"))
MAILING_TO_FILES = MAILING_CONFIG["EMAIL_BACKEND"].endswith("console.EmailBackend")
# A provider of django-anymail, such as mailgun; its keys are the variables that begin with ANYMAIL_.
MAILING_PROVIDER = env.str("RECAP_MAILING_PROVIDER", default="")
if MAILING_PROVIDER and not find_spec(f"anymail.backends.{MAILING_PROVIDER}"):
    raise ImproperlyConfigured(
        f"RECAP_MAILING_PROVIDER is {MAILING_PROVIDER!r}, which django-anymail does not know."
    )
ANYMAIL = {
    name.removeprefix("ANYMAIL_"): env.str(name) for name in env.ENVIRON if name.startswith("ANYMAIL_")
}
MAIL_RATE = env.int("RECAP_MAIL_RATE", default=10)  # messages a second, all workers together; 0: no limit
MAIL_HOURLY = env.int("RECAP_MAIL_HOURLY", default=0)  # messages in any 60 minutes; 0: no limit
MAIL_CONNECTIONS = env.int("RECAP_MAIL_CONNECTIONS", default=4)  # kept open by one worker
MAIL_PER_CONNECTION = env.int("RECAP_MAIL_PER_CONNECTION", default=500)  # then a new one is opened
MAIL_TIMEOUT = env.float("RECAP_MAIL_TIMEOUT", default=60.0)  # seconds until an answer
# Where bounces go, such as bounces@example.com; each delivery gets its own: bounces+…@example.com.
BOUNCE_ADDRESS = env.str("RECAP_BOUNCE_ADDRESS", default="")
BOUNCE_MAILBOX = env.str("RECAP_BOUNCE_MAILBOX", default="")  # imaps://user:password@imap.example.com/INBOX
if BOUNCE_MAILBOX:
    CELERY_BEAT_SCHEDULE["subscribers.tasks.read_mailbox"] = {
        "task": "subscribers.tasks.read_mailbox",
        "schedule": 60.0,
        "options": {"expires": 60},
    }
DKIM_KEY_FILE = env.str("RECAP_DKIM_KEY_FILE", default="")
DKIM_SELECTOR = env.str("RECAP_DKIM_SELECTOR", default="recap")
COUNT_CLICKS = env.bool("RECAP_COUNT_CLICKS", default=False)
MAILINGS_DIR = VAR / "mailings"  # where no server is named
LANES_DIR = VAR / "lanes"  # the journals of those who send
IMPORTS_DIR = VAR / "imports"
# Proxies in front of the site: the last so many entries of X-Forwarded-For are theirs.
PROXIES = env.int("RECAP_PROXIES", default=0)

# How long, in days, what is kept of people and deliveries is kept; 0 is for ever.
KEEP_NETWORKS = env.int("RECAP_KEEP_NETWORKS", default=90)  # whence somebody agreed
KEEP_REPORTS = env.int("RECAP_KEEP_REPORTS", default=90)  # bounces as they came
KEEP_DELIVERIES = env.int("RECAP_KEEP_DELIVERIES", default=730)  # address and answer of a delivery
KEEP_TIPS = env.int("RECAP_KEEP_TIPS", default=730)
KEEP_CLIPPINGS = env.int("RECAP_KEEP_CLIPPINGS", default=90)  # that nobody took

# Addresses that are never mailed are kept as their fingerprint under this key: without it they are lost.
if DEVELOPMENT:
    SUPPRESSION_KEY = env.str("RECAP_SUPPRESSION_KEY", default="") or SECRET_KEY
else:
    SUPPRESSION_KEY = env.str("RECAP_SUPPRESSION_KEY")

# People

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

# Words, time and files

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = "recap.formats"
TIME_ZONE = "UTC"
USE_TZ = True
TAGGIT_CASE_INSENSITIVE = True
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
WHITENOISE_USE_FINDERS = DEVELOPMENT
WHITENOISE_AUTOREFRESH = DEVELOPMENT
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEVELOPMENT
        else "recap.storage.StaticFiles"
    },
}
# A pasted roundup is one field; the parser's own limit speaks first, and in a sentence.
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# Security

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
    }
}
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # wants DENY, but the desk shows previews in a frame
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
if not DEVELOPMENT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # A site in a closed network may go without TLS; a cookie marked secure would then never come back.
    SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https://")
    SECURE_HSTS_SECONDS = env.int("RECAP_HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # They warn, with a traceback, of what other people's servers send.
    "loggers": {"urllib3": {"level": "ERROR"}, "flufl.bounce": {"level": "CRITICAL"}},
}
