"""Settings read from the environment, one class per environment. A missing secret stops start-up."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parent
SHORTEST_SECRET = 32
RESTORE_SECRETS = "kembalikan berkas itu dari cadangan, atau mulai dari folder data yang kosong (PSTKU_DATA)."


class ConfigurationError(RuntimeError):
    """The environment does not allow a safe start; the message says what to set."""

    may_be_logged = True


class Config:
    """What every environment shares."""

    NAME = "production"
    DEMO = False
    TESTING = False
    DEBUG = False
    COMPONENTS_PAGE = False

    def __init__(self) -> None:
        self.DATA = Path(os.environ.get("PSTKU_DATA", ROOT / "instance")).absolute()
        self.DATA.mkdir(parents=True, exist_ok=True)
        # None: a folder beside the database. A disk that is named but absent must be missed, not made anew.
        self.BACKUPS = Path(os.environ["PSTKU_BACKUPS"]).absolute() if os.environ.get("PSTKU_BACKUPS") else None
        self.SECRET_KEY, self.DATA_KEY = self.secrets()
        self.PUBLIC_URL = (os.environ.get("PSTKU_PUBLIC_URL") or self.default_public_url()).rstrip("/")
        self.OFFICE_CODE = os.environ.get("PSTKU_OFFICE") or None
        self.PROXY_HOPS = int(os.environ.get("PSTKU_PROXY_HOPS", "0"))
        self.SQLALCHEMY_DATABASE_URI = os.environ.get("DATABASE_URL") or f"sqlite:///{self.DATA / 'pstku.sqlite'}"
        self.BPS_KEY = os.environ.get("PSTKU_BPS_KEY", "").strip()
        self.BPS_URL = os.environ.get("PSTKU_BPS_URL", "https://webapi.bps.go.id/v1/api/")
        self.BPS_PAUSE = 2.0  # seconds between two requests; the service drops calls that follow each other at once
        self.IS_HTTPS = urlsplit(self.PUBLIC_URL).scheme == "https"
        self.SESSION_COOKIE_NAME = "__Host-pstku" if self.IS_HTTPS else "pstku"
        self.DEVICE_COOKIE_NAME = "__Host-kios" if self.IS_HTTPS else "kios"
        self.DISPLAY_COOKIE_NAME = "__Host-layar" if self.IS_HTTPS else "layar"
        self.GUEST_COOKIE_NAME = "__Host-tamu" if self.IS_HTTPS else "tamu"
        self.BROWSER_COOKIE_NAME = "__Host-kenal" if self.IS_HTTPS else "kenal"
        self.SESSION_COOKIE_SECURE = self.IS_HTTPS
        self.SESSION_COOKIE_HTTPONLY = True
        self.SESSION_COOKIE_SAMESITE = "Lax"
        self.PERMANENT_SESSION_LIFETIME = 30 * 24 * 3600  # the cookie of a sign-in on one's own phone
        self.SESSION_REFRESH_EACH_REQUEST = False  # no cookie on static files; the sign-in itself ends after 30 days
        self.WTF_CSRF_TIME_LIMIT = None
        self.MAX_CONTENT_LENGTH = 8 * 1024 * 1024
        self.MAX_FORM_MEMORY_SIZE = 1024 * 1024
        self.BABEL_DEFAULT_LOCALE = "id"
        self.SEND_FILE_MAX_AGE_DEFAULT = 365 * 24 * 3600  # static URLs carry a version

    def default_public_url(self) -> str:
        raise ConfigurationError("Isi PSTKU_PUBLIC_URL dengan alamat publik, misalnya https://pst.contoh.go.id")

    def secrets(self) -> tuple[str, str]:
        """(SECRET_KEY, DATA_KEY) from the environment; weak, missing or equal ones stop start-up."""
        secret_key, data_key = strong_secret("PSTKU_SECRET_KEY"), strong_secret("PSTKU_DATA_KEY")
        if secret_key == data_key:
            raise ConfigurationError("PSTKU_SECRET_KEY dan PSTKU_DATA_KEY harus berbeda. Buat satu lagi.")
        return secret_key, data_key


class ProductionConfig(Config):
    """An office's own server."""

    def __init__(self) -> None:
        if os.environ.get("FLASK_DEBUG", "0") not in ("", "0"):
            raise ConfigurationError("Matikan FLASK_DEBUG: mode debug tidak boleh dipakai di produksi")
        super().__init__()


class DemoConfig(Config):
    """`make run`: demo people and visits, secrets made once and kept in the data folder."""

    NAME = "demo"
    DEMO = True
    COMPONENTS_PAGE = True

    def default_public_url(self) -> str:
        return f"http://localhost:{os.environ.get('PORT', '8000')}"

    def secrets(self) -> tuple[str, str]:
        file = self.DATA / "secrets"
        if not file.exists():
            if (self.DATA / "pstku.sqlite").exists() or (self.DATA / "installation").exists():
                raise ConfigurationError(f"{file} hilang, padahal datanya ada: {RESTORE_SECRETS}")
            self._make_secrets(file)
        words = file.read_text(encoding="utf-8", errors="replace").split()
        if len(words) != 2 or any(len(word) < SHORTEST_SECRET for word in words):
            raise ConfigurationError(f"{file} kosong atau rusak: {RESTORE_SECRETS}")
        return words[0], words[1]

    def _make_secrets(self, file: Path) -> None:
        """Written whole or not at all: half a file would be taken for a lost key at the next start."""
        draft = file.with_suffix(".draft")
        draft.touch(mode=0o600)
        with draft.open("w", encoding="ascii") as made:
            made.write(f"{secrets.token_urlsafe(48)}\n{secrets.token_urlsafe(48)}\n")
            made.flush()
            os.fsync(made.fileno())
        draft.replace(file)


class TestConfig(Config):
    """The test suite; every test names its own database."""

    NAME = "testing"
    TESTING = True
    COMPONENTS_PAGE = True

    def default_public_url(self) -> str:
        return "http://localhost"

    def secrets(self) -> tuple[str, str]:
        return "test-secret-key-of-forty-characters-0001", "test-data-key-of-forty-characters-000002"


CONFIGS = {"production": ProductionConfig, "demo": DemoConfig}  # never the tests', whose secrets everybody knows


def strong_secret(name: str) -> str:
    """A secret from the environment, refused when missing, short or repetitive."""
    value = os.environ.get(name, "")
    if len(value) < SHORTEST_SECRET or len(set(value)) < 12:
        raise ConfigurationError(
            f"Isi {name} dengan minimal {SHORTEST_SECRET} huruf acak, misalnya hasil: "
            'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    return value


def from_environment() -> Config:
    """The configuration that PSTKU_ENV names (production when unset)."""
    name = os.environ.get("PSTKU_ENV", "production")
    if name not in CONFIGS:
        raise ConfigurationError(f"PSTKU_ENV={name} tidak dikenal. Pilih: {', '.join(CONFIGS)}")
    return CONFIGS[name]()
