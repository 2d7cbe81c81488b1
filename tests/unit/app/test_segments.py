"""A segment is held against what there is before anything is collected, drafted or planned."""

from dataclasses import replace

import pytest
from tests.unit.app.edition_desk import (
    FILE,
    MORNING,
    PUBLICATION,
    SLUG,
    Desk,
    article,
    make_desk,
    renderer,
)

from digest.app.brought import Planned
from digest.app.day import SendWish, bring_to_plan
from digest.app.ready import Ready
from digest.app.rehearse import rehearse_send
from digest.app.segments import doubtful_names, refuse_unknown
from digest.deliver.segment import Segment
from digest.deliver.segment_parser import read_segment
from digest.errors import ExitStatus, UsageError
from digest.model.publication import ReaderList, SectionRule
from digest.model.subscriber import Subscriber


def read(text: str) -> Segment:
    return read_segment(text, now=MORNING)


def add(desk: Desk, *people: tuple[str, str]) -> None:
    """Add readers, each with a country."""
    desk.store.subscribers.import_subscribers(
        [
            Subscriber(key=email, email=email, fields=(("country", country),), lists=("Early",))
            for email, country in people
        ],
        now=MORNING,
    )


def plan(desk: Desk, text: str) -> object:
    def agree(ready: Ready) -> bool:
        desk.asked.append(ready)
        return True

    return bring_to_plan(
        SendWish(segment=read(text)),
        desk.publication,
        stores=desk.stores,
        folder=desk.folder,
        renderer=renderer(),
        clock=desk.clock,
        public_url="",
        collect=desk.collect,
        agree=agree,
    )


def test_a_mistyped_field_is_told_before_anything_is_collected() -> None:
    desk = Desk(comes=[article("levy", MORNING)])
    add(desk, ("jo@example.org", "BE"))

    with pytest.raises(UsageError, match="contry") as caught:
        plan(desk, 'contry = "BE"')

    assert caught.value.hint.startswith("Did you mean country?")
    assert desk.collected == 0
    assert desk.store.editions.edition(SLUG) is None
    assert desk.folder.read_text(FILE) is None


def test_a_rehearsal_refuses_it_as_well() -> None:
    desk = make_desk()
    with pytest.raises(UsageError, match="contry"):
        rehearse_send(
            SendWish(segment=read('contry = "BE"')),
            desk.publication,
            stores=desk.stores,
            folder=desk.folder,
            renderer=renderer(),
            clock=desk.clock,
            public_url="",
        )


def test_a_planned_edition_goes_on_although_nobody_has_the_field_any_more() -> None:
    desk = make_desk()
    add(desk, ("jo@example.org", "BE"), ("ana@example.org", "NL"))
    assert isinstance(plan(desk, 'country = "BE"'), Planned)
    for name in ("jo", "ana"):
        assert desk.store.subscribers.forget(f"{name}@example.org", now=MORNING)

    assert isinstance(plan(desk, "country = 'BE'"), Planned)
    with pytest.raises(UsageError, match="was planned for country"):
        plan(desk, 'country = "NL"')


def test_the_audience_is_told_before_it_is_frozen() -> None:
    desk = make_desk()
    add(desk, ("jo@example.org", "BE"), ("ana@example.org", "NL"))

    plan(desk, 'country = "BE" and "world" in sections')

    [ready] = desk.asked
    assert ready.audience.planned == 1
    assert ready.lock.segment == 'country = "BE" and "world" in sections'


@pytest.mark.parametrize(
    ("rule", "told", "hint"),
    [
        ('"Erly" not in lists', 'nobody is on a list "Erly"', 'Did you mean "Early"? Nothing'),
        ('not "Wrld" in sections', 'no section "Wrld"', 'Did you mean "World"? Nothing'),
        ('"xyzzy" not in lists', 'nobody is on a list "xyzzy"', "There are: Early. Nothing"),
    ],
)
def test_a_mistyped_list_or_section_fits_everybody_and_sends_nothing(
    rule: str, told: str, hint: str
) -> None:
    desk = make_desk()
    add(desk, ("jo@example.org", "BE"))

    with pytest.raises(UsageError) as caught:
        plan(desk, rule)

    assert (told in caught.value.message, caught.value.hint.startswith(hint)) == (True, True)
    _, shown, carets = caught.value.message.split("\n")
    assert shown[carets.index("^") : carets.rindex("^") + 1].strip('"') in told
    assert (desk.asked, desk.store.editions.edition(SLUG)) == ([], None)
    with pytest.raises(UsageError, match="character"):
        rehearse_send(
            SendWish(segment=read(rule)),
            desk.publication,
            stores=desk.stores,
            folder=desk.folder,
            renderer=renderer(),
            clock=desk.clock,
            public_url="",
        )


def test_a_rehearsal_tells_how_many_joined_and_adds_nobody() -> None:
    desk = make_desk()
    add(desk, ("jo@example.org", "BE"))
    assert isinstance(plan(desk, 'country = "BE"'), Planned)
    add(desk, ("ana@example.org", "BE"), ("tam@example.org", "NL"))

    told = [
        rehearse_send(
            SendWish(include_new=True),
            desk.publication,
            stores=desk.stores,
            folder=desk.folder,
            renderer=renderer(),
            clock=desk.clock,
            public_url="",
        )
        for _ in range(2)
    ]

    assert [one.joined for one in told] == [1, 1]
    assert told[1].books.planned == 1
    with pytest.raises(UsageError, match='for every subscriber in the segment country = "BE", not'):
        bring_to_plan(
            SendWish(lists=("Early",)),
            desk.publication,
            stores=desk.stores,
            folder=desk.folder,
            renderer=renderer(),
            clock=desk.clock,
            public_url="",
            collect=desk.collect,
            agree=lambda _: True,
        )


def test_one_planned_for_everybody_takes_no_segment_afterwards() -> None:
    desk = make_desk()
    add(desk, ("jo@example.org", "BE"))
    assert isinstance(desk.plan(), Planned)
    with pytest.raises(UsageError, match="was planned without a segment, not for country"):
        plan(desk, 'country = "BE"')


def test_a_field_that_is_spelled_out_may_be_one_that_nobody_has() -> None:
    desk = Desk()
    people = desk.store.subscribers
    refuse_unknown(read('field "trial" = "yes" and email contains "@"'), subscribers=people)
    refuse_unknown(None, subscribers=people)
    for bare in ("has trial", "not (trial in [1])", 'email = "x" or trial > 3'):
        with pytest.raises(UsageError, match="no reader has a field") as caught:
            refuse_unknown(read(bare), subscribers=people)
        _, shown, carets = caught.value.message.split("\n")
        assert shown[carets.index("^") : carets.rindex("^") + 1] == "trial"
        assert caught.value.exit_status is ExitStatus.USAGE


def test_state_means_the_attribute_although_a_column_is_nearer() -> None:
    desk = Desk()
    person = Subscriber(key="jo@example.org", email="jo@example.org", fields=(("status", "x"),))
    desk.store.subscribers.import_subscribers([person], now=MORNING)
    with pytest.raises(UsageError) as caught:
        refuse_unknown(read('state = "subscribed"'), subscribers=desk.store.subscribers)
    assert caught.value.hint.startswith("Did you mean digest_state?")


def test_what_there_is_is_told_when_nothing_is_near() -> None:
    desk = Desk()
    add(desk, ("jo@example.org", "BE"))
    with pytest.raises(UsageError) as caught:
        refuse_unknown(read("has xyzzy"), subscribers=desk.store.subscribers)
    assert "There are: email, domain, " in caught.value.hint
    assert "the fields country. A field that nobody has yet" in caught.value.hint


def test_lists_and_sections_that_nobody_knows_are_told_once_each() -> None:
    desk = Desk()
    add(desk, ("jo@example.org", "BE"))
    publication = replace(
        PUBLICATION,
        sections=(SectionRule(name="World & Trade"),),
        lists=(ReaderList(name="late"),),
    )

    def doubts(text: str) -> tuple[str, ...]:
        return doubtful_names(read(text), publication, subscribers=desk.store.subscribers)

    assert doubts('"early" in lists and "late" not in lists and "world & trade" in sections') == ()
    assert doubts('"sport" in sections or not "sport" in sections') == (
        'digest.toml has no section "sport".',
    )
    chooser = Subscriber(key="eve@example.org", email="eve@example.org", sections=("sport",))
    desk.store.subscribers.import_subscribers([chooser], now=MORNING)
    assert doubts('"sport" in sections') == (), "somebody has chosen it"
    assert doubts('"earl" in lists') == ('Nobody is on a list "earl"; did you mean "Early"?',)
