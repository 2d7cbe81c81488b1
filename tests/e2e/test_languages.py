"""One desk, readers of three languages: draft, translate, check, test copy, send."""

import json
from email import message_from_bytes, policy
from email.message import EmailMessage

from tests.e2e.conftest import Indoors

SLUG = "the-daily-2026-11-23"
FRENCH = f"editions/{SLUG}.fr.md"


def mails(desk: Indoors) -> dict[str, EmailMessage]:
    """The mails in the outbox, by the reader's address."""
    found = (
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted((desk.folder / "outbox" / "new").iterdir())
    )
    return {str(mail["Delivered-To"]): mail for mail in found}


def test_three_readers_get_each_their_own_language(drafted: Indoors) -> None:
    drafted.change('language = "en"', 'language = "en"\nlanguages = ["fr", "nl"]')
    rows = "email,language,lists\nen@example.org,en,trio\nfr@example.org,fr-BE,trio\n"
    (drafted.folder / "trio.csv").write_text(rows + "nl@example.org,nl,trio\n", encoding="utf-8")
    assert drafted.run("subscribers", "import", str(drafted.folder / "trio.csv")).status == 0

    laid = drafted.run("draft", "--language", "fr", "--json")
    assert (laid.status, json.loads(laid.out)["path"]) == (0, FRENCH), laid.err
    assert json.loads(laid.out)["wrote"] is True
    check = json.loads(drafted.run("check", f"{SLUG}.fr", "--json").out)
    assert {one["file"] for one in check["findings"] if one["rule"] == "untranslated"} == {FRENCH}
    assert [(one["language"], one["translated"]) for one in check["languages"]] == [
        ("fr", True),
        ("nl", False),
    ]
    text = (drafted.folder / FRENCH).read_text(encoding="utf-8")
    subject = next(line for line in text.splitlines() if line.startswith("subject = "))
    drafted.change(subject, 'subject = "La Une du jour, en français"', FRENCH)
    again = drafted.run("draft", "--language", "fr")
    assert again.status == 2
    assert "--force" in again.out + again.err

    copy = drafted.run("send", FRENCH, "--test", "desk@example.org")
    assert copy.status == 0, copy.err
    assert mails(drafted)["desk@example.org"]["Subject"] == "[Test] La Une du jour, en français"

    assert drafted.run("send", "--list", "trio", "--yes").status == 0
    sent = mails(drafted)
    english, french, dutch = (sent[f"{tag}@example.org"] for tag in ("en", "fr", "nl"))
    told = [mail["Content-Language"] for mail in (english, french, dutch)]
    assert told == ["en", "fr", "nl"]
    assert french["Subject"] == "La Une du jour, en français"
    assert dutch["Subject"] == english["Subject"]
    bodies = [mail.get_body(("plain",)) for mail in (english, french, dutch)]
    days = ("Monday, 23 November 2026", "lundi 23 novembre 2026", "maandag 23 november 2026")
    for body, day in zip(bodies, days, strict=True):
        assert body
        assert day in body.get_content()


def test_editing_a_translation_that_is_not_there_says_how_to_lay_it_out(drafted: Indoors) -> None:
    ran = drafted.run("edit", f"{SLUG}.fr")
    assert ran.status == 2
    assert "digest draft --language fr" in ran.out + ran.err
