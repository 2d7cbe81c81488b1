"""Bytes become text, whatever they claim to be."""

import codecs
import re

HEAD = 4096  # where a document says how it is encoded
DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([A-Za-z0-9_.:-]{2,40})"""
    rb"""|<meta[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""",
    re.IGNORECASE,
)
IN_HEADER = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What a label means in practice (https://encoding.spec.whatwg.org/#names-and-labels). Nothing else
# is believed: Python knows codecs that are no encodings, and some that take for ever.
LABELS = {
    "cp1252": ("ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin1", "latin-1", "windows-1252"),
    "cp1250": ("windows-1250", "cp1250"),
    "cp1251": ("windows-1251", "cp1251", "win-1251"),
    "cp1253": ("windows-1253",),
    "cp1254": ("windows-1254", "iso-8859-9", "latin5"),
    "cp1255": ("windows-1255",),
    "cp1256": ("windows-1256",),
    "cp1257": ("windows-1257",),
    "cp1258": ("windows-1258",),
    "cp874": ("windows-874", "tis-620", "iso-8859-11"),
    "iso8859-2": ("iso-8859-2", "latin2"),
    "iso8859-3": ("iso-8859-3",),
    "iso8859-4": ("iso-8859-4",),
    "iso8859-5": ("iso-8859-5",),
    "iso8859-6": ("iso-8859-6",),
    "iso8859-7": ("iso-8859-7",),
    "iso8859-8": ("iso-8859-8", "iso-8859-8-i"),
    "iso8859-10": ("iso-8859-10",),
    "iso8859-13": ("iso-8859-13",),
    "iso8859-14": ("iso-8859-14",),
    "iso8859-15": ("iso-8859-15", "latin9", "latin-9"),
    "iso8859-16": ("iso-8859-16",),
    "koi8-r": ("koi8-r", "koi8r"),
    "koi8-u": ("koi8-u",),
    "mac-roman": ("macintosh", "x-mac-roman"),
    "gb18030": ("gb2312", "gbk", "gb18030", "x-gbk"),
    "big5hkscs": ("big5", "big5-hkscs", "x-x-big5"),
    "cp932": ("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j"),
    "euc-jp": ("euc-jp", "x-euc-jp"),
    "iso2022-jp": ("iso-2022-jp",),
    "cp949": ("euc-kr", "ks_c_5601-1987", "korean", "windows-949", "cp949"),
    "utf-16-le": ("utf-16", "utf-16le"),
    "utf-16-be": ("utf-16be",),
    "utf-8": ("utf-8", "utf8"),
}
CODECS = {label: codec for codec, labels in LABELS.items() for label in labels}
BY_LANGUAGE = {
    **dict.fromkeys(("cs", "sk", "pl", "hu", "sl", "hr", "bs", "ro"), "cp1250"),
    **dict.fromkeys(("ru", "uk", "be", "bg", "sr", "mk"), "cp1251"),
    **dict.fromkeys(("lt", "lv", "et"), "cp1257"),
    **dict.fromkeys(("ar", "fa", "ur"), "cp1256"),
    **dict.fromkeys(("tr", "az"), "cp1254"),
    "el": "cp1253",
    "he": "cp1255",
    "vi": "cp1258",
    "th": "cp874",
    "ja": "cp932",
    "ko": "cp949",
    "zh": "gb18030",
}
DENSE = ["cp1251", "cp1253", "gb18030", "cp932", "cp949", "big5hkscs"]
LANGUAGE = re.compile(
    rb"""<html[^>]{0,300}?\blang\s*=\s*["']?([A-Za-z]{2})\b|<language>\s*([A-Za-z]{2})\b""",
    re.IGNORECASE,
)
LAST_ASCII = 0x7F
WIDE = frozenset(("utf-16-le", "utf-16-be"))
GUESS_FROM = 2**15
FEW_BROKEN = 50  # one byte in so many may be damaged in a text that is taken for UTF-8
# Formats that begin like a text.
BINARY = (b"%PDF-", b"{\\rtf")
# All of C0 but tab, line ends, form feed and the escape character of ISO 2022.
NOT_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def is_text(body: bytes) -> bool:
    """Tell whether bytes can be a text at all, in any encoding.

    Pictures, PDF files and archives are full of control characters, which no text has; decoded all
    the same they would be paragraphs of noise.
    """
    start = body[:GUESS_FROM]
    if start.startswith(BINARY):
        return False
    if any(start.startswith(mark) for mark, _ in MARKS) or looks_wide(start):
        return True
    return len(NOT_TEXT.findall(start)) * FEW_BROKEN <= len(start)


def looks_wide(body: bytes) -> bool:
    """Tell whether bytes are UTF-16 without a mark, by the zero bytes of their beginning."""
    start = body[:64]
    return start.count(0) * 3 > len(start)


def decode(body: bytes, *, content_type: str = "") -> str:
    """Read bytes as text; never fails, and leaves no control characters.

    A byte order mark is believed, then UTF-8 when the bytes are UTF-8 (nothing else looks like it
    by chance), then what the server says, then what the document says, then what the bytes
    resemble.

    Args:
        body: A whole document.
        content_type: As sent by the server; may be empty.
    """
    text = decode_marked(body)
    if text is None:
        text = decode_claimed(body, claims(body, content_type))
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n"))


def decode_marked(body: bytes) -> str | None:
    """Decode what begins with a byte order mark, or is UTF-16 without one by its zero bytes."""
    for mark, codec in MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace")
    if looks_wide(body):
        return body.decode("utf-16-be" if body[:1] == b"\0" else "utf-16-le", "replace")
    return None


def claims(body: bytes, content_type: str) -> list[str]:
    """List the codecs that the server and the document name, the server's first."""
    match = IN_HEADER.search(content_type)
    names = [match[1].encode()] if match else []
    names += [one for found in DECLARED.findall(body[:HEAD]) for one in found if one]
    known = (CODECS.get(name.decode("ascii", "replace").lower()) for name in names)
    return [codec for codec in known if codec and codec not in WIDE]


def decode_claimed(body: bytes, claimed: list[str]) -> str:
    """Decode by the best of the claims, or by none of them."""
    if "iso2022-jp" in claimed:  # all of it is ASCII, so it would pass for UTF-8
        return body.decode("iso2022-jp", "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if "utf-8" in claimed or not claimed:
        damaged = body.decode("utf-8", "replace")
        wide = sum(1 for byte in body if byte > LAST_ASCII)
        if damaged.count("\ufffd") * FEW_BROKEN <= wide:
            return damaged
    other = next((codec for codec in claimed if codec != "utf-8"), None)
    return body.decode(other or guess(body), "replace")


def guess(body: bytes) -> str:
    """Guess the codec of text that is not UTF-8 and names no encoding that fits.

    The language that it names decides; else text that is full of high bytes is looked at closely,
    and the rest is Western.
    """
    if language := LANGUAGE.search(body[:HEAD]):
        name = (language[1] or language[2]).decode().lower()
        return BY_LANGUAGE.get(name, "cp1252")
    part = body[:GUESS_FROM]
    if sum(1 for byte in part if byte > LAST_ASCII) * 5 < len(part):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(part, cp_isolation=DENSE).best()
    return best.encoding if best else "cp1252"
