"""Who gets an edition: those on a list, and those who joined later when the desk says so."""

from tests.e2e.conftest import Indoors

LATER = "2026-11-23T06:30:00+01:00"


def add(office: Indoors, email: str, *lists: str) -> None:
    wishes = [word for name in lists for word in ("--list", name)]
    assert office.run("subscribers", "add", email, *wishes).status == 0


def recipients(office: Indoors) -> set[str]:
    people = office.run("--json", "subscribers", "list").data["subscribers"]
    got = set()
    for person in people:
        shown = office.run("--json", "subscribers", "show", person["email"]).data
        got |= {person["email"] for one in shown["deliveries"] if one["outcome"] == "accepted"}
    return got


def test_a_list_gets_the_edition_and_nobody_else_does(drafted: Indoors) -> None:
    add(drafted, "jo@example.org", "early")
    add(drafted, "ana@example.org", "early", "late")
    add(drafted, "tam@example.org", "late")

    sent = drafted.run("--json", "send", "--list", "early")
    other = drafted.run("send", "--list", "late", now=LATER)

    assert (sent.status, sent.data["planned"], sent.data["accepted"]) == (0, 2, 2)
    assert recipients(drafted) == {"jo@example.org", "ana@example.org"}
    assert other.status == 2
    assert "was planned for early" in other.err


def test_a_list_that_nobody_is_on_is_refused_and_freezes_nothing(drafted: Indoors) -> None:
    add(drafted, "jo@example.org", "early")
    mistyped = drafted.run("--json", "send", "--list", "early", "--list", "daly")
    again = drafted.run("--json", "send", now=LATER)

    assert (mistyped.status, mistyped.data["status"]) == (2, "usage")
    assert "daly" in mistyped.data["error"]
    assert (again.status, again.data["accepted"]) == (0, 31)


def test_who_joined_later_is_added_only_when_asked_for(drafted: Indoors) -> None:
    first = drafted.run("--json", "send")
    add(drafted, "jo@example.org")

    plain = drafted.run("--json", "send", now=LATER)
    added = drafted.run("--json", "send", "--include-new", now=LATER)

    assert (first.data["planned"], plain.data["planned"]) == (30, 30)
    assert (added.status, added.data["planned"], added.data["accepted"]) == (0, 31, 31)
    assert "jo@example.org" in recipients(drafted)


def test_lists_of_a_file_are_merged_unless_they_are_to_replace(drafted: Indoors) -> None:
    add(drafted, "jo@example.org", "early")
    path = drafted.folder / "more.csv"
    path.write_text("email,lists\njo@example.org,late\n", encoding="utf-8")

    drafted.run("subscribers", "import", str(path))
    merged = drafted.run("--json", "subscribers", "show", "jo@example.org").data["lists"]
    drafted.run("subscribers", "import", str(path), "--replace-lists")
    replaced = drafted.run("--json", "subscribers", "show", "jo@example.org").data["lists"]

    assert (sorted(merged), replaced) == (["early", "late"], ["late"])
