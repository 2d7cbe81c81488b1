"""A desk in memory whose edition is looked at."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from tests.unit.app.edition_desk import PUBLICATION, SLUG, Desk, make_desk, renderer

from digest.app.preview_live import LivePreview
from digest.app.preview_readers import ReaderSearch
from digest.app.preview_sides import Facts
from digest.deliver.audience import address_key
from digest.model.subscriber import Subscriber

SECRET = "s" * 40
FILE = f"editions/{SLUG}.md"


@dataclass(slots=True)
class Shelf:
    """An output that remembers."""

    files: dict[str, bytes] = field(default_factory=dict)

    def read(self, name: str) -> bytes | None:
        return self.files.get(name)

    def write(self, name: str, data: bytes) -> None:
        self.files[name] = data


def facts_of(desk: Desk, **changes: object) -> Facts:
    facts = Facts(
        publication=desk.publication,
        public_url="https://news.example.org",
        secret=SECRET,
        themes=("daily",),
    )
    return replace(facts, **changes)  # type: ignore[arg-type]


def drafted_desk(languages: tuple[str, ...] = ()) -> Desk:
    desk = make_desk(replace(PUBLICATION, languages=languages))
    desk.draft()
    return desk


def look_at(desk: Desk, read_facts: Callable[[], Facts] | None = None) -> LivePreview:
    return LivePreview(
        SLUG,
        read_facts=read_facts or (lambda: facts_of(desk)),
        folder=desk.folder,
        renderer=renderer(),
        stores=desk.stores,
        clock=desk.clock,
        readers=ReaderSearch(desk.stores.subscribers, salt="salt"),
    )


def add_reader(desk: Desk, email: str, name: str = "", language: str | None = None) -> None:
    reader = Subscriber(key=address_key(email) or "", email=email, name=name, language=language)
    desk.store.subscribers.import_subscribers([reader], now=desk.clock.now())
