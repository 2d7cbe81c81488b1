"""An edition without what readers left out: every story they want, and nothing else."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.app.sending_desk import make_lock

from digest.app.variants import MOST_VARIANTS, choose_sets
from digest.compose.items import write_preheader
from digest.compose.variants import leave_out, make_variant, share_out
from digest.compose.words import choose_words
from digest.deliver.variants import (
    NOTHING_CHOSEN,
    NOTHING_NEW,
    Choice,
    choose_variant,
    unwanted_parts,
)
from digest.model.edition import Edition, Item, Section
from digest.model.message import Lock, Variant
from digest.model.publication import Publication, SectionRule

NAMES = ("Politics", "World & Trade", "Économie", "文化")
IDS = ("politics", "world-trade", "économie", "文化")
PUBLICATION = Publication(
    id="the-daily",
    name="The Daily",
    sender="The Daily <daily@example.org>",
    sections=tuple(SectionRule(name=name) for name in NAMES),
)
DAYS = ("monday", "tuesday", "wednesday")


def item(name: str, *, sponsor: str | None = None) -> Item:
    url = f"https://post.example.org/{name}"
    return Item(headline=f"The {name} story", url=url, summary="It rained.", sponsor=sponsor)


def edition(*sections: Section, **changes: str) -> Edition:
    items = [one for section in sections for one in section.items]
    headlines = [one.headline for one in items]
    fields = {
        "slug": "the-daily-2026-11-23",
        "number": 3,
        "language": "en",
        "subject": headlines[0],
        "preheader": write_preheader(headlines[1:], "en"),
    }
    return Edition(**fields | changes, sections=sections)  # type: ignore[arg-type]


def plain() -> Edition:
    return edition(
        Section(name="Politics", id="politics", items=(item("levy"), item("vote"))),
        Section(name="Économie", id="economie", items=(item("rates"),)),
        Section(name="In brief", items=(item("rail"),)),
    )


def lock_of(whole: Edition, sets: list[tuple[int, ...]], **origins: tuple[str, ...]) -> Lock:
    parts, _ = share_out(whole, PUBLICATION, origins=lambda one: origins.get(name_of(one), ()))
    return make_lock(parts=parts, variants=tuple(Variant(without=one, rendered=()) for one in sets))


def name_of(one: Item) -> str:
    return (one.url or "").rpartition("/")[2]


def names(told: Edition) -> list[str]:
    return [name_of(one) for one in told.items]


def test_a_section_is_known_by_its_id_or_its_name_in_any_script() -> None:
    whole = edition(
        Section(name="Renamed", id="world-trade", items=(item("grain"),)),
        Section(name="文化", items=(item("opera"),)),
        Section(name="Économie", id="economie", items=(item("rates"),)),
        Section(name="Letters", id="letters", items=(item("letter"),)),
    )
    parts, _ = share_out(whole, PUBLICATION)
    assert [one.section for one in parts] == ["world-trade", "文化", "économie", None]


def test_the_first_that_is_left_is_the_hero_and_names_the_mail() -> None:
    whole = plain()
    parts, shares = share_out(whole, PUBLICATION)
    left = leave_out(whole, shares, unwanted_parts(parts, {"économie"}))
    assert names(left) == ["rates", "rail"]
    assert [one.name for one in left.sections] == ["Économie", "In brief"]
    assert left.subject == "The rates story"
    assert left.preheader == "Also today: The rail story"


def test_a_subject_of_an_editor_stays() -> None:
    whole = replace(plain(), subject="Storm over the port", preheader="And more")
    parts, shares = share_out(whole, PUBLICATION)
    left = leave_out(whole, shares, unwanted_parts(parts, {"économie"}))
    assert (left.subject, left.preheader) == ("Storm over the port", "And more")


def test_a_preheader_that_lists_stories_in_other_words_lists_those_that_are_left() -> None:
    whole = replace(plain(), language="fr", preheader="Aussi aujourd’hui : le vote, les taux")
    parts, shares = share_out(whole, PUBLICATION)
    left = leave_out(whole, shares, unwanted_parts(parts, {"politics"}))
    assert left.preheader == choose_words("fr").also.format("The vote story; The rail story")


def test_a_translation_loses_the_same_sections_in_whatever_order_it_has_them() -> None:
    whole = plain()
    parts, shares = share_out(whole, PUBLICATION)
    without = unwanted_parts(parts, {"politics"})
    french = edition(
        Section(name="Argent", id="economie", items=(item("taux"), item("bourse"))),
        Section(name="Politique", id="politics", items=(item("levy"), item("vote"))),
        Section(name="En bref", items=(item("rail"),)),
        language="fr",
    )
    _, translated = make_variant([whole, french], shares, without, PUBLICATION)
    assert names(translated) == ["levy", "vote", "rail"]


def test_a_translation_in_another_order_loses_the_same_stories() -> None:
    origins = {"levy": ("monday",)}
    whole = edition(Section(name="Politics", items=(item("levy"), item("vote"), item("strike"))))
    parts, shares = share_out(whole, PUBLICATION, origins=lambda one: origins.get(name_of(one), ()))
    without = unwanted_parts(parts, (), ("monday",))
    told = [item("vote"), item("levy"), replace(item("grève"), url="https://fr.example.org/g")]
    french = edition(Section(name="Politique", id="politics", items=tuple(told)), language="fr")
    main, translated = make_variant([whole, french], shares, without, PUBLICATION)
    assert names(main) == ["vote", "strike"]
    # Where the third story belongs is not certain once two others have changed places.
    assert names(translated) == ["vote", "strike"]
    french = replace(french, sections=(replace(french.sections[0], items=tuple(told[1::-1])),))
    _, translated = make_variant([whole, french], shares, without, PUBLICATION)
    assert names(translated) == ["vote"]


def test_of_a_translation_that_cannot_be_told_apart_the_main_stories_are_taken() -> None:
    whole = plain()
    parts, shares = share_out(whole, PUBLICATION)
    without = unwanted_parts(parts, {"politics"})
    free = edition(Section(name="Tout", items=(item("autre"), item("chose"))), language="fr")
    main, translated = make_variant([whole, free], shares, without, PUBLICATION)
    assert names(translated) == names(main) == ["levy", "vote", "rail"]
    assert (translated.language, translated.told_in) == ("fr", "en")


def test_nothing_but_a_sponsor_is_nothing() -> None:
    whole = edition(
        Section(name="Politics", items=(item("levy"),)),
        Section(name="Sponsored", items=(item("bank", sponsor="Harbour Bank"),)),
    )
    assert choose_variant(lock_of(whole, []), ("文化",)) == Choice(reason=NOTHING_CHOSEN)


def test_who_wants_another_set_gets_the_smallest_that_holds_it() -> None:
    # Parts: politics (2 stories), economy (1), for everybody (1).
    lock = lock_of(plain(), [(1,), (0,)])
    assert choose_variant(lock, ("politics",)).variant == 0
    assert choose_variant(lock, ("économie",)).variant == 1
    assert choose_variant(lock, ("文化",)).variant == 1, "both hold nothing of it: the smaller"
    assert choose_variant(lock, ("politics", "économie")) == Choice()
    assert choose_variant(lock, ()) == Choice()
    assert choose_variant(lock_of(plain(), []), ("文化",)) == Choice(), "at the latest the whole"


def test_a_lock_of_an_earlier_version_goes_to_everybody_as_it_is() -> None:
    assert choose_variant(make_lock(), ("politics",)) == Choice()


def test_what_was_sent_never_comes_again_even_when_no_variant_fits() -> None:
    lock = lock_of(plain(), [(0, 1)], levy=("monday",), rates=("tuesday",))
    # Parts: levy on Monday, vote, rates on Tuesday, rail.
    assert [one.editions for one in lock.parts] == [("monday",), (), ("tuesday",), ()]
    assert choose_variant(lock, (), ("monday",)).variant == 0
    assert choose_variant(lock, (), ("tuesday",)) == Choice(reason=NOTHING_NEW)


def test_few_variants_are_made_those_that_most_want_first() -> None:
    rules = tuple(SectionRule(name=f"Part {one}") for one in range(7))
    publication = replace(PUBLICATION, sections=rules)
    sections = (Section(name=one.name, items=(item(one.name),)) for one in rules)
    parts, _ = share_out(edition(*sections), publication)
    every = [
        tuple(f"part-{bit}" for bit in range(7) if number >> bit & 1) for number in range(1, 127)
    ]
    wanted: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = {(one, ()): 1 for one in every}
    wanted |= {(("part-3",), ()): 50, ((), ()): 900}
    sets = choose_sets(parts, wanted)
    assert len(sets) == len(set(sets)) == MOST_VARIANTS
    assert sets[0] == (0, 1, 2, 4, 5, 6)
    assert () not in sets


@st.composite
def mornings(draw: st.DrawFn) -> tuple[Edition, dict[str, tuple[str, ...]]]:
    """An edition of any sections, and which days told its stories before."""
    count = st.integers(0, 3)
    sections = []
    origins: dict[str, tuple[str, ...]] = {}
    for name in draw(st.lists(st.sampled_from((*NAMES, "In brief")), min_size=1, unique=True)):
        told = [item(f"{name}-{at}") for at in range(draw(count))]
        for one in told:
            days = draw(st.lists(st.sampled_from(DAYS), unique=True, max_size=2))
            origins[one.headline] = tuple(sorted(days))
        if draw(st.booleans()):
            told.append(item(f"{name}-ad", sponsor="Harbour Bank"))
        sections.append(Section(name=name, items=tuple(told)))
    kept = [one for one in sections if one.items]
    if not any(one.sponsor is None for section in kept for one in section.items):
        kept.append(Section(name="More news", items=(item("more"),)))
    return edition(*kept), origins


READER = st.tuples(
    st.lists(st.sampled_from((*IDS, "gone")), unique=True).map(tuple),
    st.lists(st.sampled_from(DAYS), unique=True).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(mornings(), st.lists(READER, min_size=1, max_size=6), READER)
def test_every_reader_gets_all_they_want_and_nothing_else(
    morning: tuple[Edition, dict[str, tuple[str, ...]]],
    planned: list[tuple[tuple[str, ...], tuple[str, ...]]],
    late: tuple[tuple[str, ...], tuple[str, ...]],
) -> None:
    """One who came after planning may get a superset, but never what they were sent."""
    whole, origins = morning
    parts, shares = share_out(whole, PUBLICATION, origins=lambda one: origins.get(one.headline, ()))
    sets = choose_sets(parts, dict.fromkeys(planned, 1))
    lock = make_lock(parts=parts, variants=tuple(Variant(without=one, rendered=()) for one in sets))
    for sections, had in (*planned, late):
        choice = choose_variant(lock, sections, had)
        wanted = [
            one.headline
            for section in whole.sections
            for one in section.items
            if one.sponsor is None
            and (not sections or own_id(section) is None or own_id(section) in sections)
            and not set(origins.get(one.headline, ())) & set(had)
        ]
        if choice.reason:
            assert not wanted or (sections, had) not in planned
            continue
        without = () if choice.variant is None else lock.variants[choice.variant].without
        left = leave_out(whole, shares, without)
        got = [one.headline for one in left.items if one.sponsor is None]
        assert got, "no mail is empty"
        assert not [one for one in got if set(origins.get(one, ())) & set(had)], "never twice"
        if (sections, had) in planned:
            assert got == wanted
        elif not had:
            assert set(wanted) <= set(got)


def own_id(section: Section) -> str | None:
    return IDS[NAMES.index(section.name)] if section.name in NAMES else None


@pytest.mark.parametrize("of_week", [False, True], ids=["day", "week"])
def test_the_preheader_of_a_variant_names_its_own_stories(*, of_week: bool) -> None:
    whole = plain()
    headlines = [one.headline for one in whole.items]
    whole = replace(whole, preheader=write_preheader(headlines[1:], "en", of_week=of_week))
    parts, shares = share_out(whole, PUBLICATION)
    left = leave_out(whole, shares, unwanted_parts(parts, {"politics"}))
    opens = "Also this week: " if of_week else "Also today: "
    assert left.preheader == f"{opens}The vote story; The rail story"
