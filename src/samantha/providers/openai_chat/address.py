"""What a person writes down about a model server, checked before anything is sent."""

import ssl

import httpx

from samantha.domain.errors import SettingsInvalid
from samantha.domain.servers import USUAL_PORTS, ServerKind, is_loopback


def checked_url(base_url: str) -> httpx.URL:
    """Return the address of a server's API; "/v1" is added where there is no path.

    Raises:
        SettingsInvalid: it is no address, or holds a name, a password or a query.
    """
    try:
        url = httpx.URL(base_url.strip())
    except httpx.InvalidURL:
        url = httpx.URL()
    if url.scheme not in {"http", "https"} or not url.host:
        raise SettingsInvalid(
            "The model server's address is not one.",
            "Write it like http://127.0.0.1:11434/v1.",
        )
    if url.userinfo or url.query:
        raise SettingsInvalid(
            "The model server's address holds more than an address.",
            "Leave out name, password and query, and name the key by `key` instead.",
        )
    return url.copy_with(path="/v1") if url.path in {"", "/"} else url


def checked_key(key: str | None) -> str | None:
    """Return the key as it can be sent, None where there is none.

    Raises:
        SettingsInvalid: it cannot be a key.
    """
    if key is None or not key.strip():
        return None
    if not (key.strip().isascii() and key.strip().isprintable()):
        raise SettingsInvalid(
            "The model's key holds signs that no key has.",
            "Copy the key again, without quotation marks or line ends.",
        )
    return key.strip()


def place_of(url: httpx.URL) -> str:
    """Return host and port as they are shown."""
    usual = 443 if url.scheme == "https" else 80
    host = url.netloc.decode("ascii")
    return host if url.port is not None else f"{host}:{usual}"


def trust_for(url: httpx.URL) -> ssl.SSLContext:
    """Return whom to trust; nobody where nothing is encrypted, for that list loads slowly."""
    if url.scheme == "https":
        return httpx.create_ssl_context()
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def guessed_kind(url: httpx.URL) -> ServerKind:
    """Return what kind of server listens there, as far as the address tells."""
    if url.host == "openrouter.ai":
        return ServerKind.OPENROUTER
    if is_loopback(url.host) and url.port is not None:
        return USUAL_PORTS.get(url.port, ServerKind.UNKNOWN)
    return ServerKind.UNKNOWN


def runs_elsewhere(kind: ServerKind, model: str) -> bool:
    """Return whether a server here only passes the prompt on, as Ollama does to its cloud."""
    return kind is ServerKind.OLLAMA and model.endswith(("-cloud", ":cloud"))
