"""Typed readers of environment variables. Each fails at start with the variable's name and what to do."""

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.paths import ROOT, VAR


def text(name: str, *, default: str | None = None) -> str:
    """The variable as text; without a default it must be set."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set: give it a value in the environment")
    return value


def boolean(name: str, *, default: bool) -> bool:
    """`1 true yes on` or `0 false no off`."""
    value = os.environ.get(name, str(default)).strip().lower()
    if value not in {"1", "true", "yes", "on", "0", "false", "no", "off"}:
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}")
    return value in {"1", "true", "yes", "on"}


def integer(name: str, *, default: int) -> int:
    """A whole number."""
    value = os.environ.get(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}") from None


def choice(name: str, options: Sequence[str], *, default: str) -> str:
    """One of the options."""
    value = text(name, default=default)
    if value not in options:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(options)}, not {value!r}")
    return value


def words(name: str, *, default: Sequence[str]) -> list[str]:
    """Comma-separated values."""
    value = os.environ.get(name)
    return list(default) if value is None else [word.strip() for word in value.split(",") if word.strip()]


def path(name: str, *, default: Path | None) -> Path | None:
    """A folder or file."""
    value = os.environ.get(name)
    return default if not value else Path(value).expanduser().resolve()


def folders(name: str) -> list[Path]:
    """Folders, separated as in PATH."""
    return [Path(one).expanduser().resolve() for one in os.environ.get(name, "").split(os.pathsep) if one.strip()]


def key(name: str) -> str:
    """A secret; without the variable, one made once and kept in `var/` (the demo and tests)."""
    value = os.environ.get(name)
    if value:
        return value
    kept = VAR / "keys" / name.lower()
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        kept.write_text(secrets.token_urlsafe(48))
        kept.chmod(0o600)
    return kept.read_text().strip()


def host_of(address: str) -> str:
    """The host of a web address."""
    host = urlsplit(address).hostname
    if not host:
        raise ImproperlyConfigured(f"LINLI_BASE_URL must be an http:// or https:// address, not {address!r}")
    return host


def city_root(city: str) -> Path:
    """The folder of the city: a path of its own, or a name under `cities/`."""
    folder = Path(city).expanduser() if "/" in city else ROOT / "cities" / city
    if not folder.is_dir():
        raise ImproperlyConfigured(f"LINLI_CITY names no city folder: {folder}")
    return folder


@dataclass(frozen=True)
class MailServer:
    """An SMTP server; without a host there is none."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    use_tls: bool = False
    use_ssl: bool = False


def mail_server(name: str) -> MailServer:
    """`smtp://user:password@host:587` (STARTTLS unless port 25) or `smtps://…:465`; unset means no server."""
    address = os.environ.get(name)
    if not address:
        return MailServer()
    url = urlsplit(address)
    if url.scheme not in {"smtp", "smtps"} or not url.hostname:
        raise ImproperlyConfigured(f"{name} must be an smtp:// or smtps:// address with a host")
    is_ssl = url.scheme == "smtps"
    port = url.port or (465 if is_ssl else 587)
    return MailServer(
        host=url.hostname,
        port=port,
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
        use_tls=not is_ssl and port != 25,
        use_ssl=is_ssl,
    )


def database(name: str, *, default: str) -> dict[str, Any]:
    """A `postgresql://` address as Django's settings, with persistent connections and prepared statements."""
    url = urlsplit(text(name, default=default))
    if url.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured(f"{name} must be a postgresql:// address")
    query = {key: values[-1] for key, values in parse_qs(url.query).items()}
    options: dict[str, Any] = {"server_side_binding": True, "prepare_threshold": 3}
    host = query.pop("host", url.hostname or "")
    return {
        "ENGINE": "linli.core.postgres",
        "NAME": unquote(url.path.lstrip("/")) or "linli",
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": host,
        "PORT": str(url.port or query.pop("port", "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options | query,
    }


def identity_provider(name: str) -> dict[str, Any]:
    """The city's OpenID Connect provider from `<name>_ISSUER`, `_CLIENT`, `_SECRET`, `_TITLE`; else none."""
    issuer = text(f"{name}_ISSUER", default="")
    if not issuer:
        return {}
    app = {
        "provider_id": "city",
        "name": text(f"{name}_TITLE", default="OpenID Connect"),
        "client_id": text(f"{name}_CLIENT"),
        "secret": text(f"{name}_SECRET"),
        "settings": {"server_url": issuer},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
