"""One address for one article: the canonical form of a URL, which is the article's identity.

It is also the link that readers follow, so a form is folded only where the folded one is known to
lead to the same text.
"""

import re
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from digest.text.tracking import TRACKING

LONGEST = 8000  # RFC 9110 section 4.1
LONGEST_HOST = 253
PORTS = {"http": 80, "https": 443}
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)

# Parameters that may as well choose the text: dropped only when they name a way of arriving.
DOUBTFUL = frozenset(
    ("ref", "cmp", "source", "src", "from", "via", "channel", "origin", "referrer", "partner")
)
CHANNELS = re.compile(
    r"(?:^|[-_.:+ ])(?:rss|feeds?|twitter|tw|facebook|fb|instagram|linkedin|reddit|whatsapp"
    r"|telegram|e?mail|newsletters?|nl|home(?:page)?|share|shar(?:ed|ing)|social|push|amp"
    r"|btn|google(?:news)?|flipboard)(?:$|[-_.:+ ])",
    re.IGNORECASE,
)
AMP_QUERY = re.compile(r"amp(?:=(?:1|true|yes|html)?)?|output(?:type)?=amp", re.IGNORECASE)
AMP_PATH = re.compile(r"/amp(/?)$|\.amp(\.html?)?$")
LIKE_ARTICLE = re.compile(r"[-0-9]")
AMP_VIEWER = re.compile(r"https?://(?:www\.)?google\.[a-z.]{2,6}/amp/(?P<s>s/)?(?P<rest>[^?#]+)")
AMP_CACHE = re.compile(
    r"https?://[a-z0-9-]+\.cdn\.ampproject\.org/[a-z](?:/(?P<s>s))?/(?P<rest>[^?#]+)"
)
SMALL_SCREEN = frozenset(("m", "mobile", "amp"))
SECOND_LEVEL = frozenset(
    ("ac", "co", "com", "edu", "go", "gob", "gov", "gv", "ne", "net", "or", "org")
)


def canonical_url(url: str, *, base: str | None = None) -> str | None:
    """Write an article's address in the one form that is kept.

    As `absolute_url`, and without tracking parameters and session ids; AMP and mobile forms become
    the ordinary one. Applying it twice changes nothing.

    Args:
        url: As found; may be relative when `base` is given.
        base: Absolute address of the document in which it was found. It also tells whether the
            ordinary host of a mobile one is written with "www.".

    Returns:
        None for what is no http(s) address.
    """
    address = absolute_url(url, base=base)
    if address is None:
        return None
    unwrapped = unwrap_amp(address)
    if unwrapped != address:
        address = absolute_url(unwrapped)
    return fold(address, base) if address else None


def absolute_url(url: str, *, base: str | None = None) -> str | None:
    """Write any address, such as a picture's, in a normal form that leads to the same thing.

    Scheme and host in small letters, host as A-labels without a trailing dot, no default port, no
    user name, no fragment, no dot segments, percent-encoding normalised (RFC 3986 section 6.2).

    Args:
        url: As found; may be relative when `base` is given.
        base: Absolute address of the document in which it was found.

    Returns:
        None for what is no http(s) address.
    """
    # Browsers take a backslash for a slash, which decides what the host is.
    text = CONTROL.sub("", url).strip().replace("\\", "/")
    if not text or len(text) > LONGEST:
        return None
    try:
        return normalise(urljoin(base, text) if base else text)
    except ValueError:  # urllib's word for brackets, ports and hosts that cannot be
        return None


def normalise(url: str) -> str | None:
    """Take an absolute address apart and write it anew."""
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    host = canonical_host(parts.hostname or "") if scheme in PORTS else None
    if host is None:
        return None
    port = parts.port
    netloc = host if port in (None, PORTS[scheme]) else f"{host}:{port}"
    path = dotless(normal_escapes(parts.path or "/", "/:@!$&'()*+,;="))
    query = normal_escapes(parts.query, "/?:@!$&'()*+,;=[]|")
    written = urlunsplit((scheme, netloc, path, query, ""))
    return written if len(written) <= LONGEST else None


def fold(url: str, base: str | None) -> str:
    """Fold the forms of a normal address that lead to the same article."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if not host or ":" in host:
        netloc = parts.netloc
    else:
        netloc = ordinary_host(host, base) + parts.netloc.removeprefix(host)
    path = ordinary_path(SESSION.sub("", parts.path))
    return urlunsplit((parts.scheme, netloc, path, kept_query(parts.query, path), ""))


def unwrap_amp(url: str) -> str:
    """Find the publisher's address inside that of an AMP viewer or cache."""
    while match := AMP_VIEWER.match(url) or AMP_CACHE.match(url):
        scheme = "https" if match["s"] else "http"
        url = f"{scheme}://{match['rest']}"
    return url


def canonical_host(host: str) -> str | None:
    """Write a host in small letters as A-labels (RFC 5890); None for what can be none.

    An IPv6 address keeps its brackets. Whether a host may be fetched from is not judged here.
    """
    if ":" in host:
        from ipaddress import ip_address

        return f"[{ip_address(host)}]" if "%" not in host else None
    name = unquote(host).rstrip(".").lower()
    if not name.isascii():
        import idna

        try:
            name = idna.encode(name, uts46=True).decode().rstrip(".")
        except idna.IDNAError:
            return None
    fits = 0 < len(name) <= LONGEST_HOST and all(map(LABEL.fullmatch, name.split(".")))
    return name if fits else None


def ordinary_host(host: str, base: str | None) -> str:
    """Leave out the label of a mobile or AMP form: "m.example.org" is "example.org"."""
    label, _, rest = host.partition(".")
    if label not in SMALL_SCREEN or not rest or site_of(host) != rest:
        return host
    known = canonical_host(urlsplit(base).hostname or "") if base else None
    return f"www.{rest}" if known == f"www.{rest}" else rest


def site_of(host: str) -> str:
    """Tell the registrable part of a host: "news.example.co.uk" is "example.co.uk".

    A rule of thumb without the public suffix list: enough to see whether two addresses are of one
    house, not to keep secrets apart.
    """
    labels = host.split(".")
    if host.startswith("[") or labels[-1].isdigit():
        return host
    deep = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND_LEVEL  # noqa: PLR2004
    return ".".join(labels[-3:] if deep else labels[-2:])


def same_site(one: str, other: str) -> bool:
    """Tell whether two canonical addresses are of one house."""
    return site_of(urlsplit(one).hostname or "") == site_of(urlsplit(other).hostname or "")


def normal_escapes(text: str, safe: str) -> str:
    """Escape what has to be, in capitals, and nothing that has not (RFC 3986 section 6.2.2)."""

    def one(match: re.Match[str]) -> str:
        char = chr(int(match[1], 16))
        return char if UNRESERVED.fullmatch(char) else match[0].upper()

    escaped = quote(STRAY_PERCENT.sub("%25", text), safe=safe + "%~", errors="replace")
    return ESCAPE.sub(one, escaped)


def dotless(path: str) -> str:
    """Resolve "." and ".." in an absolute path (RFC 3986 section 5.2.4)."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments and segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def ordinary_path(path: str) -> str:
    """Leave out the end that makes an AMP form, where what stays still looks like an article."""
    while match := AMP_PATH.search(path):
        left = path[: match.start()]
        if not LIKE_ARTICLE.search(left.rpartition("/")[2]):
            return path
        path = left + (match[1] or match[2] or "")
    return path


def kept_query(query: str, path: str) -> str:
    """Keep the parameters that choose the text, in their order."""
    return "&".join(
        pair for pair in query.split("&") if pair and not is_tracking(pair, has_path=path != "/")
    )


def is_tracking(pair: str, *, has_path: bool) -> bool:
    """Tell whether a parameter, "name=value", only says how a reader came."""
    name, _, value = pair.partition("=")
    if TRACKING.fullmatch(name) or AMP_QUERY.fullmatch(pair):
        return True
    return has_path and name.lower() in DOUBTFUL and bool(CHANNELS.search(unquote(value)))
