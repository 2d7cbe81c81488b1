"""Rules about where a mail points to, and about what was left unfilled in it."""

import re
from collections.abc import Iterable, Iterator

from digest.check.findings import error, named, quoted, warning
from digest.check.parts import Parts, flat
from digest.model.edition import Edition, Item
from digest.model.message import Finding
from digest.text.notes import is_address, note_links, note_paragraphs
from digest.text.plain import ENTITY

TOKEN = re.compile(r"\bx[a-z2-7]{25}\b")
PLACEHOLDER = re.compile(
    r"\{\{.{0,80}?\}\}|\{%.{0,80}?%\}|\*\|[A-Z_:]{1,40}\|\*|%%[A-Za-z_]{1,40}%%"
    r"|\{\$\w{1,40}\}|%recipient\.\w{1,40}%"
)
# A label holds no bracket of its own, so that a row of them is read once and not from each anew.
BROKEN_LINK = re.compile(r"\[([^\[\]\n]+)\]\(([^)\n]{0,500})\)")
EMPTY_LINK = re.compile(r"\[([^\[\]\n]*)\]\((?:\s|<>)*\)")
TWICE = re.compile(r"&amp;(?:amp|lt|gt|quot|apos|nbsp|#[0-9]{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE)


def find_bad_links(edition: Edition) -> Iterator[Finding]:
    """relative-link, empty-link: a link of the edition that leads nowhere from a mailbox."""
    for item in edition.items:
        for what, url in item_links(item):
            if not url.strip():
                yield error("empty-link", f"{what} of {named(item)} is empty.", item.line)
            elif not is_address(url):
                yield error(
                    "relative-link",
                    f"{what} of {named(item)}, {quoted(url)}, leads nowhere from a mailbox. "
                    "Write it in full, beginning with https://",
                    item.line,
                )
        yield from broken_links(item.summary, f"in {named(item)}", item.line)
    yield from broken_links(edition.note, "in the editor's note", None)


def item_links(item: Item) -> Iterator[tuple[str, str]]:
    """List the addresses of a story with what each is for."""
    if item.url is not None:
        yield "The link", item.url
    if item.image:
        yield "The picture's address", item.image.url
    for other in item.also:
        yield f"The link to {other.name}", other.url


def broken_links(markdown: str, where: str, line: int | None) -> Iterator[Finding]:
    """Find links in a text that were not taken for links, since they are not whole addresses."""
    for label in EMPTY_LINK.findall(markdown):
        yield error("empty-link", f"The link {quoted(label)} {where} goes nowhere.", line)
    for paragraph in note_paragraphs(markdown):
        for label, target in BROKEN_LINK.findall(paragraph):
            yield error(
                "relative-link",
                f"The link {quoted(label)} {where} goes to {quoted(target)}. "
                "Write the address in full, beginning with https://",
                line,
            )


def find_bad_targets(parts: Parts) -> Iterator[Finding]:
    """relative-link, empty-link: a link of the theme that leads nowhere from a mailbox."""
    for url in dict.fromkeys(parts.links):
        bare = url.strip()
        if bare in ("", "#"):
            yield error("empty-link", "A link in the theme goes nowhere. Give it an address.")
        elif not is_address(bare) and bare not in parts.tokens:
            yield error(
                "relative-link", f"The theme links to {quoted(url)}, which is no whole address."
            )


def find_insecure_links(edition: Edition) -> Iterator[Finding]:
    """insecure-link: a site whose addresses are not fetched over TLS; one finding for each."""
    for host, places in insecure_sites(edition).items():
        url, item = places[0]
        first = "" if len(places) == 1 else f", {len(places)} times; first"
        yield warning(
            "insecure-link",
            f"The mail points to {quoted(host)} without TLS{first} in {named(item)}: "
            f"{quoted(url)}. Use https:// if the site has it.",
            item.line,
        )


def insecure_sites(edition: Edition) -> dict[str, list[tuple[str, Item]]]:
    """List the sites without TLS, with the addresses at each and the stories that they stand in."""
    seen: dict[str, list[tuple[str, Item]]] = {}
    for item in edition.items:
        links = [url for _, url in item_links(item)] + list(note_links(item.summary))
        for url in dict.fromkeys(links):
            if url.casefold().startswith("http://"):
                seen.setdefault(host_of(url), []).append((url, item))
    return seen


def host_of(url: str) -> str:
    """Take the host, with its port, out of an http address."""
    return re.split(r"[/?#\\]", url[len("http://") :], maxsplit=1)[0].rpartition("@")[2].casefold()


def find_leftover_sentinel(edition: Edition, parts: Parts) -> Iterator[Finding]:
    """leftover-sentinel: a place that nobody will fill; the theme's, if no text has it."""
    told = [*find_placeholders(edition)]
    yield from told
    known = flat(" ".join(one.message for one in told))
    whole = f"{parts.words} {' '.join(parts.links)} {parts.text}"
    for token in dict.fromkeys(TOKEN.findall(f"{' '.join(parts.links)} {parts.html}")):
        if token not in parts.tokens and token not in known:
            yield error(
                "leftover-sentinel",
                f"{quoted(token)} stands for nothing that readers get. Was it copied from a mail?",
            )
    for place in dict.fromkeys(PLACEHOLDER.findall(whole)):
        if place not in known:
            yield unfilled(quoted(place))


def find_placeholders(edition: Edition) -> Iterator[Finding]:
    """leftover-sentinel: what another mailing program would fill in, and this one sends."""
    front = (edition.subject, edition.preheader, edition.correction or "", edition.note)
    if place := first_place(front):
        yield unfilled(f"{quoted(place)} above the first story")
    for item in edition.items:
        addresses = [url for _, url in item_links(item)]
        # As it stands, too: Markdown would take *|NAME|* for emphasis.
        if place := first_place([*item_texts(item), item.summary, *addresses]):
            yield unfilled(f"{quoted(place)} in {named(item)}", item.line)


def unfilled(what: str, line: int | None = None) -> Finding:
    """Say that a place would stay one."""
    return error("leftover-sentinel", f"{what} would be sent as it stands. Take it out.", line)


def first_place(texts: Iterable[str]) -> str | None:
    """Find the first place in some texts that a program would fill; None when there is none."""
    found = (PLACEHOLDER.search(text) or TOKEN.search(text) for text in texts)
    return next((match[0] for match in found if match), None)


def item_texts(item: Item) -> tuple[str, ...]:
    """List what readers see of a story as text."""
    return (item.headline, item.kicker or "", *note_paragraphs(item.summary))


def find_escaped_text(edition: Edition) -> Iterator[Finding]:
    """double-escaped: readers would see the code of a character in place of it."""
    for item in edition.items:
        if code := ENTITY.search("\n".join(item_texts(item))):
            yield error(
                "double-escaped",
                f"Readers of {named(item)} would see {quoted(code[0])}. "
                "Write the character itself.",
                item.line,
            )


def find_escaped_twice(edition: Edition, parts: Parts) -> Iterator[Finding]:
    """double-escaped: the theme has escaped a text that was escaped already."""
    in_texts = any(ENTITY.search("\n".join(item_texts(item))) for item in edition.items)
    if not in_texts and (twice := TWICE.search(parts.html)):
        yield error(
            "double-escaped",
            f"The mail holds {quoted(twice[0])}, which has been escaped twice. "
            "Look for text that the theme escapes by itself.",
        )
