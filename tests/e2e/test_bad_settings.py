"""digest.toml, .env and the desk's templates with mistakes: named with file, line and the fix."""

import re
import traceback
from itertools import zip_longest

import pytest
from tests.e2e.conftest import Indoors

# Below: what stands in digest.toml (None puts the new line at its end), what takes its place,
# words of the sentence, words of the fix.
LANGUAGE = 'language = "en"'
SOURCE = '\n[[sources]]\nname = "Post"\nkind = "feed"\nurl = "https://post.example.org/rss"\n'
TOML = [
    # An unknown key in every table, and an unknown table.
    (LANGUAGE, 'straplime = "x"', "[publication] has no key 'straplime'", "'strapline'"),
    ("summary_words = 60", "summary_word = 60", "[edition] has no key", "'summary_words'"),
    ("# slots =", 'slots = { a = { att = "05:30" } } #', "[slots] has no key 'att'", "'at'"),
    ('on_unknown = "hold"', 'on_unknow = "hold"', "[sending] has no key", "'on_unknown'"),
    ("[collect]\n", "[collect]\nallow = []\n", "[collect] has no key 'allow'", "allow_private"),
    (None, '\n[[sections]]\nname = "A"\nlimits = 3\n', "[sections] has no key", "'limit'"),
    (None, SOURCE + 'sektion = "A"\n', "[sources] has no key 'sektion'", "'section'"),
    (None, "\n[edtion]\nstories = 3\n", "no key 'edtion'", "'edition'"),
    # A broken value in every table.
    (LANGUAGE, 'language = "not a tag"', "no language tag", '"en"'),
    ('timezone = "Europe/Brussels"', 'timezone = "Brussels"', "no time zone", "'Europe/Brussels'"),
    ("stories = 12", "stories = 0", "'stories' must be a whole number of at least 1", ""),
    ("minimum = 3", "minimum = 30", "more than the 12 at most", ""),
    ("# slots =", 'slots = { a = { at = "5 pm" } } #', "no time of day", '"05:30"'),
    ('on_unknown = "hold"', 'on_unknown = "guess"', "must be", '"retry"'),
    ('"127.0.0.1"]', '"127.0.0.1/99"]', "no address, network or host name", ""),
    (None, '\n[[sections]]\nname = "A"\nlimit = "four"\n', "'limit' must be a whole number", ""),
    (None, SOURCE.replace("https://", ""), "no web address", "https://"),
    (None, SOURCE.replace('"feed"', '"fed"'), "'kind' must be", '"feed"'),
    (None, SOURCE.replace('name = "Post"\n', ""), "lacks 'name'", ""),
    (None, SOURCE + SOURCE, "is there twice", "Rename"),
    # What is no TOML at all.
    (LANGUAGE, 'language = "en', "", ""),
    (LANGUAGE, "language = en", "", ""),
    (LANGUAGE, "language", "", ""),
    (LANGUAGE, LANGUAGE + "\n" + LANGUAGE, "", ""),
    (None, "\n[[sources]\n", "", ""),
]
COMMANDS = [
    ("collect",),
    ("articles",),
    ("stories",),
    ("draft",),
    ("check",),
    ("edit",),
    ("preview", "--out", "out"),
    ("send",),
    ("send", "--dry-run"),
    ("report",),
    ("status", "--expect"),
    ("sources", "list"),
    ("sources", "add", "https://post.example.org/"),
    ("sources", "remove", "Good"),
    ("subscribers", "import", "readers.csv"),
    ("subscribers", "export"),
    ("subscribers", "add", "jo@example.org"),
    ("subscribers", "remove", "jo@example.org"),
    ("subscribers", "list"),
    ("subscribers", "show", "jo@example.org"),
    ("subscribers", "forget", "jo@example.org", "--yes"),
]


@pytest.mark.parametrize(("old", "new", "says", "fix"), TOML)
def test_a_mistake_in_digest_toml_is_named_with_its_line_and_nothing_is_done(
    indoors: Indoors, old: str | None, new: str, says: str, fix: str
) -> None:
    path = indoors.folder / "digest.toml"
    before = path.read_text(encoding="utf-8")
    if old is None:
        indoors.add(new)
    else:
        indoors.change(old, new)
    after = path.read_text(encoding="utf-8")

    ran = indoors.run("send")
    told = indoors.run("--json", "collect")
    quiet = indoors.run("status", "-q")

    assert (ran.status, told.status, quiet.status) == (78, 78, 78)
    assert told.data["status"] == "config"
    place = re.match(r"digest\.toml, line (\d+)", ran.err)
    assert place is not None, ran.err
    pairs = zip_longest(before.splitlines(), after.splitlines())
    changed = [line for line, (one, other) in enumerate(pairs, 1) if one != other]
    assert int(place[1]) in changed, ran.err
    assert says in ran.err
    assert fix in ran.err
    assert ran.out == quiet.out == ""
    assert len(quiet.err.splitlines()) == 1
    assert not (indoors.folder / "digest.db").exists()

    path.write_text(before, encoding="utf-8")
    assert indoors.run("collect").status == 0


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_names_the_mistake_and_changes_nothing(
    indoors: Indoors, command: tuple[str, ...]
) -> None:
    indoors.change("strapline =", "straplime =")
    files = {path: path.read_bytes() for path in indoors.folder.rglob("*") if path.is_file()}

    ran = indoors.run(*command)

    assert ran.status == 78, ran
    assert "digest.toml, line " in ran.err
    assert "Did you mean 'strapline'?" in ran.err
    assert files == {p: p.read_bytes() for p in indoors.folder.rglob("*") if p.is_file()}


def test_a_digest_toml_that_is_none_is_named(indoors: Indoors) -> None:
    path = indoors.folder / "digest.toml"
    for content, words in (
        (b"", "lacks 'publication'"),
        (b"\xff\xfe\x00", "line 1: not UTF-8"),
        (b"# x\n" * 300_000, "larger than 1 MiB"),
        (b"a = 1" + b"\n[[a]]" * 3, "line 2"),
        (b"x = " + b"[" * 20_000, "without end"),
    ):
        path.write_bytes(content)
        ran = indoors.run("collect")
        assert ran.status == 78, content[:20]
        assert "digest.toml" in ran.err
        assert words in ran.err
    path.unlink()
    ran = indoors.run("collect")
    assert (ran.status, "name its folder with -C" in ran.err) == (78, True)
    path.mkdir()
    ran = indoors.run("collect")
    assert (ran.status, "digest.toml cannot be read" in ran.err) == (78, True)


CANARY = "pa55-canary"
ENV = [
    ("DIGEST_RELAI=maildir:x", "does not know DIGEST_RELAI", "DIGEST_RELAY"),
    ("DIGEST_WEBHOOK=x", "does not know DIGEST_WEBHOOK", "Known are"),
    (f"DIGEST_RELAY='smtp://user:{CANARY}@host", "KEY=value", "quotation mark"),
    (f"DIGEST_RELAY=smtp://user:{CANARY}@host:port", "names no relay", "smtp://"),
    (f"DIGEST_RELAY=smtp://user:{CANARY}/x@host:587", "names no relay", "percent-encoded"),
    (f"DIGEST_RELAY=smtp://:{CANARY}@host:587", "user without a password", "smtp://"),
    (f"DIGEST_RELAY=smtp://{CANARY}@host:587", "user without a password", "smtp://"),
    (f"DIGEST_RELAY=smtp+plain://user:{CANARY}@127.0.0.1:25", "in clear text", "smtps://"),
    ("DIGEST_RELAY=smtp+plain://relay.example.org", "in clear text", "?insecure=yes"),
    ("DIGEST_RELAY=smtp://host?fast=yes", "option that is not known", "?insecure=yes"),
    (f"DIGEST_RELAY=https://user:{CANARY}@host", "names no relay", "maildir:outbox"),
    ("DIGEST_RELAY=maildir:", "names no folder", "maildir:outbox"),
    ("DIGEST_DATABASE=digest.db", "names no database", "sqlite:///digest.db"),
    (f"DIGEST_DATABASE=postgresql://u:{CANARY}@db", "names no database", "host/digest"),
    ("DIGEST_PUBLIC_URL=news.example.org", "no web address", "https://"),
    ("DIGEST_PUBLIC_URL=http://news.example.org", "must begin with https", ""),
    (f"DIGEST_SECRET={CANARY}", "shorter than 32", ""),
    (f"this line is {CANARY} and no setting =", "", ""),
]


@pytest.mark.parametrize(("line", "says", "fix"), ENV)
@pytest.mark.parametrize("debug", [(), ("--debug",)], ids=["plain", "debug"])
def test_a_mistake_in_env_is_named_with_its_line_and_shows_no_secret(
    indoors: Indoors, line: str, says: str, fix: str, debug: tuple[str, ...]
) -> None:
    path = indoors.folder / ".env"
    key = line.partition("=")[0]
    kept = [one for one in path.read_text(encoding="utf-8").splitlines() if not one.startswith(key)]
    path.write_text("\n".join([*kept, line]) + "\n", encoding="utf-8")

    if debug:
        with pytest.raises(Exception) as caught:  # noqa: PT011 - whatever it is, it is shown
            indoors.run("send", *debug)
        shown = "".join(traceback.format_exception(caught.value))
        assert CANARY not in shown
        return
    ran = indoors.run("send")

    if not says:
        assert CANARY not in ran.out + ran.err
        return
    assert ran.status == 78
    assert f".env, line {len(kept) + 1}: " in ran.err
    assert says in ran.err
    assert fix in ran.err
    assert CANARY not in ran.out + ran.err
    assert not (indoors.folder / "digest.db").exists()


def test_a_secret_that_is_missing_is_named_with_a_way_to_make_one(indoors: Indoors) -> None:
    path = indoors.folder / ".env"
    text = path.read_text(encoding="utf-8")
    for emptied in ("", "DIGEST_SECRET="):
        path.write_text(re.sub("DIGEST_SECRET=.*", emptied, text), encoding="utf-8")
        ran = indoors.run("collect")
        assert ran.status == 78
        assert ".env has no DIGEST_SECRET" in ran.err
        assert "token_urlsafe" in ran.err
    path.unlink()
    assert ".env has no DIGEST_SECRET" in indoors.run("collect").err
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    assert indoors.run("collect").status == 0


def test_an_env_that_others_may_read_is_warned_of_and_stops_nothing(indoors: Indoors) -> None:
    path = indoors.folder / ".env"
    path.chmod(0o644)

    ran = indoors.run("collect")
    told = indoors.run("--json", "collect")
    quiet = indoors.run("collect", "-q")
    path.chmod(0o600)
    closed = indoors.run("collect")

    assert ran.status == 0
    assert "Warning: " in ran.err
    assert "mode 0644" in ran.err
    assert f"chmod 600 {path}" in ran.err
    assert "Warning" in told.err
    assert told.data["status"] == "ok"
    assert quiet.err == ""
    assert closed.err == ""


def test_an_unknown_variable_of_the_environment_is_warned_of(indoors: Indoors) -> None:
    indoors.environment["DIGEST_RELAI"] = CANARY

    ran = indoors.run("collect")

    assert ran.status == 0
    assert "DIGEST_RELAI is not known" in ran.err
    assert CANARY not in ran.err
