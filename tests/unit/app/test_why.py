"""Why a story is in an edition, or why it is not."""

from dataclasses import replace

import pytest
from tests.unit.app.edition_desk import DAY, HOUR, MINUTE, MORNING, Desk, article, make_desk

from digest.app.why import Rival, Trail, WhyReport, find_rival, tell_why
from digest.app.wishes import keep_wish
from digest.errors import UsageError
from digest.model.edition import Decision
from digest.model.publication import EditionRules, SectionRule
from digest.model.wish import WishKind


def ask(desk: Desk, query: str, slug: str | None = None) -> WhyReport:
    return tell_why(
        query,
        desk.publication,
        stores=desk.stores,
        folder=desk.folder,
        clock=desk.clock,
        slug=slug,
    )


def trail(desk: Desk, query: str) -> Trail:
    (only,) = ask(desk, query).trails
    return only


def test_before_a_draft_it_tells_what_a_draft_would_do_and_keeps_nothing() -> None:
    desk = make_desk()
    report = ask(desk, "harbour levy")
    assert not report.drafted
    (found,) = report.trails
    assert found.decision
    assert (found.decision.place, found.decision.reason) == ("Top story", "the best score")
    assert found.rank == 1
    assert desk.store.editions.edition(report.slug) is None


def test_what_found_no_room_names_the_last_that_did() -> None:
    desk = make_desk()
    desk.publication = replace(desk.publication, edition=EditionRules(minimum=1, stories=2))
    desk.draft()
    found = trail(desk, "glassworks")
    assert found.decision
    assert found.decision.place == "bench"
    assert found.rank == 4
    assert found.rival
    assert found.rival.headline == "New gauges give river towns a warning"
    assert found.rival.score > found.decision.score
    assert found.shown == "bench"


def test_what_finds_its_section_full_names_the_last_of_that_section() -> None:
    desk = make_desk()
    sections = (
        SectionRule(name="Rails", limit=1, keywords=("levy", "gauges", "trams")),
        SectionRule(name="In brief", limit=1, keywords=("kiln",)),
    )
    desk.publication = replace(desk.publication, sections=sections)
    desk.draft()
    found = trail(desk, "night trams")
    assert found.decision
    assert (found.decision.place, found.decision.reason) == (
        "bench",
        "no room: Rails and In brief are full",
    )
    assert found.rival
    assert found.rival.headline == "New gauges give river towns a warning"


def test_what_the_check_would_block_keeps_its_score_and_names_the_reason() -> None:
    desk = make_desk()
    desk.keep([article("bees", MORNING - HOUR, section="Advertisement")])
    desk.draft()
    found = trail(desk, "beekeepers")
    assert found.decision
    assert found.decision.place == "dropped"
    assert "looks paid for" in found.decision.reason
    assert found.decision.terms
    assert found.rival is None


def test_what_is_outside_of_the_window_tells_so() -> None:
    desk = make_desk()
    desk.keep([article("bees", MORNING - 30 * HOUR, first_seen=MORNING - 29 * HOUR)])
    desk.keep([article("chess", MORNING - 5 * DAY, first_seen=MORNING - 5 * DAY)])
    desk.draft()
    found = trail(desk, "beekeepers")
    assert found.decision
    assert (found.decision.place, found.decision.reason) == ("dropped", "published earlier")
    assert found.rank is None
    assert trail(desk, "chess cup").missed == "it is older than what the edition looked at"


def test_what_came_after_the_draft_tells_so() -> None:
    desk = make_desk()
    desk.draft()
    desk.keep([article("bees", MORNING - HOUR, first_seen=MORNING + MINUTE)])
    assert trail(desk, "beekeepers").missed == "it came after the edition was drafted"


def test_what_was_merged_names_its_lead_and_the_others() -> None:
    desk = make_desk()
    levy = next(one for one in desk.store.articles.articles() if one.url.endswith("levy"))
    copy = replace(
        levy, url="https://wire.example.org/9", source="Harbour Wire", headline="Levy is shelved"
    )
    desk.keep([copy])
    desk.draft()
    found = trail(desk, "levy is shelved")
    assert found.lead
    assert found.lead.url == levy.url
    assert [one.url for one in trail(desk, "ministers levy").others] == [copy.url]


def test_what_was_told_before_names_the_edition() -> None:
    desk = make_desk()
    desk.send()
    desk.clock.moment = MORNING + DAY
    desk.keep([article(number, MORNING + 20 * HOUR) for number in range(3)])
    desk.draft()
    assert trail(desk, "harbour levy").told_in == "the-daily-2026-11-23"
    first = ask(desk, "harbour levy", slug="the-daily-2026-11-23").trails[0]
    assert first.told_in is None


def test_the_desk_s_wishes_and_what_an_editor_did_to_the_file_are_told() -> None:
    desk = make_desk()
    keep_wish(WishKind.PIN, "night trams", stores=desk.stores, clock=desk.clock)
    path = desk.draft().path
    text = desk.folder.read_text(path) or ""
    start = text.index("## [Night trams")
    end = text.find("## [", start + 1)
    desk.folder.write_text(path, text[:start] + (text[end:] if end > 0 else ""))

    report = ask(desk, "trams")

    assert report.touched
    (found,) = report.trails
    assert [one.kind for one in found.wishes] == [WishKind.PIN]
    assert found.decision
    assert found.decision.reason == "pinned by the desk"
    assert found.shown is None


@pytest.mark.parametrize("query", ["submarine", "https://post.example.org/nowhere", " ", "…"])
def test_what_nobody_collected_is_refused_with_the_next_step(query: str) -> None:
    with pytest.raises(UsageError, match="No article that was collected") as caught:
        ask(make_desk(), query)
    assert "digest articles" in caught.value.hint


def test_an_edition_that_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError, match="There is no edition the-daily-1999-01-01"):
        ask(make_desk(), "levy", slug="the-daily-1999-01-01")


def test_of_many_that_fit_the_latest_are_told_and_the_others_named() -> None:
    desk = make_desk()
    desk.keep([article(n, MORNING - n * HOUR, headline=f"Council votes {n}") for n in range(1, 9)])
    report = ask(desk, "council votes")
    assert [one.article.headline for one in report.trails] == [
        f"Council votes {n}" for n in range(1, 6)
    ]
    assert report.more == ("Council votes 6", "Council votes 7", "Council votes 8")


def decided(headline: str, place: str, reason: str, score: float) -> Decision:
    return Decision(
        url=headline, headline=headline, place=place, reason=reason, score=score, section="City"
    )


def test_the_rival_got_in_by_its_score_and_is_of_the_same_section_when_that_is_full() -> None:
    left = decided("Goat", "bench", "no room in the edition", 1.0)
    inside = [
        decided("Clock", "City", "its score", 2.0),
        decided("Museum", "City", "pinned by the desk", 0.4),
        decided("Chess", "City", "the section's minimum", 0.5),
        decided("Quake", "World", "its score", 1.2),
    ]
    full = find_rival(left, [*inside, left], limits={"City": 3})
    assert full == Rival(headline="Clock", score=2.0, section="City")
    roomy = find_rival(left, [*inside, left], limits={"City": 9})
    assert roomy == Rival(headline="Quake", score=1.2)
    held = replace(left, reason="under embargo until Mon 2026-11-23 06:00")
    assert find_rival(held, [*inside, held], limits={}) is None
