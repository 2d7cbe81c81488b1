"""What `digest why` says to somebody who never saw the code."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from digest.app.why import Rival, Trail, WhyReport
from digest.cli.why_shown import next_step, tell_place, tell_window, why_lines
from digest.model.article import Article, Precision
from digest.model.edition import Decision, Window
from digest.model.publication import Publication
from digest.model.wish import Wish, WishKind

END = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
DAY = timedelta(days=1)
PAPER = Publication(id="the-daily", name="The Daily", sender="desk@example.org")
URL = "https://post.example.org/levy"
WINDOW = Window(start=END - DAY, end=END)
LEVY = Article(
    url=URL,
    headline="Levy shelved",
    source="Post",
    published=END - DAY / 2,
    first_seen=END - DAY / 4,
)


def decision(place: str, reason: str, **known: Any) -> Decision:
    terms = (("recency", 0.5), ("source weight", 0.5))
    return Decision(
        **{"url": URL, "headline": "Levy shelved", "terms": terms, "score": 1.0, **known},
        place=place,
        reason=reason,
    )


def trail(place: str = "City", reason: str = "its score", **known: Any) -> Trail:
    return Trail(**{"article": LEVY, "decision": decision(place, reason), **known})


def report(first: Trail, **known: Any) -> WhyReport:
    return WhyReport(
        **{
            "query": "levy",
            "slug": "the-daily-2026-11-23",
            "window": WINDOW,
            "drafted": True,
            "touched": False,
            "left": False,
            "trails": (first,),
            **known,
        }
    )


def wish(kind: WishKind) -> Wish:
    return Wish(url=URL, kind=kind, headline="Levy shelved", at=END)


HELD = replace(wish(WishKind.EMBARGO), until=END + DAY)
RIVAL = Rival(headline="Goat adopted", score=1.7)
IN_CITY = replace(RIVAL, section="City")


@pytest.mark.parametrize(
    ("reason", "rival", "told"),
    [
        ("no room in the edition", RIVAL, "the last that got in scored 1.70: “Goat adopted”"),
        (
            "no room in the edition",
            IN_CITY,
            "City is full, and the last that got in there scored 1.70: “Goat adopted”",
        ),
        ("City is full", IN_CITY, "the last that got in there scored 1.70: “Goat adopted”"),
    ],
)
def test_what_found_no_room_names_the_last_that_did(reason: str, rival: Rival, told: str) -> None:
    lines = why_lines(report(trail("bench", reason, rival=rival)), PAPER)
    place = lines.index(f"   place       bench: {reason}")
    assert lines[place + 1] == f"               {told}"


def test_reasons_are_told_in_words() -> None:
    assert tell_place(decision("City", "its score")) == "City: its score was high enough"
    dropped = decision("dropped", "dropped by the desk")
    assert tell_place(dropped) == "dropped: the desk dropped it"


def test_a_merged_article_names_the_one_that_leads() -> None:
    lead = replace(LEVY, headline="Ministers give in")
    merged = trail(lead=lead, leads_because="its lede was fuller")
    lines = why_lines(report(merged), PAPER)
    at = lines.index("   merged      into “Ministers give in” (Post)")
    assert lines[at + 1] == "               which leads: its lede was fuller"


def test_the_window_says_why_an_older_article_is_inside() -> None:
    def told(**known: Any) -> str:
        fitting = {key: known.pop(key) for key in ("told_in", "wishes") if key in known}
        one = trail(article=replace(LEVY, **known), **fitting)
        return tell_window(one, report(one))

    old = END - 3 * DAY
    assert told() == "inside"
    assert told(published=END - DAY * 1.5, precision=Precision.DAY) == "inside"
    assert told(published=old) == "inside: it was published earlier, and came in only now"
    assert told(published=old, wishes=(wish(WishKind.PIN),)).endswith("and the desk pinned it")
    assert told(published=old, told_in="x").endswith("told before, and its text has changed since")
    assert told(published=None).endswith("it counts from when it was first seen")


def test_what_is_no_candidate_is_outside_unless_it_was_told() -> None:
    outside = decision("dropped", "published earlier", terms=(), score=0.0)
    told = decision("dropped", "told before, in x", terms=(), score=0.0)
    shown = [
        tell_window(one, report(one))
        for one in (trail(decision=outside), trail(decision=told, told_in="x"))
    ]
    assert shown == ["outside: published earlier", "told before, in x"]


@pytest.mark.parametrize(
    ("first", "known", "step"),
    [
        (trail(), {}, f"digest edit the-daily-2026-11-23, or digest drop {URL}, digest draft"),
        (
            trail("bench", "no room in the edition"),
            {},
            f"digest edit the-daily-2026-11-23, or digest pin {URL}, digest draft",
        ),
        (
            trail("dropped", "dropped by the desk", wishes=(wish(WishKind.DROP),)),
            {"drafted": False},
            f"digest draft, or first digest drop --remove {URL}",
        ),
        (
            trail("bench", "under embargo", wishes=(HELD,)),
            {},
            f"digest edit the-daily-2026-11-23, or digest embargo --remove {URL}, digest draft",
        ),
        (
            trail("dropped", "told before, in x", told_in="x"),
            {},
            f"digest why {URL} --edition x",
        ),
        (trail(), {"left": True}, "digest report the-daily-2026-11-23"),
    ],
)
def test_the_next_step_fits_where_the_story_stands(
    first: Trail, known: dict[str, Any], step: str
) -> None:
    assert next_step(report(first, **known)) == f"Next: {step}"


def test_a_story_that_goes_on_says_so_in_a_line_of_its_own() -> None:
    goes_on = trail(merge=("continues: “Levy planned” (Post)",), rank=2, weighed=38)
    lines = why_lines(report(goes_on), PAPER)
    assert "   continues   “Levy planned” (Post)" in lines
    assert "   score       1.00, the 2nd best of 38 stories" in lines
    assert "               = recency 0.50 + source weight 0.50" in lines
