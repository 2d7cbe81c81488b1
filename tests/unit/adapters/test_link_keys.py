"""The keys of links as .env has them: read, named without being told, and changed."""

import re
import stat
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from dotenv.parser import parse_stream
from hypothesis import given
from hypothesis import strategies as st

from digest.adapters.link_keys import (
    MOST,
    Mistake,
    describe_keys,
    parse_link_keys,
    put_keys,
    rotate,
    write_keys,
)
from digest.deliver.tokens import LinkKeys, Purpose, key_id, make_token, read_token
from digest.errors import ConfigError

SECRET = "the secret of a small paper, with @ and # in it"
FIRST, SECOND, THIRD = "f" * 32, "s" * 43, "T-_+/=." * 6
TODAY = date(2026, 11, 23)
LINE = f'DIGEST_LINK_KEYS="{FIRST} secret@2027-12-28"'
VALUE = f"{FIRST} secret@2027-12-28"


def noon_after(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00+00:00") + timedelta(days=1)


def test_the_first_key_signs_and_the_others_are_honoured_until_their_day_is_over() -> None:
    keys = parse_link_keys(f"{FIRST}  {SECOND}@2027-12-31 {THIRD}\n", SECRET)

    assert keys.signing == FIRST
    assert keys.former == ((SECOND, noon_after("2027-12-31")), (THIRD, None))


def test_the_word_secret_stands_for_the_secret() -> None:
    keys = parse_link_keys(f"{FIRST} secret@2027-12-31", SECRET)

    assert keys.former == ((SECRET, noon_after("2027-12-31")),)
    assert parse_link_keys("secret", SECRET) == LinkKeys(signing=SECRET)


def test_a_link_works_to_the_end_of_its_last_day_wherever_its_reader_is() -> None:
    keys = parse_link_keys(f"{FIRST} {SECOND}@2027-12-31", SECRET)
    end = datetime(2027, 12, 31, 23, 59, tzinfo=UTC)

    # In the westernmost zone that day ends twelve hours after it does in UTC.
    assert SECOND in keys.honoured(end + timedelta(hours=12))
    assert SECOND not in keys.honoured(end + timedelta(hours=12, minutes=1))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("f" * 31, "key no. 1 of DIGEST_LINK_KEYS is no key of at least 32"),
        (f"{FIRST} " + "s" * 31, "key no. 2 of DIGEST_LINK_KEYS is no key"),
        (f"{FIRST} {SECOND}é", "key no. 2"),
        (f"{FIRST}, {SECOND}", "key no. 1"),
        (f"{FIRST} Secret", "key no. 2"),
        (f"{FIRST} {SECOND}@", "key no. 2 of DIGEST_LINK_KEYS has no date after its @"),
        (f"{FIRST} {SECOND}@soon", "has no date after its @"),
        (f"{FIRST} {SECOND}@2027-02-30", "has no date after its @"),
        (f"{FIRST} {SECOND}@2027-12-31@2028-12-31", "has no date after its @"),
        (f"{FIRST} {SECOND}@9999-12-31", "has no date after its @"),
        (f"{FIRST}@2027-12-31 {SECOND}", "the first key of DIGEST_LINK_KEYS has a date"),
        (" ".join([FIRST] * (MOST + 1)), "more than 20 keys"),
    ],
)
def test_a_mistake_is_told_without_any_part_of_a_key(text: str, told: str) -> None:
    with pytest.raises(Mistake) as error:
        parse_link_keys(text, SECRET)

    assert told in error.value.message
    said = error.value.message + error.value.hint
    assert not re.search("f{4}|s{4}", said)
    assert error.value.hint


def test_keys_are_named_by_their_ids_with_their_dates() -> None:
    keys = parse_link_keys(f"{FIRST} secret@2027-12-31", SECRET)

    assert describe_keys(keys) == [
        (key_id(FIRST), None),
        (key_id(SECRET), noon_after("2027-12-31")),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, "NEW secret@2027-12-28"),
        ("secret", "NEW secret@2027-12-28"),
        ("A", "NEW A@2027-12-28"),
        ("A B@2027-06-01", "NEW A@2027-12-28 B@2027-06-01"),
        ("A B@2026-11-23 C@2026-11-22 D", "NEW A@2027-12-28 B@2026-11-23 D"),
        ("A secret@2027-01-01", "NEW A@2027-12-28 secret@2027-01-01"),
    ],
)
def test_a_new_key_comes_first_and_what_is_over_goes(before: str | None, after: str) -> None:
    assert rotate(before, "NEW", until=date(2027, 12, 28), today=TODAY) == after


def test_links_of_every_key_work_for_as_long_as_was_said() -> None:
    """Three rotations, each with its links in the mail."""
    value: str | None = None
    day = TODAY
    links: list[tuple[str, date]] = []
    signing = SECRET
    for key in (FIRST, SECOND, THIRD):
        links.append((link(signing), day + timedelta(days=400)))
        value = rotate(value, key, until=day + timedelta(days=400), today=day)
        signing, day = key, day + timedelta(days=200)

    keys = parse_link_keys(value or "", SECRET)

    assert keys.signing == THIRD
    for token, last in links:
        for days, works in ((-1, True), (0, True), (2, False)):
            at = datetime.combine(last, datetime.min.time(), UTC) + timedelta(days=days)
            assert (read(token, keys, at) is not None) is works


def link(key: str) -> str:
    return make_token(key, Purpose.UNSUBSCRIBE, publication="the-daily", subscriber_id=7)


def read(token: str, keys: LinkKeys, at: datetime) -> object:
    return read_token(
        token, Purpose.UNSUBSCRIBE, publication="the-daily", secrets=keys.honoured(at)
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"{LINE}\n"),
        ("DIGEST_SECRET=x\n", f"DIGEST_SECRET=x\n{LINE}\n"),
        ("DIGEST_SECRET=x", f"DIGEST_SECRET=x\n{LINE}\n"),
        ("# DIGEST_LINK_KEYS=\nDIGEST_SECRET=x\n", f"{LINE}\nDIGEST_SECRET=x\n"),
        ("#DIGEST_LINK_KEYS=", LINE),
        ("# DIGEST_LINK_KEYS=like this\n", f"# DIGEST_LINK_KEYS=like this\n{LINE}\n"),
        (f"A=1\n\n# Links.\nDIGEST_LINK_KEYS={FIRST}\nB=2\n", f"A=1\n\n# Links.\n{LINE}\nB=2\n"),
        (f"DIGEST_LINK_KEYS = '{FIRST}'\n", f"{LINE}\n"),
        (f'DIGEST_LINK_KEYS="{FIRST}\n {SECOND}@2027-01-01"\nB=2\n', f"{LINE}\nB=2\n"),
        (f"DIGEST_LINK_KEYS={FIRST}  # by Jo\nB=2\n", f"{LINE}  # by Jo\nB=2\n"),
        (f'DIGEST_LINK_KEYS="{FIRST}" # by Jo', f"{LINE}  # by Jo"),
        (f"export DIGEST_LINK_KEYS={FIRST}\n", f"export {LINE}\n"),
        (f"DIGEST_LINK_KEYS={FIRST}\r\nB=2\r\n", f"{LINE}\r\nB=2\r\n"),
        ("DIGEST_LINK_KEYS=a\n# B.\nDIGEST_LINK_KEYS=b\nC=1\n", f"{LINE}\n# B.\nC=1\n"),
        ("DIGEST_LINK_KEYS=\n", f"{LINE}\n"),
        ("DIGEST_LINK_KEYS\n", f"{LINE}\n"),
        ("XDIGEST_LINK_KEYS=a\n", f"XDIGEST_LINK_KEYS=a\n{LINE}\n"),
    ],
    ids=range(17),
)
def test_the_line_stands_where_it_stood_and_no_other_changes(before: str, after: str) -> None:
    assert put_keys(before, LINE) == after
    assert values(after)["DIGEST_LINK_KEYS"] == VALUE


def values(text: str) -> dict[str, str | None]:
    """What is set, as the settings are read."""
    bindings = parse_stream(StringIO(text, newline=""))
    return {one.key: one.value for one in bindings if one.key and not one.error}


LINES = st.lists(
    st.sampled_from(
        [
            "",
            "# a note",
            "#DIGEST_LINK_KEYS=",
            "DIGEST_SECRET=x # y",
            'DIGEST_RELAY="smtp://a:b@c"',
            "A='x\ny'",
            "DIGEST_LINK_KEYS=a",
            'export DIGEST_LINK_KEYS="a\nb"',
            "  B = 2",
        ]
    ),
    max_size=8,
).map("\n".join)


@given(LINES)
def test_whatever_stands_there_the_keys_are_set_and_all_else_stays(text: str) -> None:
    written = put_keys(text, LINE)

    assert values(written) == values(text) | {"DIGEST_LINK_KEYS": VALUE}
    assert put_keys(written, LINE) == written
    for note in ("# a note", "# y"):
        assert written.count(note) == text.count(note)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o400])
def test_the_file_is_private_whatever_it_was(tmp_path: Path, mode: int) -> None:
    path = tmp_path / ".env"
    path.write_bytes("DIGEST_SECRET=é\r\n# Ende\r\n".encode())
    path.chmod(mode)

    write_keys(path, VALUE)

    assert path.read_bytes() == f"DIGEST_SECRET=é\r\n# Ende\r\n{LINE}\n".encode()
    assert mode_of(path) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == [".env"]


def test_a_file_that_is_not_there_is_made(tmp_path: Path) -> None:
    """Where the environment has everything else."""
    write_keys(tmp_path / ".env", VALUE)

    assert (tmp_path / ".env").read_text(encoding="utf-8") == f"{LINE}\n"
    assert mode_of(tmp_path / ".env") == 0o600


def test_a_link_to_the_file_stays_a_link(tmp_path: Path) -> None:
    kept = tmp_path / "kept" / "env"
    kept.parent.mkdir()
    kept.write_text("A=1\n", encoding="utf-8")
    path = tmp_path / ".env"
    path.symlink_to(kept)

    write_keys(path, VALUE)

    assert path.is_symlink()
    assert kept.read_text(encoding="utf-8") == f"A=1\n{LINE}\n"


def test_a_file_of_somebody_else_stays_theirs_when_root_writes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / ".env"
    path.write_text("A=1\n", encoding="utf-8")
    kept: list[tuple[int, int]] = []
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("os.chown", lambda _name, *owner: kept.append(owner))

    write_keys(path, VALUE)

    assert kept == [(path.stat().st_uid, path.stat().st_gid)]


def no_room(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.chmod", "tempfile.mkstemp", "latin"])
def test_a_file_that_cannot_be_written_is_left_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / ".env"
    before = b"A=\xe9\n" if step == "latin" else b"A=1\n"
    path.write_bytes(before)
    if step != "latin":
        monkeypatch.setattr(step, no_room)

    with pytest.raises(ConfigError, match=r"\.env cannot be changed") as error:
        write_keys(path, VALUE)

    assert error.value.hint == "No key was changed."
    assert FIRST not in error.value.message
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == [".env"]
