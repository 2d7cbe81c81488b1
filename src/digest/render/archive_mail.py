"""A frozen mail made fit for the web: nobody's own links, nothing that runs, nothing rendered anew.

The page shows what was sent, whatever the theme looks like today. So the mail's HTML is read as a
tree, and parts of it are taken out; what stays is as it was.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from markupsafe import Markup

from digest.model.message import PersonalField, Rendered

# Nothing of this belongs into a mail; a desk's own template may bring it all the same.
REFUSED = (
    *("applet", "audio", "base", "button", "embed", "form", "frame", "frameset", "iframe", "input"),
    *("link", "math", "meta", "noscript", "object", "script", "select", "svg", "template"),
    *("textarea", "title", "video"),
)
REFUSED_ATTRIBUTES = frozenset(
    {"aria-roledescription", "action", "formaction", "ping", "srcdoc", "srcset", "target"}
)
ADDRESSES = ("href", "src", "background")
SAFE_LINK = re.compile(r"(?:https?:|mailto:|tel:|#|\.{1,2}/)", re.IGNORECASE)
SAFE_PICTURE = re.compile(r"(?:https?:|\.{1,2}/)", re.IGNORECASE)
# What only Outlook reads, and a name that no browser knows any more.
OUTLOOK = re.compile(r"\s*(?:mso-[a-z-]+|supported-color-schemes)\s*:[^;}\"]*;?")
OUTLOOK_ONLY = "[data-ogs"
MARKS = "·|•–—/,"
SEPARATORS = f" \t\n\u00a0{MARKS}"
SHOWN = ("img", "hr")
LEAVES = ("p", "div", "span", "td", "li")
CELLS = ("td", "th", "tr", "tbody")
MOST_INSIDE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class WebMail:
    """A mail as part of a page.

    Attributes:
        styles: Its style elements.
        body: What stands in its body.
        ground: The style of its body.
    """

    styles: Markup
    body: Markup
    ground: str


def web_mail(
    rendered: Rendered,
    *,
    page_urls: Sequence[str],
    pictures: Mapping[str, str],
    reasons: "re.Pattern[str] | None",
    publication: str,
    paid: Collection[str],
) -> WebMail:
    """Make a mail fit for the web.

    Args:
        rendered: As it was frozen.
        page_urls: Its own page as mails link to it; empty when it had none. Earlier mails in a
            further language link to the main one's.
        pictures: Where a picture is to be taken from, by how its address begins.
        reasons: What the line that says why somebody gets the mail looks like today.
        publication: Its name when it was sent.
        paid: Addresses that somebody pays for.
    """
    from lxml import html

    root = html.document_fromstring(rendered.html)
    body = root.body
    take_out_refused(root)
    styles = list(root.iter("style"))
    written = Markup("").join(write_style(one) for one in styles)
    for style in styles:
        take_out(style)
    before_links = list(lines_before_links(body, rendered, publication))
    take_out_personal(body, rendered)
    # The words of an older mail may be others than those of today: then the place tells.
    if not (reasons and take_out_reasons(body, reasons)):
        for line in before_links[-1:]:
            take_out_line(line, body)
    mend_attributes(body)
    mend_links(body, page_urls=page_urls, paid=paid)
    mend_pictures(body, pictures)
    inside = [Markup.escape(body.text or "")]
    inside += [Markup(html.tostring(one, encoding="unicode")) for one in body]  # noqa: S704 - a tree
    return WebMail(styles=written, body=Markup("").join(inside), ground=body.get("style") or "")


def read_reasons(words: Iterable[str]) -> "re.Pattern[str] | None":
    """Make the pattern of the line that says why somebody gets a mail.

    Args:
        words: That line in every language, `{}` standing for the publication's name.
    """
    spaced = {" ".join(one.split()) for one in words}
    written = sorted(re.escape(one).replace(r"\{\}", ".{1,300}") for one in spaced)
    return re.compile("|".join(written)) if written else None


def take_out_refused(root: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Take out comments, and what a page of ours never holds."""
    from lxml import etree

    for one in list(root.iter(etree.Comment, etree.ProcessingInstruction, *REFUSED)):
        take_out(one)


def write_style(style: Any) -> Markup:  # noqa: ANN401 - lxml has no types
    """Write a style element without what only Outlook reads."""
    css = OUTLOOK.sub("", style.text or "").strip()
    if not css or css.startswith(OUTLOOK_ONLY) or "<" in css:
        return Markup("")
    media = style.get("media")
    opening = Markup('<style media="{}">').format(media) if media else Markup("<style>")
    return opening + Markup(css) + Markup("</style>\n")  # noqa: S704 - raw text without a "<"


def take_out_personal(body: Any, rendered: Rendered) -> None:  # noqa: ANN401 - lxml has no types
    """Take out all that is one reader's own: links with their separators, pictures, names."""
    tokens = re.compile("|".join(one.token for one in rendered.sentinels) or r"(?!)")
    for one in list(body.iter()):
        if one.getparent() is None:
            continue  # inside something that is gone
        named = [name for name, value in one.attrib.items() if tokens.search(value)]
        if any(name in ADDRESSES for name in named):
            parent = one.getparent()
            take_out_listed(one)
            prune(parent, body)
            continue
        for name in named:
            one.set(name, tokens.sub("", one.get(name)))
        one.text = tokens.sub("", one.text) if one.text else one.text
        one.tail = tokens.sub("", one.tail) if one.tail else one.tail


def lines_before_links(body: Any, rendered: Rendered, publication: str) -> Iterator[Any]:  # noqa: ANN401
    """List lines that name the publication and stand directly before a link to unsubscribe."""
    tokens = {one.token for one in rendered.sentinels if one.field is PersonalField.UNSUBSCRIBE}
    for link in body.iter("a"):
        if link.get("href") in tokens:
            line = link.getprevious()
            line = link.getparent().getprevious() if line is None else line
            is_line = line is not None and line.tag in ("p", "div") and line.find(".//a") is None
            if is_line and publication in "".join(line.itertext()):
                yield line


def take_out_reasons(body: Any, reasons: "re.Pattern[str]") -> bool:  # noqa: ANN401 - no types
    """Take out the line that says why somebody gets this; tell whether there was one."""
    found = False
    for one in list(body.iter(*LEAVES)):
        if one.getparent() is not None and len(one) <= MOST_INSIDE:
            text = " ".join("".join(one.itertext()).split())
            if text and reasons.fullmatch(text):
                take_out_line(one, body)
                found = True
    return found


def take_out_line(line: Any, body: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Take out a line with the gap that it leaves."""
    parent = line.getparent()
    if parent is not None:
        take_out(line)
        prune(parent, body)


def take_out(element: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Take an element out; the text after it stays."""
    parent, before = element.getparent(), element.getprevious()
    after, element.tail = element.tail or "", None
    parent.remove(element)
    write_before(parent, before, text_before(parent, before) + after)


def take_out_listed(element: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Take out one of several elements with the separator that parts nothing any more."""
    parent, before = element.getparent(), element.getprevious()
    tail, head = element.tail or "", text_before(parent, before).rstrip()
    parted = head[-1] in MARKS if head else before is None
    if tail.strip() and (not tail.strip(SEPARATORS) or (parted and tail.lstrip()[0] in MARKS)):
        tail = tail.lstrip(SEPARATORS)
    is_last = element.getnext() is None and not tail.strip()
    element.tail = tail
    take_out(element)
    kept = text_before(parent, before)
    if is_last and kept.rstrip() != kept.rstrip(SEPARATORS):
        write_before(parent, before, kept.rstrip(SEPARATORS))


def text_before(parent: Any, before: Any) -> str:  # noqa: ANN401 - lxml has no types
    """Read the text after an element, or at the start of its parent when there is none."""
    return (parent.text if before is None else before.tail) or ""


def write_before(parent: Any, before: Any, text: str) -> None:  # noqa: ANN401 - lxml has no types
    """Write the text after an element, or at the start of its parent when there is none."""
    if before is None:
        parent.text = text or None
    else:
        before.tail = text or None


def prune(element: Any, body: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Take out the outermost element around a gap that shows nothing any more."""
    outermost = None
    while element is not None and element is not body and is_bare(element):
        outermost, element = element, element.getparent()
    # A row keeps its cells: without one the others would move.
    if outermost is not None and outermost.tag not in CELLS:
        take_out(outermost)


def is_bare(element: Any) -> bool:  # noqa: ANN401 - lxml has no types
    """Tell whether an element shows nothing: no words, no picture, no line."""
    if "".join(element.itertext()).strip():
        return False
    lines = (one.get("style") or "" for one in element.iter())
    return not any(True for _ in element.iter(*SHOWN)) and not any(
        "border-" in one for one in lines
    )


def mend_attributes(body: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Take out attributes that run something or that only mail programs read."""
    for one in body.iter():
        for name in list(one.attrib):
            if name.startswith(("on", "xmlns")) or name in REFUSED_ATTRIBUTES:
                del one.attrib[name]
        if "mso-" in (one.get("style") or ""):
            one.set("style", OUTLOOK.sub("", one.get("style")))


def mend_links(body: Any, *, page_urls: Sequence[str], paid: Collection[str]) -> None:  # noqa: ANN401
    """Make links to the mail's own page links within it; mark those that are paid for."""
    ids = {one.get("id") for one in body.iter() if one.get("id")}
    for link in links_of(body):
        address = link.get("href").strip()
        page, mark, place = address.partition("#")
        if mark and page in page_urls and unquote(place) in ids:
            link.set("href", f"#{place}")
        elif not SAFE_LINK.match(address):
            del link.attrib["href"]
        elif address in paid:
            link.set("rel", "sponsored nofollow")


def links_of(body: Any) -> Iterator[Any]:  # noqa: ANN401 - lxml has no types
    """List the links."""
    return (one for one in body.iter("a", "area") if one.get("href") is not None)


def mend_pictures(body: Any, pictures: Mapping[str, str]) -> None:  # noqa: ANN401 - no types
    """Show pictures that the archive has from there."""
    for one in list(body.iter()):
        for name in ("src", "background"):
            if one.get(name) is not None:
                mend_picture(one, name, pictures)


def mend_picture(element: Any, name: str, pictures: Mapping[str, str]) -> None:  # noqa: ANN401
    """Take one picture from where the archive has it; none from an address that is no picture's."""
    address = element.get(name)
    start = next((one for one in pictures if address.startswith(one)), "")
    address = pictures.get(start, "") + address.removeprefix(start)
    if SAFE_PICTURE.match(address):
        element.set(name, address)
    else:
        del element.attrib[name]
