"""What of the addresses in an edition file can be put right without a person."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from digest.check.links import insecure_sites
from digest.check.places import Mend, by_story, edit_line
from digest.check.style import addresses_of
from digest.model.edition import Edition
from digest.model.message import Edit
from digest.model.outline import FileLine
from digest.text.notes import note_links
from digest.text.tracking import tracking_parameters, without_tracking

# What may stand behind an address that ends there.
ADDRESS_END = frozenset(" \t)>;|")


def mend_tracking(lines: Iterable[FileLine], edition: Edition) -> Iterator[Mend]:
    """tracking-parameters: take them out of the address."""
    urls: dict[int | None, list[str]] = {None: list(dict.fromkeys(note_links(edition.note)))}
    urls |= {item.line: addresses_of(item) for item in edition.items if item.sponsor is None}
    for story, found in by_story(lines):
        for url in urls.get(story, []):
            if tracking_parameters(url):
                edits = replace_address(found, url, without_tracking(url))
                if edits:
                    yield Mend(
                        rule="tracking-parameters",
                        line=story,
                        says="take the parameters out",
                        edits=tuple(edits),
                    )


def replace_address(lines: Iterable[FileLine], url: str, new: str) -> list[Edit]:
    """Replace an address wherever it stands as a whole."""
    edits = []
    for line in lines:
        at = line.raw.find(url)
        while at >= 0:
            end = at + len(url)
            if line.raw[end : end + 1] in ADDRESS_END or end == len(line.raw):
                edits.append(edit_line(line, at, end, new))
            at = line.raw.find(url, end)
    return edits


def mend_addresses(
    lines: Sequence[FileLine], edition: Edition, moved: Mapping[str, str]
) -> Iterator[Mend]:
    """insecure-link, moved-link: write the address that answered."""
    for places in insecure_sites(edition).values():
        known = {url: moved[url] for url, _ in places if url in moved}
        secure = {url: new for url, new in known.items() if new == f"https{url[len('http') :]}"}
        stories = {item.line for _, item in places}
        found = [line for line in lines if line.story in stories]
        edits = [edit for url, new in secure.items() for edit in replace_address(found, url, new)]
        if edits:
            yield Mend(
                rule="insecure-link",
                line=places[0][1].line,
                says="write https://, which answers",
                edits=tuple(edits),
            )
    for story, found in by_story(lines):
        for url, new in moved.items():
            is_move = new != f"https{url[len('http') :]}" or not url.startswith("http://")
            if is_move and (edits := replace_address(found, url, new)):
                yield Mend(
                    rule="moved-link",
                    line=story,
                    says="write the new address",
                    edits=tuple(edits),
                )
