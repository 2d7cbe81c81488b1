"""digest.toml and .env: every mistake is named with its line and the nearest word."""

import re
from datetime import time
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.adapters.settings_file import NewFolder, SettingsFile, find_line, read_example
from digest.app.init import Wish, init_publication
from digest.config import Settings, read_settings
from digest.errors import ConfigError, UsageError
from digest.model.publication import (
    LlmRules,
    OnUnknown,
    SectionRule,
    Source,
    SourceKind,
    Span,
    WeeklyRules,
)

SECRET = "a-secret-of-more-than-thirty-two-characters"
WHOLE = """\
# The evening paper
[publication]
id = "the-daily"
name = "The Daily"
strapline = "Read the World Today"
timezone = "Europe/Brussels"
language = "en"
site = "https://example.org"
sender = "The Daily <daily@example.org>"
reply_to = "desk@example.org"
address = "1 Press Lane, 1000 Brussels"
theme = "daily"

[edition]
stories = 9
minimum = 2
summary_words = 40
approval = "auto"
slots = { evening = { at = "17:00" }, morning = { at = "05:30", send_by = "09:30" } }

[sending]
send_by = "21:00"
bounce_address = "bounces@example.org"
unsubscribe_address = "leave@example.org"
on_unknown = "retry"
rate = "1200/min"
domain_rates = { "Gmail.com" = "20/s", "bücher.example" = "600/min" }

[collect]
allow_private = ["127.0.0.1", "10.0.0.0/8", "feeds.newsroom.internal"]

[llm]
summaries = true
subject = true
timeout = 5
calls = 8
tokens = 9000

[[sections]]
name = "Politics"
limit = 4
minimum = 1
keywords = ["minister", "vote"]

[[sections]]
name = "World"

[[sources]]
name = "Example Politics"
kind = "feed"
url = "https://example.org/politics.rss"
section = "Politics"
weight = 1.5
language = "en-GB"
own = true

[[sources]]
name = "Saved"
kind = "folder"
url = "pages"
"""
SHORT = """\
[publication]
id = "the-daily"
name = "The Daily"
sender = "daily@example.org"
"""


def write(folder: Path, toml: str = SHORT, env: str = f"DIGEST_SECRET={SECRET}\n") -> Path:
    (folder / "digest.toml").write_text(toml, encoding="utf-8")
    path = folder / ".env"
    path.write_text(env, encoding="utf-8")
    path.chmod(0o600)
    return folder


def load(folder: Path, environment: dict[str, str] | None = None) -> Settings:
    return read_settings(folder, environment or {})


def refusal(folder: Path, environment: dict[str, str] | None = None) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        load(folder, environment)
    return caught.value


def line_of(text: str, part: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if part in line)


def test_every_key_reaches_the_settings(tmp_path: Path) -> None:
    publication = load(write(tmp_path, WHOLE)).publication

    assert (publication.id, publication.name) == ("the-daily", "The Daily")
    assert publication.timezone == "Europe/Brussels"
    assert publication.edition.stories == 9
    assert [(slot.name, slot.at, slot.send_by) for slot in publication.edition.slots] == [
        ("morning", time(5, 30), time(9, 30)),
        ("evening", time(17), None),
    ]
    assert publication.sending.send_by == time(21)
    assert publication.sending.on_unknown is OnUnknown.RETRY
    assert publication.sending.rate == 20
    assert dict(publication.sending.domain_rates) == {"gmail.com": 20, "xn--bcher-kva.example": 10}
    assert publication.collect.allow_private[2] == "feeds.newsroom.internal"
    assert publication.llm == LlmRules(
        summaries=True, subject=True, timeout=5, calls=8, tokens=9000
    )
    assert publication.sections == (
        SectionRule(name="Politics", limit=4, minimum=1, keywords=("minister", "vote")),
        SectionRule(name="World"),
    )
    assert publication.sources[0] == Source(
        name="Example Politics",
        kind=SourceKind.FEED,
        url="https://example.org/politics.rss",
        section="Politics",
        weight=1.5,
        language="en-GB",
        own=True,
    )


def test_what_is_left_out_keeps_its_default(tmp_path: Path) -> None:
    loaded = load(write(tmp_path))

    assert loaded.publication.edition.stories == 12
    assert loaded.publication.sending.rate is None
    assert not loaded.publication.sending.domain_rates
    assert loaded.publication.sections == ()
    assert loaded.machine.relay == "maildir:outbox"
    assert loaded.machine.database == "sqlite:///digest.db"
    assert loaded.machine.public_url is None
    assert loaded.warnings == ()


def test_without_sections_the_sources_name_them(tmp_path: Path) -> None:
    source = '[[sources]]\nname = "{0}"\nkind = "folder"\nurl = "{0}"\nsection = "{1}"\n'
    toml = (
        SHORT
        + source.format("a", "World")
        + source.format("b", "City")
        + source.format("c", "World")
    )

    assert load(write(tmp_path, toml)).publication.sections == (
        SectionRule(name="World"),
        SectionRule(name="City"),
    )


@pytest.mark.parametrize(
    ("table", "wrong", "nearest"),
    [
        ("[publication]", 'straplin = "x"', "'strapline'"),
        ("[edition]", "storys = 3", "'stories'"),
        ("[sending]", 'bounce_adress = "x"', "'bounce_address'"),
        ("[collect]", "allow_privat = []", "'allow_private'"),
        ("[[sections]]", "limits = 3", "'limit'"),
        ("[[sources]]", 'sections = "x"', "'section'"),
    ],
)
def test_an_unknown_key_of_any_table_names_its_line_and_the_nearest_key(
    tmp_path: Path, table: str, wrong: str, nearest: str
) -> None:
    toml = WHOLE.replace(table + "\n", f"{table}\n{wrong}\n", 1)

    error = refusal(write(tmp_path, toml))

    assert error.message.startswith(f"digest.toml, line {line_of(toml, wrong)}: ")
    assert wrong.split(maxsplit=1)[0] in error.message
    assert error.hint == f"Did you mean {nearest}?"
    assert error.exit_status == 78


def test_an_unknown_table_and_an_unknown_key_of_a_slot_are_named(tmp_path: Path) -> None:
    toml = WHOLE + "\n[edtion]\nstories = 3\n"
    error = refusal(write(tmp_path, toml))
    assert f"line {line_of(toml, '[edtion]')}" in error.message
    assert error.hint == "Did you mean 'edition'?"

    toml = WHOLE.replace('at = "17:00"', 'att = "17:00"')
    error = refusal(write(tmp_path, toml))
    assert f"line {line_of(toml, 'slots')}" in error.message
    assert error.hint == "Did you mean 'at'?"


def test_a_round_up_is_offered_only_where_the_file_says_so(tmp_path: Path) -> None:
    assert load(write(tmp_path, WHOLE)).publication.weekly is None
    offered = load(write(tmp_path, WHOLE + "\n[weekly]\n")).publication.weekly
    assert offered == WeeklyRules(day=5, at=time(9), send_by=None, stories=12)
    toml = WHOLE + '\n[weekly]\nday = "sunday"\nat = "08:30"\nsend_by = "12:00"\nstories = 20\n'
    offered = load(write(tmp_path, toml)).publication.weekly
    assert offered == WeeklyRules(day=6, at=time(8, 30), send_by=time(12), stories=20)


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('day = "Saturday"', "day"),
        ('at = "nine"', "at"),
        ('send_by = "08:00"', "send_by"),
        ("stories = 1", "stories"),
        ('time = "09:00"', "time"),
    ],
    ids=["day", "at", "send_by", "stories", "unknown"],
)
def test_a_wrong_line_of_the_round_up_is_named(tmp_path: Path, line: str, key: str) -> None:
    toml = f"{WHOLE}\n[weekly]\n{line}\n"
    error = refusal(write(tmp_path, toml))
    assert f"line {toml.splitlines().index(line) + 1}" in error.message, key


def test_no_slot_has_the_name_of_the_round_up(tmp_path: Path) -> None:
    toml = WHOLE.replace('evening = { at = "17:00" }', 'weekly = { at = "17:00" }')
    assert "names the round-up" in refusal(write(tmp_path, toml)).message


def test_a_key_of_another_table_is_sent_home(tmp_path: Path) -> None:
    toml = WHOLE.replace("[edition]\n", '[edition]\nreply_to = "x@example.org"\n')

    assert refusal(write(tmp_path, toml)).hint == "'reply_to' belongs to [publication]."


def test_a_key_of_the_second_source_names_the_second_sources_line(tmp_path: Path) -> None:
    toml = WHOLE.replace('name = "Saved"\n', 'name = "Saved"\nweigth = 2\n')

    error = refusal(write(tmp_path, toml))

    assert f"line {line_of(toml, 'weigth')}:" in error.message


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ('id = "the-daily"', 'id = "The Daily"', "'id' is 'The Daily'"),
        ('name = "The Daily"', 'name = " "', "'name' is empty"),
        ('name = "The Daily"', "name = 7", "'name' must be text"),
        ('strapline = "Read', 'strapline = "\\u0007Read', "must be one line of text"),
        ('"Europe/Brussels"', '"Europe/Brussel"', "no time zone 'Europe/Brussel'"),
        ('language = "en"', 'language = "english please"', "no language tag"),
        ('site = "https://example.org"', 'site = "example.org"', "no web address"),
        ('"The Daily <daily@example.org>"', '"The Daily"', "no mailbox"),
        ('reply_to = "desk@example.org"', 'reply_to = "desk@@example.org"', "no mailbox"),
        ('theme = "daily"', 'theme = "dayly"', "no theme 'dayly'"),
        ("stories = 9", 'stories = "9"', "'stories' must be a whole number"),
        ("stories = 9", "stories = 0", "'stories' must be a whole number of at least 1"),
        ("minimum = 2", "minimum = 20", "more than the 9 at most"),
        ('approval = "auto"', 'approval = "required"', "not available in this version"),
        ('approval = "auto"', 'approval = "maybe"', "'approval' must be"),
        ('at = "17:00"', 'at = "5 pm"', "no time of day"),
        ('at = "17:00"', 'at = "05:30"', "are at the same time"),
        ('send_by = "09:30"', 'send_by = "04:30"', "before it begins"),
        ("{ evening =", '{ "Late night" =', "needs small letters and digits"),
        ('send_by = "21:00"', 'send_by = "21"', "no time of day"),
        ('"bounces@example.org"', '"Bounces <b@example.org>"', "no address"),
        ('on_unknown = "retry"', 'on_unknown = "guess"', "'on_unknown' must be"),
        ('rate = "1200/min"', 'rate = "fast"', "no rate"),
        ('rate = "1200/min"', 'rate = "0.0/s"', "no rate"),
        ('rate = "1200/min"', "rate = 100", "'rate' must be text in quotation marks"),
        ('"20/s"', '"20"', "'20' is no rate"),
        ('"Gmail.com"', '"Gmail"', "'Gmail' is no domain"),
        ('"Gmail.com"', '"somebody@gmail.com"', "is no domain"),
        ('"Gmail.com"', '"xn--bcher-kva.example"', "has a rate already"),
        ('"20/s"', "20", "must be text in quotation marks"),
        ('"10.0.0.0/8"', '"10.0.0.0/80"', "no address, network or host name"),
        ('"10.0.0.0/8"', '"10.0.0.256"', "no address, network or host name"),
        ('name = "World"', 'name = "politics"', "is there twice"),
        ("limit = 4\nminimum = 1", "limit = 4\nminimum = 5", "more than its limit"),
        ('kind = "feed"', 'kind = "fed"', "'kind' must be"),
        ('url = "https://example.org/politics.rss"', 'url = "politics.rss"', "no web address"),
        ('section = "Politics"', 'section = "Politic"', "no section 'Politic'"),
        ('name = "Saved"', 'name = "example politics"', "is there twice"),
        ("weight = 1.5", "weight = 0", "'weight' must be a number of more than 0"),
        ('language = "en-GB"', 'language = "?"', "no language tag"),
        ("own = true", "own = 1", "'own' must be true or false"),
    ],
)
def test_a_wrong_value_is_named_with_its_line(
    tmp_path: Path, right: str, wrong: str, says: str
) -> None:
    assert right in WHOLE
    toml = WHOLE.replace(right, wrong, 1)

    error = refusal(write(tmp_path, toml))

    assert says in error.message
    place = re.match(r"digest\.toml, line (\d+): ", error.message)
    assert place is not None
    pairs = zip(WHOLE.splitlines(), toml.splitlines(), strict=True)
    assert int(place[1]) in [line for line, (one, other) in enumerate(pairs, 1) if one != other]


def test_retention_is_read_as_spans_of_the_calendar(tmp_path: Path) -> None:
    rules = 'pending = "7 days"\nleft = "24 months"\narticles = "1 year"\nrecords = "5 weeks"\n'
    retention = load(write(tmp_path, f"{SHORT}\n[retention]\n{rules}")).publication.retention

    assert (retention.pending, retention.left) == (Span(days=7), Span(months=24))
    assert (retention.articles, retention.letters) == (Span(months=12), None)
    assert retention.records == Span(days=35)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('left = "two years"', "'two years' is no span of time"),
        ('left = "0 days"', "no span of time"),
        ("left = 24", "must be text"),
        ('lefts = "24 months"', "'left'"),
        ('records = "4 weeks"', '"5 weeks" at least'),
        ('records = "1 month"', '"5 weeks" at least'),
    ],
    ids=["words", "nought", "number", "unknown", "round-ups", "february"],
)
def test_a_wrong_line_of_the_retention_is_named(tmp_path: Path, line: str, says: str) -> None:
    toml = f"{SHORT}\n[retention]\n{line}\n"
    error = refusal(write(tmp_path, toml))

    assert error.message.startswith(f"digest.toml, line {len(toml.splitlines())}")
    assert says in error.message + error.hint


@pytest.mark.parametrize(
    ("rule", "says", "does"),
    [
        ("quotation-stile", "there is no rule", "'quotation-style'"),
        ("told-before", "blocks sending", "Only warnings"),
    ],
)
def test_only_a_rule_that_warns_may_be_silent(
    tmp_path: Path, rule: str, says: str, does: str
) -> None:
    toml = f'{WHOLE}\n[check]\nsilent = ["{rule}"]\n'
    error = refusal(write(tmp_path, toml))

    assert error.message.startswith(f"digest.toml, line {len(toml.splitlines())}: ")
    assert says in error.message
    assert does in error.hint


def test_a_missing_key_names_its_table(tmp_path: Path) -> None:
    error = refusal(write(tmp_path, '[publication]\nid = "x"\nname = "X"\n'))

    assert error.message == "digest.toml, line 1: [publication] lacks 'sender'."


@pytest.mark.parametrize(
    ("toml", "line"),
    [
        ('[publication]\nid = "x"\nname = "The Daily\n', 3),
        ("[publication]\nid = x\n", 2),
        ('[publication]\nid = "x"\nid = "y"\n', 3),
        ('[publication\nid = "x"\n', 1),
        ("a = 1 b = 2\n", 1),
    ],
)
def test_broken_toml_names_its_line(tmp_path: Path, toml: str, line: int) -> None:
    error = refusal(write(tmp_path, toml))

    assert error.message.startswith(f"digest.toml, line {line}")
    assert error.hint


def test_a_file_that_is_not_utf_8_names_its_line(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "digest.toml").write_bytes(b'[publication]\nname = "Caf\xe9"\n')

    assert refusal(tmp_path).message == "digest.toml, line 2: not UTF-8."


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "digest.toml").write_text(SHORT, encoding="utf-8-sig")

    assert load(tmp_path).publication.id == "the-daily"


def test_a_folder_without_a_publication_says_how_to_make_one(tmp_path: Path) -> None:
    error = refusal(tmp_path)

    assert error.message == f"There is no publication in {tmp_path}: it has no digest.toml."
    assert "digest init" in error.hint


def test_a_folder_with_env_alone_says_what_it_is_for(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "digest.toml").unlink()

    error = refusal(tmp_path)

    assert "it has no digest.toml" in error.message
    assert "digest worker" in error.hint
    assert "digest init" not in error.hint


def test_a_theme_of_ones_own_is_a_folder_under_templates(tmp_path: Path) -> None:
    (tmp_path / "templates" / "evening").mkdir(parents=True)

    folder = write(tmp_path, SHORT + 'theme = "evening"\n')

    assert load(folder).publication.theme == "evening"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(
    cut=st.integers(0, len(WHOLE)),
    put=st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
    take=st.integers(0, 12),
)
def test_any_damage_is_read_or_refused_in_one_sentence(
    tmp_path: Path, cut: int, put: str, take: int
) -> None:
    folder = write(tmp_path, WHOLE[:cut] + put + WHOLE[cut + take :])

    try:
        load(folder)
    except ConfigError as error:
        assert error.message.startswith("digest.toml")  # noqa: PT017 - no error is right as well


def test_the_line_of_a_key_is_found_past_strings_of_several_lines() -> None:
    text = 'a = """\n[sources]\nname = 1\n"""\n[[sources]]\nname = "x"\n[[sources]]\nname = "y"\n'

    assert find_line(text, ("sources", 1, "name")) == 8
    assert find_line(text, ("sources", 0, "kind")) == 5
    assert find_line(text, ("nothing",)) is None


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    write(tmp_path, env=f"DIGEST_SECRET={SECRET}\nDIGEST_RELAY=smtp://mail.example.org:587\n")

    assert load(tmp_path).machine.relay == "smtp://mail.example.org:587"
    loaded = load(tmp_path, {"DIGEST_RELAY": "maildir:elsewhere", "HOME": "/"})
    assert loaded.machine.relay == "maildir:elsewhere"


def test_an_empty_value_is_none(tmp_path: Path) -> None:
    write(tmp_path, env=f"DIGEST_SECRET={SECRET}\nDIGEST_RELAY=\nDIGEST_PUBLIC_URL=\n")

    loaded = load(tmp_path)

    assert loaded.machine.relay == "maildir:outbox"
    assert loaded.machine.public_url is None


@pytest.mark.parametrize(
    "password", ["pa$$word", "with#hash", "back\\slash", "${HOME}", "single'quote"]
)
def test_a_password_is_taken_as_it_stands(tmp_path: Path, password: str) -> None:
    relay = f"smtp://user:{password}@mail.example.org:587".replace("#", "%23")
    write(tmp_path, env=f"DIGEST_SECRET={SECRET}\nDIGEST_RELAY={relay}\n")

    assert load(tmp_path).machine.relay == relay


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("DIGEST_RELAI=x", "does not know DIGEST_RELAI"),
        ("DIGEST_DKIM_KEYS=key.pem", "does not know DIGEST_DKIM_KEYS"),
        ("DIGEST_LLM_URI=http://127.0.0.1", "does not know DIGEST_LLM_URI"),
        ("DIGEST_LLM_URL=http://127.0.0.1:11434/v1", "needs DIGEST_LLM_MODEL as well"),
        ("DIGEST_LLM_MODEL=llama", "needs DIGEST_LLM_URL as well"),
        ("DIGEST_LLM_KEY=sk-hidden", "needs DIGEST_LLM_URL as well"),
        ("DIGEST_RELAY='never closed", "not a line of the form KEY=value"),
        ("DIGEST_RELAY=mail.example.org", "names no relay"),
        ("DIGEST_RELAY=http://mail.example.org", "names no relay"),
        ("DIGEST_RELAY=maildir:", "names no folder"),
        ("DIGEST_RELAY=smtp://:587", "names no relay"),
        ("DIGEST_RELAY=smtp://mail.example.org:0", "names no relay"),
        ("DIGEST_RELAY=smtp://mail.example.org:99999", "names no relay"),
        ("DIGEST_DATABASE=postgresql://db", "names no database of the server"),
        ("DIGEST_DATABASE=postgresql://u:p@ss@db/digest", "has an @ in its user or password"),
        ("DIGEST_DATABASE=digest.db", "names no database"),
        ("DIGEST_DATABASE=sqlite:///", "names no database"),
        ("DIGEST_PUBLIC_URL=http://news.example.org", "must begin with https"),
        ("DIGEST_PUBLIC_URL=news.example.org", "no web address"),
        ("DIGEST_PUBLIC_URL=https://user@news.example.org", "no web address"),
        ("DIGEST_PUBLIC_URL=https://news.example.org?a=b", "no web address"),
    ],
)
def test_a_wrong_line_of_env_is_named_and_its_value_is_not_shown(
    tmp_path: Path, line: str, says: str
) -> None:
    write(tmp_path, env=f"# Secrets\nDIGEST_SECRET={SECRET}\n{line}\n")

    error = refusal(tmp_path)

    assert error.message.startswith(".env, line 3: ")
    assert says in error.message
    assert error.hint


LLM_ENV = "DIGEST_LLM_URL=http://127.0.0.1:11434/v1/\nDIGEST_LLM_MODEL=llama3.1:8b\n"


def test_a_language_model_has_an_address_a_name_and_perhaps_a_key(tmp_path: Path) -> None:
    write(tmp_path, env=f"DIGEST_SECRET={SECRET}\n{LLM_ENV}DIGEST_LLM_KEY=sk-hidden\n")

    server = load(tmp_path).machine.llm
    assert server
    assert (server.url, server.model) == ("http://127.0.0.1:11434/v1", "llama3.1:8b")
    assert server.key == "sk-hidden"
    assert "sk-hidden" not in repr(load(tmp_path))


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://models.example.org/v1", "to a public host in clear text"),
        ("http://8.8.8.8/v1", "to a public host in clear text"),
        ("http://134744072/v1", "to a public host in clear text"),
        ("http://0x08080808/v1", "to a public host in clear text"),
        ("ftp://127.0.0.1/v1", "is no web address"),
        ("127.0.0.1:11434", "is no web address"),
        ("https://[::1/v1", "is no web address"),
        ("https://models.example.org:0/v1", "is no web address"),
        ("https://someone:pass@models.example.org/v1", "holds more than an address"),
        ("https://models.example.org/v1?key=sk", "holds more than an address"),
    ],
)
def test_an_unsafe_address_of_a_language_model_is_refused(
    tmp_path: Path, url: str, says: str
) -> None:
    error = refusal(write(tmp_path), {"DIGEST_LLM_URL": url, "DIGEST_LLM_MODEL": "llama"})
    assert says in error.message
    assert "pass@" not in error.message + error.hint


@pytest.mark.parametrize(
    "url",
    ["https://models.example.org/v1", "http://10.1.2.3:8000/v1", "http://[::1]:8080/v1",
     "http://localhost/v1", "http://ollama:11434/v1", "http://gpu.newsroom.internal/v1"],
)  # fmt: skip
def test_a_private_address_may_be_asked_in_clear_text_and_any_over_tls(
    tmp_path: Path, url: str
) -> None:
    settings = load(write(tmp_path), {"DIGEST_LLM_URL": url, "DIGEST_LLM_MODEL": "llama"})
    assert settings.machine.llm


def test_a_language_model_that_is_switched_on_and_not_there_warns(tmp_path: Path) -> None:
    on = f"{SHORT}\n[llm]\nsummaries = true\n"
    [warning] = load(write(tmp_path, toml=on)).warnings
    assert "none is asked" in warning
    write(tmp_path, toml=on, env=f"DIGEST_SECRET={SECRET}\n{LLM_ENV}")
    settings = load(tmp_path)
    assert settings.warnings == ()
    assert settings.publication.llm.is_on


def test_the_nearest_key_of_env_is_offered(tmp_path: Path) -> None:
    write(tmp_path, env=f"DIGEST_SECRET={SECRET}\nDIGEST_RELAI=x\n")

    assert refusal(tmp_path).hint == "Did you mean DIGEST_RELAY?"


def test_a_wrong_value_of_the_environment_names_the_variable(tmp_path: Path) -> None:
    error = refusal(write(tmp_path), {"DIGEST_DATABASE": "mysql://x"})

    assert error.message.startswith("the environment variable DIGEST_DATABASE: ")
    assert error.message.count("DIGEST_DATABASE") == 1


def test_an_unknown_variable_of_the_environment_only_warns(tmp_path: Path) -> None:
    loaded = load(write(tmp_path), {"DIGEST_RELAI": "x"})

    assert loaded.warnings == (
        "The environment variable DIGEST_RELAI is not known to this version of digest.",
    )


def test_no_secret_and_a_short_one_are_refused(tmp_path: Path) -> None:
    missing = refusal(write(tmp_path, env=""))
    assert "has no DIGEST_SECRET" in missing.message
    assert "make one (only for a new publication): python3" in missing.hint
    assert "shorter than 32" in refusal(write(tmp_path, env="DIGEST_SECRET=short\n")).message


def test_secrets_show_in_no_repr_and_in_no_message(tmp_path: Path) -> None:
    relay = "smtp://user:canary-password@mail.example.org:587"
    env = f"DIGEST_SECRET={SECRET}\nDIGEST_RELAY={relay}\n"

    loaded = load(write(tmp_path, env=env))
    error = refusal(write(tmp_path, env=env.replace("smtp://", "smpt://")))

    assert SECRET not in repr(loaded)
    assert "canary" not in repr(loaded)
    assert "canary" not in error.message + error.hint


def test_an_open_env_warns(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / ".env").chmod(0o644)

    assert "chmod 600" in load(tmp_path).warnings[0]


def make(folder: Path, *, dry_run: bool = False) -> None:
    init_publication(
        Wish(name="The Daily"),
        folder=NewFolder(folder, dry_run=dry_run),
        secret=SECRET,
        example=read_example("subscribers.example.csv"),
        environment_example=read_example(".env.example"),
    )


def test_a_new_publication_can_be_read_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "thedaily"

    make(folder)

    loaded = load(folder)
    assert loaded.publication.id == "the-daily"
    assert loaded.machine.secret == SECRET
    assert loaded.warnings == ()
    assert (folder / ".env").stat().st_mode & 0o777 == 0o600
    assert (folder / "subscribers.csv").stat().st_mode & 0o777 == 0o600
    assert (folder / "editions").is_dir()


def test_a_rehearsed_init_makes_nothing(tmp_path: Path) -> None:
    make(tmp_path / "thedaily", dry_run=True)

    assert list(tmp_path.iterdir()) == []


def test_init_into_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")

    with pytest.raises(ConfigError, match="is a file"):
        make(tmp_path / "file")


def test_init_follows_no_link_that_waits_for_it(tmp_path: Path) -> None:
    folder = tmp_path / "thedaily"
    folder.mkdir()
    (folder / "digest.toml").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(UsageError):
        make(folder)

    assert not (tmp_path / "elsewhere").exists()


def source(name: str, section: str | None = None) -> Source:
    return Source(
        name=name, kind=SourceKind.FEED, url=f"https://example.org/{name}", section=section
    )


def test_sources_that_are_added_stand_apart_from_each_other(tmp_path: Path) -> None:
    write(tmp_path, SHORT)
    file = SettingsFile(tmp_path / "digest.toml")

    for name in ("one", "two", "three"):
        file.add_source(source(name, "City"))

    text = (tmp_path / "digest.toml").read_text(encoding="utf-8")
    assert text.count("\n\n[[sources]]\n") == 3
    assert "\n\n\n" not in text


def test_adding_and_removing_a_source_keeps_every_other_byte(tmp_path: Path) -> None:
    write(tmp_path, WHOLE)
    file = SettingsFile(tmp_path / "digest.toml")

    file.add_source(source("new", "City"), new_section=True)
    added = load(tmp_path).publication
    assert [one.name for one in added.sources] == ["Example Politics", "Saved", "new"]
    assert [one.name for one in added.sections] == ["Politics", "World", "City"]

    assert file.remove_source("new")
    assert not file.remove_source("new")
    text = (tmp_path / "digest.toml").read_text(encoding="utf-8")
    for line in WHOLE.splitlines():
        assert line in text


def test_sources_are_added_to_a_new_publication_one_after_the_other(tmp_path: Path) -> None:
    make(tmp_path)
    before = (tmp_path / "digest.toml").read_text(encoding="utf-8")
    file = SettingsFile(tmp_path / "digest.toml")

    for name, section in (("a", "World"), ("b", None), ("c", "City")):
        file.add_source(source(name, section), new_section=True)

    publication = load(tmp_path).publication
    assert publication.sources == (source("a", "World"), source("b"), source("c", "City"))
    assert [rule.name for rule in publication.sections] == ["World", "City"]
    assert (tmp_path / "digest.toml").read_text(encoding="utf-8").startswith(before.rstrip())


def test_five_hundred_sources_are_added_in_one_go_and_comments_stay(tmp_path: Path) -> None:
    write(tmp_path, WHOLE)
    many = [source(f"paper-{number}", "City" if number % 2 else "World") for number in range(500)]
    begun = process_time()

    SettingsFile(tmp_path / "digest.toml").add_sources(many, new_sections=["City", "World"])

    assert process_time() - begun < 3  # a rewrite of the file for each takes a minute
    publication = load(tmp_path).publication
    assert publication.sources[-500:] == tuple(many)
    assert [rule.name for rule in publication.sections] == ["Politics", "World", "City"]
    text = (tmp_path / "digest.toml").read_text(encoding="utf-8")
    for line in WHOLE.splitlines():
        assert line in text


def test_a_source_whose_section_exists_adds_no_section(tmp_path: Path) -> None:
    write(tmp_path, WHOLE)
    file = SettingsFile(tmp_path / "digest.toml")

    file.add_source(source("a", "World"), new_section=True)
    file.add_source(source("b", "World"), new_section=True)

    assert len(load(tmp_path).publication.sections) == 2


@pytest.mark.parametrize("name", ['quo"te', "back\\slash", "عربي", "emoji 🗞", "a # b", "[x]"])
def test_a_sources_name_of_any_kind_is_read_back(tmp_path: Path, name: str) -> None:
    write(tmp_path)
    wanted = Source(name=name, kind=SourceKind.FOLDER, url="pages", section=name)
    file = SettingsFile(tmp_path / "digest.toml")

    file.add_source(wanted, new_section=True)

    assert load(tmp_path).publication.sources == (wanted,)
    assert file.remove_source(name)
    assert load(tmp_path).publication.sources == ()


def test_inline_sources_stay_inline(tmp_path: Path) -> None:
    toml = 'sources = [\n  { name = "a", kind = "folder", url = "a" },  # mine\n]\n' + SHORT
    write(tmp_path, toml)

    SettingsFile(tmp_path / "digest.toml").add_source(source("b"))

    assert [one.name for one in load(tmp_path).publication.sources] == ["a", "b"]
    assert "# mine" in (tmp_path / "digest.toml").read_text(encoding="utf-8")


def test_a_broken_digest_toml_is_not_edited(tmp_path: Path) -> None:
    write(tmp_path, "[publication\n")

    with pytest.raises(ConfigError, match="cannot be edited"):
        SettingsFile(tmp_path / "digest.toml").add_source(source("a"))

    assert (tmp_path / "digest.toml").read_text(encoding="utf-8") == "[publication\n"
