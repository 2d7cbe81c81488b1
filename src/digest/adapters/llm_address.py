"""The address of a language model's server, judged before anything is sent there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

URL, MODEL, KEY = "DIGEST_LLM_URL", "DIGEST_LLM_MODEL", "DIGEST_LLM_KEY"
FORM = "Write it as http://127.0.0.1:11434/v1 or https://models.example.org/v1."
# Names that no public name server answers for (RFC 6761, RFC 8375, RFC 9476 and habit).
PRIVATE_ENDS = (".localhost", ".internal", ".local", ".lan", ".home.arpa")


class Mistake(Exception):
    """Something is wrong with one of the variables; its value is not quoted.

    Args:
        variable: Its name.
        message: One sentence.
        hint: The next step.
    """

    def __init__(self, variable: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.variable = variable
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelServer:
    """Where a language model answers. Its repr shows no key.

    Attributes:
        url: Base address of an OpenAI-compatible server, without a final slash.
        model: The model's name there.
        key: What the server wants to see; empty when it wants nothing.
    """

    url: str
    model: str
    key: str = field(default="", repr=False)


def read_server(values: Mapping[str, str]) -> ModelServer:
    """Read the variables of a language model.

    Args:
        values: Those that are set, by name; at least one.

    Raises:
        Mistake: One is missing, or cannot be.
    """
    for needed in (URL, MODEL):
        if needed not in values:
            raise Mistake(
                next(iter(values)),
                f"a language model needs {needed} as well.",
                "Set both, or take out all of DIGEST_LLM_….",
            )
    for name in (MODEL, KEY):
        if not values.get(name, "").isprintable():
            raise Mistake(name, f"{name} holds a control character.", "")
    key = values.get(KEY, "")
    if not key.isascii() or " " in key:
        raise Mistake(KEY, f"{KEY} holds a character that no header can bear.", "Copy it again.")
    return ModelServer(url=read_address(values[URL]), model=values[MODEL], key=key)


def read_address(url: str) -> str:
    """Read DIGEST_LLM_URL, without its final slash.

    Raises:
        Mistake: It is no web address, holds more than one, or would send articles and the key to a
            public host in clear text.
    """
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise Mistake(URL, f"{URL} is no web address.", FORM) from None
    plain = url.isascii() and url.isprintable() and not set(url) & set(' \\"<>')
    if not usable or parts.scheme not in ("http", "https") or not plain:
        raise Mistake(URL, f"{URL} is no web address.", FORM)
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise Mistake(URL, f"{URL} holds more than an address.", f"The key goes into {KEY}.")
    if parts.scheme == "http" and not is_private_host(parts.hostname or ""):
        raise Mistake(
            URL,
            f"{URL} would send articles to a public host in clear text.",
            "Use https://; http:// is for this machine and its private network.",
        )
    return url.rstrip("/")


def is_private_host(host: str) -> bool:
    """Tell whether a host is on this machine or its private network, by its name alone."""
    host = host.rstrip(".").lower()
    try:
        address = ip_address(host)
    except ValueError:
        # 2130706433, 0x7f.1 and 127.1 are spellings of addresses, and no names.
        is_name = not host.replace(".", "").isdigit() and not host.startswith("0x")
        return is_name and ("." not in host or host.endswith(PRIVATE_ENDS))
    return address.is_private and not address.is_unspecified
