"""The hash shows every change that reaches a reader, and a lock comes back as it was."""

import json
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.compose.lock import (
    HASHED_SENDING,
    HASHED_SETTINGS,
    content_hash,
    draft_hash,
    lock_from_json,
    lock_to_json,
)
from digest.errors import EditionError
from digest.model.article import Byline, Image, Sighting
from digest.model.edition import Edition, Item, Section
from digest.model.message import (
    Lock,
    Part,
    PersonalContext,
    PersonalField,
    Rendered,
    Sentinel,
    Variant,
)
from digest.model.publication import (
    CollectRules,
    EditionRules,
    Publication,
    SectionRule,
    SendingRules,
    Source,
    SourceKind,
)

MOMENT = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
ITEM = Item(
    headline="Dockers walk out",
    url="https://harwick.example.org/1",
    kicker="Politics",
    byline=(Byline(name="Jo Marsh", role="Editor"),),
    published=MOMENT,
    image=Image(url="https://harwick.example.org/1.jpg", alt="A quay", credit="A. Rowe"),
    also=(Sighting(name="Wire", url="https://wire.example.org/1"),),
    summary="About 900 dockers stopped work.",
    line=12,
)
EDITION = Edition(
    slug="the-daily-2026-11-23",
    number=214,
    language="en",
    subject="Dockers",
    preheader="Also",
    correction="Wrong river.",
    note="Good morning.",
    sections=(Section(name="News", id="news", items=(ITEM,), line=10),),
    bench=(replace(ITEM, headline="Bench"),),
)
PAPER = Publication(id="the-daily", name="The Daily", sender="desk@example.org")


def hashed(
    edition: Edition = EDITION,
    paper: Publication = PAPER,
    *,
    theme_digest: str = "t",
    public_url: str = "https://n.example.org",
) -> str:
    return content_hash(
        edition,
        paper,
        theme_digest=theme_digest,
        public_url=public_url,
    )


def with_item(**changes: object) -> Edition:
    item = replace(ITEM, **changes)  # type: ignore[arg-type]
    return replace(EDITION, sections=(replace(EDITION.sections[0], items=(item,)),))


def with_setting(name: str) -> Publication:
    changes: dict[str, object] = {name: "x"}
    return replace(PAPER, **changes)  # type: ignore[arg-type]


def with_sending(name: str) -> Publication:
    changes: dict[str, object] = {name: "x@example.org"}
    return replace(PAPER, sending=SendingRules(**changes))  # type: ignore[arg-type]


EDITIONS: dict[str, Edition] = {
    "slug": replace(EDITION, slug="other"),
    "number": replace(EDITION, number=215),
    "language": replace(EDITION, language="de"),
    "subject": replace(EDITION, subject="Dockers!"),
    "preheader": replace(EDITION, preheader=""),
    "correction": replace(EDITION, correction=None),
    "note": replace(EDITION, note="Good evening."),
    "sections": replace(EDITION, sections=()),
    "told_in": replace(EDITION, told_in="fr"),
    "item headline": with_item(headline="Dockers"),
    "item url": with_item(url=None),
    "item kicker": with_item(kicker=None),
    "item byline": with_item(byline=(Byline(name="Jo Marsh"),)),
    "item published": with_item(published=MOMENT + timedelta(minutes=1)),
    "item image": with_item(image=Image(url="https://harwick.example.org/1.jpg", alt="A quay")),
    "item also": with_item(also=()),
    "item updated": with_item(updated=True),
    "item sponsor": with_item(sponsor="Harbour Bank"),
    "item embargo": with_item(embargo=MOMENT),
    "item minutes": with_item(minutes=4),
    "item summary": with_item(summary="About 900 dockers stopped work!"),
}
CHANGES: dict[str, str] = {
    **{what: hashed(edition) for what, edition in EDITIONS.items()},
    **{f"publication {name}": hashed(paper=with_setting(name)) for name in HASHED_SETTINGS},
    **{f"sending {name}": hashed(paper=with_sending(name)) for name in HASHED_SENDING},
    "theme": hashed(theme_digest="other"),
    "public pages": hashed(public_url="other"),
}


def test_every_change_that_a_reader_gets_changes_the_hash() -> None:
    assert [what for what, changed in CHANGES.items() if changed == hashed()] == []
    assert len(set(CHANGES.values())) == len(CHANGES)


def test_every_field_of_an_item_and_an_edition_is_either_hashed_or_never_sent() -> None:
    tried = set(CHANGES)
    assert {f"item {one.name}" for one in fields(Item)} - tried == {"item line"}
    assert {one.name for one in fields(Edition)} - tried == {"bench"}


def test_what_no_reader_gets_leaves_the_hash_alone() -> None:
    same = [
        hashed(replace(EDITION, bench=())),
        hashed(with_item(line=99)),
        hashed(with_item(published=MOMENT.astimezone(timezone(timedelta(hours=1))))),
        hashed(
            paper=replace(PAPER, edition=EditionRules(stories=3), sections=(SectionRule(name="A"),))
        ),
        hashed(paper=replace(PAPER, sending=SendingRules(rate=0.5))),
        hashed(paper=replace(PAPER, sending=SendingRules(domain_rates=(("gmail.com", 9.0),)))),
        hashed(paper=replace(PAPER, collect=CollectRules(allow_private=("127.0.0.1",)))),
        hashed(
            paper=replace(
                PAPER,
                sources=(Source(name="A", kind=SourceKind.FEED, url="https://a.example.org"),),
            )
        ),
    ]
    assert set(same) == {hashed()}
    assert len(hashed()) == 64


def test_parts_do_not_run_into_each_other() -> None:
    one = with_item(headline="A B", kicker="C")
    other = with_item(headline="A", kicker="B C")
    assert hashed(one) != hashed(other)


def test_the_hash_of_a_draft_tells_any_edit() -> None:
    assert draft_hash("a\n") == draft_hash("a\n") != draft_hash("a")
    assert draft_hash("\ud800")


LOCK = Lock(
    slug="the-daily-2026-11-23",
    number=214,
    content_hash="f" * 64,
    date=datetime(2026, 11, 23, 5, 30, tzinfo=timezone(timedelta(hours=1))),
    publication_id="the-daily",
    publication_name="The Daily",
    sender="The Daily <desk@example.org>",
    reply_to=None,
    site="https://daily.example.org",
    bounce_address="bounce@example.org",
    unsubscribe_address="leave@example.org",
    public_url="",
    on_unknown="hold",
    lists=("daily", "مرحبا"),
    rendered=(
        Rendered(
            language="en",
            subject="Dockers",
            html="<p>XQ1</p>\n",
            text="XQ1\n",
            sentinels=(
                Sentinel(field=PersonalField.NAME, context=PersonalContext.HTML, token="XQ1"),
            ),
        ),
    ),
    articles=("https://harwick.example.org/1",),
)


def test_a_lock_comes_back_as_it_was() -> None:
    text = lock_to_json(LOCK)
    again = lock_from_json(text)
    assert again == LOCK
    assert again.date.utcoffset() == timedelta(hours=1), "the Date header shows the desk's zone"
    assert lock_to_json(again) == text


def test_variants_come_back_and_a_lock_from_before_them_has_none() -> None:
    part = Part(section="politics", editions=("the-daily-2026-11-23",), stories=4)
    variant = Variant(without=(0, 2), rendered=LOCK.rendered)
    lock = replace(LOCK, kind="weekly", parts=(part,), variants=(variant,))
    assert lock_from_json(lock_to_json(lock)) == lock
    table = json.loads(lock_to_json(LOCK))
    for name in ("kind", "parts", "variants", "sources", "segment"):
        del table[name]
    assert lock_from_json(json.dumps(table)) == LOCK


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        "5",
        "[" * 100_000,
        lock_to_json(LOCK).replace('"number"', '"numero"'),
        lock_to_json(LOCK).replace('"token"', '"tok"'),
        lock_to_json(LOCK).replace('"context": "html"', '"context": "nowhere"'),
        lock_to_json(LOCK).replace("2026-11-23T05:30", "yesterday"),
        lock_to_json(LOCK)[:-20],
    ],
)
def test_what_is_no_lock_is_refused_with_the_next_step(text: str) -> None:
    with pytest.raises(EditionError) as caught:
        lock_from_json(text)
    assert "The lock cannot be read" in caught.value.message
    assert caught.value.hint


@given(st.text(), st.text(), st.text())
@settings(deadline=None)
def test_any_words_survive_the_lock(subject: str, html: str, article: str) -> None:
    rendered = replace(LOCK.rendered[0], subject=subject, html=html)
    lock = replace(LOCK, rendered=(rendered,), articles=(article,))
    assert lock_from_json(lock_to_json(lock)) == lock
