"""What is named on the command line."""

import pytest

from digest.cli.opening import read_slug
from digest.errors import UsageError


@pytest.mark.parametrize(
    "named",
    ["the-daily-2026-11-23", "editions/the-daily-2026-11-23.md", "../x/the-daily-2026-11-23.md"],
)
def test_an_edition_is_named_by_its_slug_or_its_file(named: str) -> None:
    assert read_slug(named) == "the-daily-2026-11-23"


@pytest.mark.parametrize("named", ["caf\udce9", "a\x1b[2Jb", "a\0b", "", " ", "editions/"])
def test_what_cannot_be_shown_or_is_empty_names_no_edition(named: str) -> None:
    with pytest.raises(UsageError) as refusal:
        read_slug(named)

    assert refusal.value.message.isprintable()
