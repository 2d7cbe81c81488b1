"""What a desk has to answer for, at the command line: access, erasure, proof, retention, moving."""

import csv
import io
import json
from pathlib import Path

import pytest
from tests.e2e.conftest import INIT, Indoors

SAMPLES = Path(__file__).parents[1] / "data" / "imports"
ADA = "ada@example.org"
ROWS = (
    "email,name,lists,consent_at,consent_source,city,digest_state,digest_frequency,"
    "digest_sections,digest_paused_until\n"
    f"{ADA},=Ada,daily|weekend,2024-05-01,paper form,Ghent,paused,weekly,politics|world,"
    "2027-01-01\n"
    "bo@example.org,Bo,daily,,,,unsubscribed,,,\n"
    "cy@example.org,Cy,,,,,,,,\n"
)
# Attributes may be called, and hold, anything.
FOREIGN = (
    "uuid,email,name,attributes,status,created_at,updated_at\n"
    'u1,dee@example.org,@Dee,"{""email"": ""=1"", "" Lists "": "" a|b"", ""=k"": ""\\ufeff=2"",'
    '""timezone"": ""Mars"", ""zip"": ""\\""-3""}",enabled,2024-01-01 00:00:00 +0000 UTC,\n'
)


def write(indoors: Indoors, text: str, name: str = "readers.csv") -> str:
    path = indoors.folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_show_tells_what_a_person_wants_and_who_is_suppressed_though_unknown(
    indoors: Indoors,
) -> None:
    indoors.run("subscribers", "import", write(indoors, ROWS))
    shown = indoors.run("--json", "subscribers", "show", ADA)
    assert shown.status == 0
    assert shown.data["preferences"] == {
        "frequency": "weekly",
        "sections": ["politics", "world"],
        "paused_until": "2027-01-01T00:00:00Z",
        "language": None,
        "lists": ["daily", "weekend"],
    }
    assert shown.data["state"] == "paused"
    assert (shown.data["sign_up"], shown.data["consents"], shown.data["letters"]) == (None, [], [])
    plain = indoors.run("subscribers", "show", ADA).out
    assert "wants: the week's round-up" in plain
    assert "consent: 2024-05-01 02:00 Europe/Brussels · paper form" in plain

    indoors.run("subscribers", "remove", "stranger@example.org")
    absent = indoors.run("--json", "subscribers", "show", "stranger@example.org")
    assert (absent.status, absent.data["state"]) == (0, "absent")
    assert absent.data["suppression"]["reason"] == "unsubscribed"
    unknown = indoors.run("--json", "subscribers", "show", "nobody@example.org").data
    assert unknown == {"state": "absent", "status": "ok"}


def test_an_export_moves_into_a_new_publication_with_all_that_people_want(
    indoors: Indoors, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    indoors.run("subscribers", "import", write(indoors, ROWS))
    indoors.run("subscribers", "import", write(indoors, FOREIGN, "subscribers.csv"))
    indoors.run("subscribers", "export", "--out", str(tmp_path / "all.csv"))
    table = (tmp_path / "all.csv").read_text(encoding="utf-8-sig")
    assert ",'=Ada," in table, "no spreadsheet runs it"
    cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
    risky = [cell for cell in cells if cell.lstrip("\ufeff\"' \t")[:1] in set("=+-@")]
    assert (len(risky), {cell[0] for cell in risky}) == (6, {"'"})

    other = Indoors(folder=tmp_path / "other", capture=capsys)
    other.folder.mkdir()
    assert other.run("init", *INIT, now=None).status == 0
    moved = other.run("--json", "subscribers", "import", str(tmp_path / "all.csv"))
    assert (moved.data["new"], moved.data["format"], moved.data["bad"]) == (4, "csv", 0)
    before, after = (
        desk.run("--json", "subscribers", "list").data["subscribers"] for desk in (indoors, other)
    )
    assert after == before

    # Of who is known there already, neither the state nor what they want is changed.
    again = other.run("--json", "subscribers", "import", write(other, f"email\n{ADA}\n"))
    assert again.data["unchanged"] == 1
    changed = ROWS.replace("paused,weekly", "subscribed,daily")
    other.run("subscribers", "import", write(other, changed))
    assert other.run("--json", "subscribers", "list").data["subscribers"] == before


def test_forget_says_what_stays_and_why(indoors: Indoors) -> None:
    indoors.run("subscribers", "import", write(indoors, ROWS))
    rehearsed = indoors.run("subscribers", "forget", ADA, "--dry-run")
    assert rehearsed.out.startswith("Rehearsal, nothing was written")
    assert indoors.run("--json", "subscribers", "show", ADA).data["state"] == "paused"

    assert "and with them 1 note of what happened.\n" in rehearsed.out
    foreseen = indoors.run("--json", "subscribers", "forget", ADA, "--dry-run").data["kept"]
    assert foreseen["suppression"]["reason"] == "unsubscribed"

    gone = indoors.run("subscribers", "forget", ADA)
    assert "is forgotten" in gone.out
    assert "What stays: a keyed hash" in gone.out
    told = indoors.run("--json", "subscribers", "forget", "cy@example.org").data
    assert told["forgotten"] is True
    assert told["kept"]["ledger_rows"] == 0
    again = indoors.run("--json", "subscribers", "import", str(indoors.folder / "readers.csv"))
    assert (again.data["suppressed"], again.data["new"]) == (2, 0)
    database = (indoors.folder / "digest.db").read_bytes()
    assert ADA.encode() not in database


def test_proof_of_everybody_is_a_table_and_of_one_is_told(indoors: Indoors) -> None:
    indoors.run("subscribers", "import", write(indoors, ROWS))
    every = indoors.run("subscribers", "proof")
    rows = list(csv.DictReader(io.StringIO(every.out)))
    assert [(row["email"], row["kind"]) for row in rows] == [
        (ADA, "stated"),
        ("bo@example.org", "none"),
        ("cy@example.org", "none"),
    ]
    assert rows[0]["consent_at"] == "2024-05-01T00:00:00Z"
    one = indoors.run("--json", "subscribers", "proof", ADA)
    [proof] = one.data["proofs"]
    assert (proof["source"], proof["lists"]) == ("paper form", ["daily", "weekend"])
    assert "paper form" in indoors.run("subscribers", "proof", ADA).out
    out = indoors.folder / "proof.csv"
    saved = indoors.run("--json", "subscribers", "proof", "--out", str(out))
    assert (saved.data["rows"], out.stat().st_mode & 0o077) == (3, 0)


def test_prune_applies_what_digest_toml_says_and_rehearses_first(indoors: Indoors) -> None:
    indoors.run("subscribers", "import", write(indoors, ROWS))
    nothing = indoors.run("prune")
    assert (nothing.status, "digest.toml has no [retention]" in nothing.out) == (0, True)
    indoors.add('\n[retention]\nleft = "24 months"\npending = "7 days"\n')

    early = indoors.run("--json", "prune").data
    assert (early["pruned"]["left"], early["before"]["articles"]) == (0, None)
    later = "2028-11-24T05:30:00+01:00"
    rehearsed = indoors.run("--json", "prune", "--dry-run", now=later)
    assert (rehearsed.data["pruned"]["left"], rehearsed.data["pauses_ended"]) == (1, 1)
    pruned = indoors.run("prune", now=later)
    assert "Gone: 1 person who left" in pruned.out
    assert "Pauses over: 1 reader, mailed again." in pruned.out
    states = {
        one["email"]: one["state"]
        for one in indoors.run("--json", "subscribers", "list").data["subscribers"]
    }
    assert states == {ADA: "subscribed", "cy@example.org": "subscribed"}
    assert indoors.run("-q", "prune", now=later).out == ""


def test_an_export_of_another_program_is_named_and_whoever_left_is_never_mailed(
    indoors: Indoors,
) -> None:
    path = str(SAMPLES / "listmonk.csv")
    copy = write(indoors, Path(path).read_text(encoding="utf-8"), "subscribers.listmonk.csv")
    first = indoors.run("subscribers", "import", copy, "--list", "daily")
    assert first.out.startswith("listmonk export, 6 rows: 3 new · 0 known · 2 left · 1 bad")
    assert "does not say who has left its lists" in first.out
    told = indoors.run("--json", "subscribers", "import", copy)
    assert (told.data["format"], told.data["suppressed"], told.data["left"]) == ("listmonk", 2, 0)
    counts = ("new", "updated", "unchanged", "suppressed", "left", "bad")
    assert told.data["rows"] == sum(told.data[name] for name in counts)
    bad = (indoors.folder / told.data["bad_file"]).read_text(encoding="utf-8-sig")
    assert "no e-mail address" in bad

    wrong = indoors.run("--json", "subscribers", "import", copy, "--from", "pigeon")
    assert (wrong.status, "listmonk" in json.dumps(wrong.data)) == (2, True)
    left = write(indoors, "email\nines.valck@example.org\n", "left.csv")
    gone = indoors.run("--json", "subscribers", "import", left, "--left")
    assert gone.data["left"] == 1
    listed = indoors.run("--json", "subscribers", "list", "--state", "subscribed").data
    assert len(listed["subscribers"]) == 2


COUNTS = ("rows", "new", "suppressed", "left", "bad", "pending")
# What each sample says, and what is asked of the file on the way: how it is written, and what a
# program of another year adds.
EXPORTS = {
    "listmonk": ("listmonk", "utf-16", (6, 3, 0, 2, 1, 0)),
    "mailchimp-subscribed": ("mailchimp", "semicolons", (3, 2, 0, 0, 1, 0)),
    "mailchimp-unsubscribed": ("mailchimp", "bom", (3, 0, 0, 3, 0, 0)),
    "mailchimp-cleaned": ("mailchimp", "crlf", (1, 0, 0, 1, 0, 0)),
    "ghost": ("ghost", "new columns", (3, 1, 0, 2, 0, 0)),
    # One of them has left here, whatever is said there.
    "substack-old": ("substack", "reordered", (2, 0, 1, 1, 0, 0)),
    "substack-new": ("substack", "tabs", (1, 1, 0, 0, 0, 0)),
    "buttondown": ("buttondown", "quoted line breaks", (6, 2, 0, 3, 1, 1)),
}


def disguise(rows: list[list[str]], how: str) -> bytes:
    """Write a table the way another program, or a spreadsheet, does."""
    if how == "reordered":
        rows = [row[::-1] for row in rows]
    if how == "new columns":
        rows = [["Colour", *row, ""] for row in rows]
    if how == "quoted line breaks":
        rows = [[*row, "note" if row is rows[0] else 'Wrote:\n"Hello, desk"'] for row in rows]
    text = io.StringIO()
    delimiter = {"semicolons": ";", "tabs": "\t"}.get(how, ",")
    csv.writer(
        text, delimiter=delimiter, lineterminator="\r\n" if how == "crlf" else "\n"
    ).writerows(rows)
    coding = {"bom": "utf-8-sig", "utf-16": "utf-16"}.get(how, "utf-8")
    return text.getvalue().encode(coding)


def test_every_export_is_known_however_it_is_written_and_revives_nobody(indoors: Indoors) -> None:
    indoors.run("subscribers", "remove", "rosa.klein@example.org")
    for name, (kind, how, counts) in EXPORTS.items():
        rows = list(csv.reader((SAMPLES / f"{name}.csv").read_text(encoding="utf-8").splitlines()))
        path = indoors.folder / f"{name}.csv"
        path.write_bytes(disguise(rows, how))
        told = indoors.run("--json", "subscribers", "import", str(path)).data
        assert (told["format"], *(told[one] for one in COUNTS)) == (kind, *counts), name

    people = indoors.run("--json", "subscribers", "list").data["subscribers"]
    assert [one["email"].partition("@")[0] for one in people if one["state"] == "subscribed"] == [
        *("ines.valck", "tomas.brandl", "lea.moreau", "nadia.ferro", "piet.adams"),
        *("hanne.dahl", "greta.holm", "marta.vidal"),
    ]
    agreed = {one["email"].partition("@")[0]: one["consent"]["at"] for one in people}
    assert agreed["ines.valck"] == "2023-03-09T10:16:57Z"
    assert agreed["nadia.ferro"] == "2021-04-21T11:20:03Z"
    assert agreed["greta.holm"] == "2024-06-17T10:21:38.759000Z"
    left = indoors.run("--json", "subscribers", "show", "karim.benali@example.org").data
    assert left["suppression"] == {
        "reason": "complained",
        "at": "2023-06-06T12:56:15Z",
        "detail": "Mailchimp: ABUSE",
    }


def test_a_wrong_guess_is_told_and_can_be_overruled(indoors: Indoors) -> None:
    path = str(SAMPLES / "ghost.csv")
    rehearsed = indoors.run("subscribers", "import", path, "--dry-run")
    assert rehearsed.out.startswith("Ghost export, 3 rows:")
    refused = indoors.run("subscribers", "import", path, "--from", "mailchimp", "--dry-run")
    assert (refused.status, "columns of a Ghost export" in refused.err) == (2, True)
    own = indoors.run("subscribers", "import", path, "--from", "csv", "--dry-run")
    assert own.out.startswith("3 rows: 3 new · 0 known\nIt looks like a Ghost export.")


def test_a_table_that_seems_to_say_who_has_left_is_asked_about(indoors: Indoors) -> None:
    people = ("a@example.org,unsubscribed,", "b@example.org,active,1", "c@example.org,,0")
    rows = "\n".join(("email,Status,opt_out", *people))
    told = indoors.run("subscribers", "import", write(indoors, rows), "--dry-run")
    assert "2 of them say “unsubscribed” or the like in a column of yours" in told.out
    left = indoors.run("subscribers", "import", write(indoors, rows), "--left", "--dry-run")
    assert "or the like" not in left.out
