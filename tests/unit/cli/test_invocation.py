"""Global options stand before or after the command's name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.cli.invocation import FLAGS, WITH_VALUE, put_global_options_first


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("send -q", "-q send"),
        ("send --json the-daily-2026-11-23", "--json send the-daily-2026-11-23"),
        ("draft --date 2026-11-23 -C thedaily", "-C thedaily draft --date 2026-11-23"),
        ("draft --directory=thedaily -v", "--directory=thedaily -v draft"),
        ("-C a send --now 2026-11-23 -q", "-C a --now 2026-11-23 -q send"),
        ("subscribers list --json", "--json subscribers list"),
        ("send", "send"),
        ("", ""),
        # What follows `--` is an argument, whatever it looks like.
        ("read -- --json -q", "read -- --json -q"),
        ("read -q -- -C", "-q read -- -C"),
        # An option whose value is missing is left for Typer to complain about.
        ("send -C", "send -C"),
        ("send --jsonl", "send --jsonl"),
    ],
)
def test_global_options_are_moved_before_the_command(typed: str, read: str) -> None:
    assert put_global_options_first(typed.split()) == read.split()


WORDS = st.sampled_from(
    [*FLAGS, *WITH_VALUE, "--now=2026-11-23", "send", "draft", "--date", "x", "--", "a b", ""]
)


@given(st.lists(WORDS, max_size=12))
def test_no_word_is_lost_or_made_up_and_the_order_of_the_rest_stays(words: list[str]) -> None:
    moved = put_global_options_first(words)
    assert sorted(moved) == sorted(words)
    assert put_global_options_first(moved) == moved
    if "--" in words:
        after = words[words.index("--") :]
        if not any(one in WITH_VALUE for one in words):
            assert moved[len(moved) - len(after) :] == after
