"""Before an edition is frozen: what it would be, for whom, and what stands against it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.unit.app.edition_desk import FILE, PUBLICATION, SLUG, Desk, make_desk, renderer

from digest.app.plan import told_articles
from digest.app.ready import Ready, describe, make_ready, make_test_lock
from digest.errors import EditionError, EditionExpired, RenderError, UsageError
from digest.model.article import Sighting
from digest.model.edition import Decision, Edition, Item, Section
from digest.model.message import Finding, Level, Lock
from digest.model.publication import SendingRules


def ready(desk: Desk, **changes: Any) -> Ready:
    given: dict[str, Any] = {
        "stores": desk.stores,
        "folder": desk.folder,
        "renderer": renderer(),
        "clock": desk.clock,
        "lists": (),
        "public_url": "",
    }
    return make_ready(SLUG, desk.publication, **given | changes)


def copy_lock(desk: Desk) -> Lock:
    return make_test_lock(
        SLUG,
        desk.publication,
        editions=desk.store.editions,
        folder=desk.folder,
        renderer=renderer(),
        clock=desk.clock,
        public_url="",
    )


def drafted(**changes: Any) -> Desk:
    desk = make_desk(replace(PUBLICATION, **changes))
    desk.draft()
    return desk


def test_the_lock_holds_every_setting_that_reaches_the_mail() -> None:
    lock = ready(drafted(), lists=()).lock

    assert (lock.slug, lock.number, lock.publication_id) == (SLUG, 1, "the-daily")
    assert lock.date.isoformat() == "2026-11-23T05:30:00+01:00", "as the desk's clocks show it"
    assert lock.bounce_address == lock.unsubscribe_address == "daily@example.org"
    assert [one.language for one in lock.rendered] == ["en"]
    assert len(lock.content_hash) == 64
    assert lock.on_unknown == "hold"


def test_addresses_for_bounces_and_for_leaving_have_their_own_places() -> None:
    answers = drafted(reply_to="The desk <desk@example.org>")
    assert ready(answers).lock.unsubscribe_address == "desk@example.org"
    rules = SendingRules(bounce_address="b@example.org", unsubscribe_address="leave@example.org")
    lock = ready(drafted(sending=rules)).lock
    assert (lock.bounce_address, lock.unsubscribe_address) == ("b@example.org", "leave@example.org")


def test_making_ready_changes_nothing() -> None:
    desk = drafted()
    before = dict(desk.folder.texts), desk.record()
    ready(desk)
    assert (dict(desk.folder.texts), desk.record()) == before


def test_any_change_of_what_readers_get_is_another_content_hash() -> None:
    desk = drafted()
    first = ready(desk).lock
    desk.folder.texts[FILE] = desk.folder.texts[FILE].replace("Ministers", "The ministers")
    second = ready(desk).lock
    desk.publication = replace(desk.publication, strapline="Another one")
    third = ready(desk).lock
    pages = ready(desk, public_url="https://pages.example.org").lock

    hashes = [one.content_hash for one in (first, second, third, pages)]
    assert len(set(hashes)) == 4
    tokens = [{one.token for one in lock.rendered[0].sentinels} for lock in (first, second)]
    assert tokens[0].isdisjoint(tokens[1]), "sentinels are derived from the hash"


def test_the_bench_and_the_moment_do_not_change_the_content_hash() -> None:
    desk = drafted()
    first = ready(desk).lock
    desk.folder.texts[FILE] += "\n<!-- bench\n\n## A story for later\n-->\n"
    desk.clock.moment += timedelta(hours=1)
    second = ready(desk).lock
    assert first.content_hash == second.content_hash
    assert first.rendered == second.rendered


def test_a_draft_that_is_not_there_or_too_late_is_refused() -> None:
    with pytest.raises(UsageError, match="no edition"):
        ready(make_desk())
    late = drafted()
    late.clock.moment = late.record().send_by
    with pytest.raises(EditionExpired, match="2026-11-24 00:00 Europe/Brussels"):
        ready(late)


def test_the_first_error_is_told_with_its_place_and_how_many_more_there_are() -> None:
    desk = drafted()
    desk.folder.texts[FILE] = desk.folder.texts[FILE].replace("\nby: ", "\nbyy: ") + "\nkicker: x\n"
    text = desk.folder.texts[FILE].replace("number = 1", "number = 1\nnumbr = 2")
    desk.folder.texts[FILE] = text
    with pytest.raises(EditionError, match=f"{FILE}:") as caught:
        ready(desk)
    assert "digest check" in caught.value.hint


def test_an_address_that_no_mail_can_bear_is_found_before_anything_is_frozen() -> None:
    desk = drafted(sender="The Daily <daily>")
    with pytest.raises((RenderError, EditionError)):
        ready(desk)


def test_a_test_copy_shows_the_file_until_the_edition_is_frozen() -> None:
    desk = drafted()
    desk.folder.texts[FILE] = desk.folder.texts[FILE].replace("Ministers", "The ministers")
    assert "The ministers" in copy_lock(desk).rendered[0].text
    desk.plan()
    desk.folder.texts[FILE] = desk.folder.texts[FILE].replace("The ministers", "Nobody")
    assert copy_lock(desk) == desk.store.editions.lock(SLUG)


def test_a_test_copy_needs_a_file_that_can_be_read_and_changes_nothing() -> None:
    with pytest.raises(UsageError, match=r"no editions/"):
        copy_lock(make_desk())
    desk = drafted()
    desk.folder.texts[FILE] = "nonsense\n"
    with pytest.raises(EditionError):
        copy_lock(desk)
    assert desk.store.editions.lock(SLUG) is None


def test_what_is_told_are_all_articles_of_a_shown_story_and_whoever_is_named_beside_it() -> None:
    base = "https://post.example.org/"
    shown = Item(
        headline="A",
        url=base + "a",
        also=(Sighting(name="Wire", url="https://wire.example.org/a"),),
    )
    edition = Edition(
        slug=SLUG,
        number=1,
        language="en",
        subject="A",
        sections=(Section(name="Today", items=(shown, Item(headline="By hand"))),),
        bench=(Item(headline="B", url=base + "b"),),
    )
    decisions = tuple(
        Decision(url=url, headline="", place="Today", reason="", articles=(url, url + "-twin"))
        for url in (base + "a", base + "b")
    )
    record = replace(drafted().record(), decisions=decisions)

    assert told_articles(edition, record=record) == (
        base + "a",
        base + "a-twin",
        "https://wire.example.org/a",
    )
    assert told_articles(edition, record=None) == (base + "a", "https://wire.example.org/a")


def test_a_finding_is_told_by_place_rule_and_message() -> None:
    finding = Finding(rule="size", level=Level.ERROR, message="It is too long.")
    assert describe(finding) == "the mail  size  It is too long."
    assert describe(replace(finding, file="a.md")) == "a.md  size  It is too long."
    assert describe(replace(finding, file="a.md", line=3)) == "a.md:3  size  It is too long."
