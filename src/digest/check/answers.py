"""Rules about what the addresses of an edition answered, when they were asked."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from digest.check.findings import error, named, quoted, warning
from digest.check.links import item_links
from digest.model.edition import Edition
from digest.model.fetch import Fetched, FetchFailure
from digest.model.message import Finding
from digest.text.notes import note_links

GONE = (404, 410)
# What an address may hold so that it can stand in a headline, in a line of metadata and in a text.
UNSAFE = frozenset(' \t()<>[]{}|;\\"`')
Answers = Mapping[str, Fetched | FetchFailure]


def asked_addresses(edition: Edition) -> list[str]:
    """List every web address of an edition, each once, and the https form of those without TLS."""
    urls = list(dict.fromkeys(url for _, url, _ in linked_addresses(edition)))
    secure = [secure_form(url) for url in urls if url.startswith("http://")]
    return list(dict.fromkeys([*urls, *secure]))


def linked_addresses(edition: Edition) -> Iterator[tuple[str, str, int | None]]:
    """List every web address of an edition: what it is, the address, the line of its story."""
    for url in note_links(edition.note):
        if is_web(url):
            yield f"The link {quoted(url)} in the editor's note", url, None
    for item in edition.items:
        own = [(f"{what} of {named(item)}", url) for what, url in item_links(item)]
        own += [(f"A link in {named(item)}", url) for url in note_links(item.summary)]
        yield from ((f"{what}, {quoted(url)},", url, item.line) for what, url in own if is_web(url))


def is_web(url: str) -> bool:
    """Tell whether an address can be asked."""
    return url.startswith(("http://", "https://"))


def secure_form(url: str) -> str:
    """Write an http address as https."""
    return f"https{url[len('http') :]}"


def find_dead_links(edition: Edition, answers: Answers) -> Iterator[Finding]:
    """dead-link, moved-link: what readers would not find, or would find somewhere else.

    Args:
        edition: As read from its file.
        answers: What each address answered; one that nobody asked is not judged.
    """
    failures = [one for one in answers.values() if isinstance(one, FetchFailure)]
    if failures and len(failures) == len(answers) and all(one.nameless for one in failures):
        yield warning(
            "dead-link",
            f"None of {len(failures)} addresses could be looked up: this machine seems to have no "
            "network. Check the links again when it has.",
        )
        return
    seen: set[str] = set()
    for what, url, line in linked_addresses(edition):
        answer = answers.get(url)
        if answer is None or url in seen:
            continue
        seen.add(url)
        if isinstance(answer, FetchFailure):
            yield tell_failure(what, answer, line)
        elif answer.moved_to and not is_same(url, answer.moved_to):
            yield tell_move(what, url, answer.moved_to, line)


def tell_failure(what: str, failure: FetchFailure, line: int | None) -> Finding:
    """Say that an address answers nothing, or that nobody knows."""
    if failure.status in GONE or failure.nameless:
        return error(
            "dead-link",
            f"{what} leads nowhere: {failure.reason}. Mend the address, or take it out.",
            line,
        )
    return warning(
        "dead-link",
        f"{what} could not be checked: {failure.reason}. Open it in a browser.",
        line,
    )


def tell_move(what: str, url: str, new: str, line: int | None) -> Finding:
    """Say where an address has moved; one that ends on a front page has lost its text."""
    if urlsplit(url).path.strip("/") and not urlsplit(new).path.strip("/"):
        return warning(
            "moved-link",
            f"{what} leads to a front page now, {quoted(new)}: its text may be gone.",
            line,
        )
    return warning("moved-link", f"{what} has moved for good, to {new}", line)


def is_same(url: str, new: str) -> bool:
    """Tell whether an address has only become the secure one, which is another rule's."""
    return new in (url, secure_form(url)) if url.startswith("http://") else new == url


def moved_addresses(edition: Edition, answers: Answers) -> dict[str, str]:
    """List the addresses that may be written anew in the file, with what is to stand there."""
    moved: dict[str, str] = {}
    for _, url, _ in linked_addresses(edition):
        answer = answers.get(url)
        new = answer.moved_to if isinstance(answer, Fetched) else None
        secure = answers.get(secure_form(url)) if url.startswith("http://") else None
        if new and not is_same(url, new):
            is_front = urlsplit(url).path.strip("/") and not urlsplit(new).path.strip("/")
            if not is_front and not UNSAFE & set(new):
                moved[url] = new
        elif isinstance(secure, Fetched) and secure.url.startswith("https://"):
            moved[url] = secure_form(url)
    return moved
