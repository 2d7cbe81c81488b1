"""Letters to single readers, and the keys that their links are signed with, at the command line."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

from tests.e2e.conftest import EXAMPLE_NOW, Indoors
from tests.unit.app.test_mailing import READER, make_lock

from digest.app.mailing import make_message, open_mailing
from digest.config import Settings, read_settings
from digest.deliver.people import hash_key
from digest.deliver.tokens import Purpose, read_token
from digest.model.message import Message
from digest.model.signup import ConsentText, SignUp
from digest.wiring import opened_stores

NOW = datetime.fromisoformat(EXAMPLE_NOW).astimezone(UTC)
NEXT_YEAR = "2027-12-29T12:00:00+01:00"
NOBODY = "smtp+plain://127.0.0.1:9"


def settings_of(office: Indoors) -> Settings:
    return read_settings(office.folder, {})


def ask(office: Indoors, email: str, *, hours_ago: int = 0) -> None:
    """Fill a sign-up form in."""
    at = NOW - timedelta(hours=hours_ago)
    text = ConsentText(version="0123456789abcdef", language="en", text="Yes.", first_shown=at)
    wish = SignUp(key=email, email=email, at=at, language="en", text=text.version)
    with opened_stores(settings_of(office)) as stores:
        assert stores.sign_ups.ask(wish, text)


def outbox(office: Indoors) -> Iterator[str]:
    for path in (office.folder / "outbox" / "new").iterdir():
        yield message_from_bytes(path.read_bytes())["Delivered-To"]


def test_letters_wait_for_a_relay_and_go_out_once(indoors: Indoors) -> None:
    empty = indoors.run("letters")
    homeless = indoors.run("letters", "send")
    indoors.add("DIGEST_PUBLIC_URL=https://news.example.org\n", ".env")
    for name, hours in (("ada", 0), ("ben", 1), ("late", 50)):
        ask(indoors, f"{name}@example.org", hours_ago=hours)
    rehearsed = indoors.run("--json", "letters", "send", "--dry-run")
    indoors.environment["DIGEST_RELAY"] = NOBODY
    away = indoors.run("letters", "send")
    indoors.environment.clear()
    waiting = indoors.run("letters").out
    sent = indoors.run("--json", "letters", "send", now="2026-11-23T05:32:00+01:00")
    again = indoors.run("-q", "letters", "send", now="2026-11-23T05:33:00+01:00")
    listed = indoors.run("--json", "letters").data

    assert empty.out == "0 letters wait.      Next: digest serve\n"
    assert homeless.status == 78
    assert "DIGEST_PUBLIC_URL" in homeless.err
    assert rehearsed.data == {"due": 3, "status": "ok"}
    assert away.status == 69
    assert "127.0.0.1:9 cannot be reached" in away.out
    assert "accepted 0 · deferred 0 · given up 1 · unknown 0      2 letters wait." in away.out
    assert "confirm  late@example.org   given up   expired: it has waited for longer" in waiting
    assert "confirm  ben@example.org   due 2026-11-23 05:31 Europe/Brussels\n" in waiting
    assert waiting.endswith(
        "2 letters wait.      Next: digest letters send, or digest serve, which sends them itself\n"
    )
    assert sent.status == 0
    assert (sent.data["accepted"], sent.data["waiting"], sent.data["error"]) == (2, 0, None)
    assert (again.status, again.out) == (0, "")
    assert sorted(outbox(indoors)) == ["ada@example.org", "ben@example.org"]
    assert listed["waiting"] == 0
    assert [(one["email"], one["due"], one["outcome"]) for one in listed["letters"]] == [
        ("late@example.org", None, "expired")
    ]


def mail_of(settings: Settings) -> Message:
    machine = settings.machine
    message = make_message(
        open_mailing(make_lock(), secret=machine.secret, links=machine.links), READER
    )
    assert message
    return message


def link_in(message: Message) -> str:
    field = str(message_from_bytes(message.data)["List-Unsubscribe"])
    return field.partition(">")[0].rpartition("/")[2]


def opens(settings: Settings, token: str, at: str) -> bool:
    keys = settings.machine.links.honoured(datetime.fromisoformat(at))
    claim = read_token(token, Purpose.UNSUBSCRIBE, publication="the-daily", secrets=keys)
    return claim is not None


def test_a_new_key_signs_links_and_changes_nothing_else(indoors: Indoors) -> None:
    path = indoors.folder / ".env"
    before, text = settings_of(indoors), path.read_text(encoding="utf-8")
    rehearsed = indoors.run("keys", "rotate", "--dry-run")
    untouched = path.read_text(encoding="utf-8")
    rotated = indoors.run("--json", "keys", "rotate")
    after = settings_of(indoors)
    listed = indoors.run("--json", "keys").data["keys"]

    assert untouched == text
    assert rehearsed.out.endswith("Next: digest keys rotate\n")
    assert rotated.data["former_until"] == "2027-12-28"
    assert [(one["id"], one["signs"], one["until"]) for one in listed] == [
        (rotated.data["id"], True, None),
        (link_in(mail_of(before))[:2], False, "2027-12-29T12:00:00Z"),
    ]
    old, new = mail_of(before), mail_of(after)
    assert old.message_id == new.message_id
    assert hash_key("ada@example.org", secret=before.machine.secret) == hash_key(
        "ada@example.org", secret=after.machine.secret
    )
    assert link_in(old) != link_in(new)
    assert opens(after, link_in(old), EXAMPLE_NOW)
    assert opens(after, link_in(new), NEXT_YEAR)
    assert opens(after, link_in(old), NEXT_YEAR)
    assert not opens(after, link_in(old), "2027-12-29T14:00:00+01:00")
    assert stands_alone(text, path, after)


def stands_alone(text: str, path: Path, settings: Settings) -> bool:
    """Whether one line of .env changed, and it is private."""
    keys = f'DIGEST_LINK_KEYS="{settings.machine.links.signing} secret@2027-12-28"'
    changed = text.replace("#DIGEST_LINK_KEYS=\n", f"{keys}\n")
    return path.read_text(encoding="utf-8") == changed and path.stat().st_mode & 0o777 == 0o600


def test_no_key_is_shown_and_mistakes_name_their_way_out(indoors: Indoors) -> None:
    said = [indoors.run("keys", "rotate", "--keep", "90 days").out for _ in range(2)]
    said += [indoors.run(*flags, "keys").out for flags in ((), ("--json",), ("-v",))]
    machine = settings_of(indoors).machine
    secrets = (machine.secret, machine.links.signing, *(key for key, _ in machine.links.former))
    wrong = indoors.run("keys", "rotate", "--keep", "soon")
    indoors.environment["DIGEST_LINK_KEYS"] = f"{'k' * 43} secret"
    outside = indoors.run("keys", "rotate")
    indoors.environment["DIGEST_LINK_KEYS"] = "short"
    short = indoors.run("keys")

    assert len(secrets) == 4
    assert not [one for one in secrets if one[:8] in "".join(said)]
    assert wrong.status == 2
    assert outside.status == short.status == 78
    assert "comes from the environment" in outside.err
    assert "Take it out; `digest keys rotate` makes another." in short.err
