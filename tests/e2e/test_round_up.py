"""A week at the desk: three readers with different sections, and one who switches on Wednesday."""

from dataclasses import replace
from datetime import datetime
from email import message_from_bytes, policy
from typing import Any

import pytest
from tests.e2e.conftest import Indoors

from digest.config import read_settings
from digest.model.subscriber import Frequency, Preferences
from digest.wiring import opened_stores

MONDAY, WEDNESDAY, FRIDAY = (f"2026-11-{day}T05:30:00+01:00" for day in (23, 25, 27))
SATURDAY = "2026-11-28T09:05:00+01:00"
WEEK = "the-daily-2026-11-28-weekly"
SECTIONS = ("Politics", "Culture", "Sport")
# What each day tells of each section: a headline, and how the story goes on.
NEWS = {
    MONDAY: {
        "Politics": (
            ("Ministers shelve the harbour levy", "Dockers cheered when the treasury gave way."),
            ("Mayor of Estholm steps down early", "Her deputy takes the chain until spring."),
        ),
        "Culture": (
            ("Opera house reopens after a flood", "Singers rehearsed in rubber boots all autumn."),
            ("A lost watercolour turns up in a barn", "Swallows had nested behind its frame."),
        ),
        "Sport": (
            ("Linmouth rowers win the river cup", "They passed two crews below the weir."),
            ("Goalkeeper, 41, signs another contract", "Nobody at the club has played as long."),
        ),
    },
    WEDNESDAY: {
        "Politics": (
            ("Parliament votes to keep night trains", "Sleeping cars stay on four routes."),
            ("Farm inspectors strike over unpaid miles", "Tractors went unchecked for a week."),
        ),
        "Culture": (
            (
                "Novel about lighthouse keepers wins",
                "Its author trimmed lamps herself.",
            ),
            ("Cinema sells tickets by the reel", "Projectionists splice eight films an evening."),
        ),
        "Sport": (
            ("Skaters wait for ice on the canals", "Blades are sharpened, puddles remain."),
            ("Chess champion loses to her own pupil", "A bishop ending decided it at midnight."),
        ),
    },
}


def write_pages(office: Indoors, moment: str) -> None:
    """Save two pages of each section."""
    for section, stories in NEWS[moment].items():
        folder = office.folder / section.lower()
        folder.mkdir(exist_ok=True)
        for number, (headline, goes_on) in enumerate(stories):
            page = (
                f'<html lang="en"><head><title>{headline}</title>'
                f'<meta property="og:title" content="{headline}">'
                '<meta name="author" content="Ilse Brandt"></head>'
                f"<body><article><h1>{headline}</h1><p>By Ilse Brandt</p>"
                f"<p>{headline}, and that was that. {goes_on}</p></article></body></html>"
            )
            (folder / f"{moment[:10]}-{number}.html").write_text(page, encoding="utf-8")


def prefer(office: Indoors, name: str, **changes: Any) -> None:
    """Change what a reader chose, as their page of preferences does."""
    with opened_stores(read_settings(office.folder, {})) as stores:
        person = stores.subscribers.subscriber(f"{name}@example.org")
        assert person
        before = Preferences(sections=person.sections, frequency=person.frequency)
        wished = replace(before, **changes)
        now = datetime.fromisoformat(MONDAY)
        assert stores.subscribers.set_preferences(person.id, wished, open_lists=(), now=now)


def mails(office: Indoors, name: str) -> list[str]:
    """A reader's mails, as text, the first sent first."""
    found = []
    for path in (office.folder / "outbox" / "new").iterdir():
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        if mail["Delivered-To"] == f"{name}@example.org":
            part = mail.get_body(("plain",))
            assert part
            found.append((mail["Date"].datetime, " ".join(part.get_content().split())))
    return [text for _, text in sorted(found)]


def told(text: str) -> set[tuple[str, str, int]]:
    """Days, sections and numbers of the stories that a mail tells."""
    return {
        (moment, section, number)
        for moment, sections in NEWS.items()
        for section, stories in sections.items()
        for number, (headline, _) in enumerate(stories)
        if headline in text
    }


def stories(*sections: str, days: tuple[str, ...]) -> set[tuple[str, str, int]]:
    return {(day, one, number) for day in days for one in sections for number in range(2)}


@pytest.fixture
def office(indoors: Indoors) -> Indoors:
    rules = "".join(f'\n[[sections]]\nname = "{one}"\nlimit = 10\n' for one in SECTIONS)
    rules += "".join(
        f'\n[[sources]]\nname = "{one} desk"\nkind = "folder"\nurl = "{one.lower()}"\n'
        f'section = "{one}"\n'
        for one in SECTIONS
    )
    indoors.add(f'\n[weekly]\nday = "saturday"\nat = "09:00"\nstories = 30\n{rules}')
    for name in ("whole", "sport", "switch"):
        added = indoors.run("subscribers", "add", f"{name}@example.org")
        assert added.status == 0, added.err
    prefer(indoors, "sport", sections=("sport",))
    return indoors


def test_as_long_as_nobody_has_chosen_it_cron_is_told_once(office: Indoors) -> None:
    early = office.run("--json", "send", "--weekly", "--dry-run", now=WEDNESDAY)
    rehearsed = office.run("send", "--weekly", "--dry-run", now=SATURDAY)
    first, second = (office.run("-q", "send", "--weekly", now=SATURDAY) for _ in range(2))
    told = office.run("--json", "send", "--weekly", now=SATURDAY)

    due = "2026-11-28T08:00:00Z"
    assert early.data == {"edition": WEEK, "due": due, "status": "ok"}
    assert (first.status, second.status, told.status, rehearsed.status) == (3, 3, 3, 3)
    assert rehearsed.out.startswith(first.out), "and a rehearsal does not count as told"
    assert first.out.startswith("Nobody who is mailed now has chosen the round-up")
    assert (second.out, second.err) == ("", "")
    assert told.data == {"edition": WEEK, "status": "quiet"}
    assert office.run("status", "weekly", "--expect", now=SATURDAY).status == 0


def test_a_week_of_editions_and_its_round_up(office: Indoors) -> None:
    prefer(office, "switch", sections=("culture", "politics"))
    for moment in NEWS:
        if moment == WEDNESDAY:
            prefer(office, "switch", frequency=Frequency.WEEKLY)
        write_pages(office, moment)
        sent = office.run("--json", "send", now=moment)
        accepted = 3 if moment == MONDAY else 2
        assert (sent.status, sent.data.get("accepted")) == (0, accepted), sent.out + sent.err

    early = office.run("send", "--weekly", now=FRIDAY)
    assert (early.status, "Nothing is due before Saturday 09:00" in early.out) == (0, True)
    week = office.run("--json", "send", "--weekly", now=SATURDAY)
    again = office.run("--json", "send", "--weekly", now=SATURDAY)

    assert week.data["edition"] == WEEK
    assert (week.status, week.data["planned"], week.data["accepted"]) == (0, 1, 1), week.err
    assert (again.status, again.data["planned"], again.data["accepted"]) == (0, 1, 1)
    assert [told(text) for text in mails(office, "whole")] == [
        stories(*SECTIONS, days=(day,)) for day in NEWS
    ]
    for text, day in zip(mails(office, "sport"), NEWS, strict=True):
        wanted = stories("Sport", days=(day,))
        assert wanted <= told(text)
        assert len(told(text) - wanted) <= 1, "the top story goes to everybody"
    monday, round_up = mails(office, "switch")
    assert stories("Culture", "Politics", days=(MONDAY,)) <= told(monday)
    wanted = stories("Culture", "Politics", days=(WEDNESDAY,))
    assert wanted <= told(round_up)
    assert not stories(*SECTIONS, days=(MONDAY,)) & told(round_up), "nothing of Monday comes again"
    assert len(told(round_up) - wanted) <= 1
    why = office.run("why", "lighthouse keepers", "--edition", WEEK, now=SATURDAY)
    assert "inside: told in the week's editions" in why.out
    shown = office.run("--json", "report", now=SATURDAY)
    assert shown.data["edition"] == WEEK, "the one planned last"
    assert (shown.status, shown.data["balanced"]) == (0, True)
    assert office.run("status", "weekly", "--expect", now=SATURDAY).status == 0
