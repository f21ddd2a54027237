"""The one settings module: typed environment readers, failing at start with the name of what is missing."""

from config.env import (
    boolean,
    choice,
    city_root,
    database,
    folders,
    host_of,
    identity_provider,
    integer,
    key,
    mail_server,
    path,
    text,
    words,
)
from config.logs import configuration
from config.paths import ROOT, VAR
from linli.cli.embedded import default_url

DEBUG = boolean("LINLI_DEBUG", default=False)
SECRET_KEY = key("LINLI_SECRET_KEY")
CONTACT_KEYS = words("LINLI_CONTACT_KEYS", default=[SECRET_KEY])
BASE_URL = text("LINLI_BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = words("LINLI_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver", host_of(BASE_URL)])
CSRF_TRUSTED_ORIGINS = words("LINLI_ORIGINS", default=[BASE_URL])

CITY = text("LINLI_CITY", default="changsha")
CITY_ROOT = city_root(CITY)
EXTRA_PACKS = folders("LINLI_PACKS")
KEPT_PACKS = VAR / "packs"
MODELS = VAR / "models"
MEDIA_ROOT = path("LINLI_MEDIA", default=VAR / "media")
UPLOAD_KEPT_HOURS = integer("LINLI_UPLOAD_KEPT_HOURS", default=24)
RECHECK_PERCENT = integer("LINLI_RECHECK_PERCENT", default=5)
RECHECK_LEAST = integer("LINLI_RECHECK_LEAST", default=10)
FALSE_WARNINGS = integer("LINLI_FALSE_WARNINGS", default=1)
PROOF_METRES = integer("LINLI_PROOF_METRES", default=300)
PROOF_HOURS = integer("LINLI_PROOF_HOURS", default=24)
MAIL_FOLDER = path("LINLI_MAIL_FOLDER", default=VAR / "mail")
DEMO = boolean("LINLI_DEMO", default=False)
IS_BEHIND_PROXY = boolean("LINLI_BEHIND_PROXY", default=False)
REPORT_RATE = text("LINLI_REPORT_RATE", default="30/h")
API_RATE = text("LINLI_API_RATE", default="600/m")

INSTALLED_APPS = [
    "linli.core",
    "linli.places",
    "linli.people",
    "linli.notify",
    "linli.documents",
    "linli.packs",
    "linli.walks",
    "linli.cases",
    "linli.intake",
    "linli.reading",
    "linli.mediation",
    "linli.scores",
    "linli.web",
    "linli.api",
    "linli.jobs",
    "procrastinate.contrib.django",
    "django.contrib.postgres",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "django_tables2",
    "django_filters",
    "crispy_forms",
    "crispy_bootstrap5",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "linli.api.lane.ApiLane",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "linli.web.headers.HeadersMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "linli.web.problems.ProblemsMiddleware",
]
CSRF_FAILURE_VIEW = "linli.web.problems.csrf_failure"
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "linli.web.context.site",
            ]
        },
    }
]
DATABASES = {"default": database("DATABASE_URL", default=default_url(folder=VAR / "pg"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTHENTICATION_BACKENDS = ["linli.people.sessions.AccountBackend"]
SESSION_ENGINE = "linli.people.sessions"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("username", "name")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "linli.people.passwords.ThreeClasses"},
]  # fmt: skip
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/console/"

REQUIRE_MFA = words("LINLI_REQUIRE_MFA", default=[])
ACCOUNT_ADAPTER = "linli.web.accounts.adapters.StaffAdapter"
ACCOUNT_FORMS = {"login": "linli.web.accounts.forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = int(IS_BEHIND_PROXY)
MFA_FORMS = {"add_webauthn": "linli.web.accounts.forms.AddPasskeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Linli"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = BASE_URL.startswith("http://")
SOCIALACCOUNT_ADAPTER = "linli.web.accounts.adapters.SingleSignOnAdapter"
SOCIALACCOUNT_ONLY = False
# A link, not a form: the content policy lets forms go to Linli alone, redirects after them included.
SOCIALACCOUNT_LOGIN_ON_GET = True
OIDC_CLAIM = text("LINLI_OIDC_CLAIM", default="preferred_username")
SOCIALACCOUNT_PROVIDERS = identity_provider("LINLI_OIDC")

LANGUAGE_CODE = choice("LINLI_LANGUAGE", ["zh-hans", "en"], default="zh-hans")
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = sorted((ROOT / "locale").glob("*/"))
USE_I18N = True
USE_TZ = True
TIME_ZONE = text("LINLI_TIME_ZONE", default="Asia/Shanghai")

IS_HTTPS = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_AGE = integer("LINLI_SESSION_HOURS", default=12) * 3600
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSP_FORM_TARGETS = words("LINLI_FORM_TARGETS", default=[])
LOGGING = configuration(level=choice("LINLI_LOG_LEVEL", ["DEBUG", "INFO", "WARNING", "ERROR"], default="INFO"))

SMTP = mail_server("LINLI_SMTP")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend" if SMTP.host else "linli.notify.folder.FolderBackend"
EMAIL_HOST, EMAIL_PORT = SMTP.host, SMTP.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = SMTP.user, SMTP.password
EMAIL_USE_TLS, EMAIL_USE_SSL = SMTP.use_tls, SMTP.use_ssl
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = text("LINLI_MAIL_FROM", default=f"Linli <linli@{host_of(BASE_URL)}>")
STAFF_EMAIL = boolean("LINLI_STAFF_EMAIL", default=False)

STATIC_URL = "/static/"
STATIC_ROOT = path("LINLI_STATIC_ROOT", default=VAR / "static")
STATICFILES_DIRS = [ROOT / "static"]
IS_STATIC_COLLECTED = boolean("LINLI_STATIC_COLLECTED", default=False)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "linli.web.static.HashedFiles"
        if IS_STATIC_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not IS_STATIC_COLLECTED
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000  # a table of 200 rows and another beside it; the default takes 1000
FILE_UPLOAD_MAX_MEMORY_SIZE = integer("LINLI_UPLOAD_MEMORY", default=4 * 1024 * 1024)
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
