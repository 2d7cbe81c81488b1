"""Language tags: what the CLDR knows is one, what only looks like one is none."""

import pytest

from digest.text.language_tags import read_known_language


@pytest.mark.parametrize(
    "text",
    [
        "en",
        "pt-BR",
        "nl_BE",
        "zh-Hant-TW",
        "es-419",
        "ca-valencia",
        "de-1996",
        "gsw",
        "en-UK",
        "FR",
    ],
)
def test_a_tag_that_means_a_language_is_one(text: str) -> None:
    assert read_known_language(text) == text.replace("_", "-")


@pytest.mark.parametrize(
    "text", ["xx", "xx-nope", "english", "nl-nope", "en-ZY", "en-", "", "qqq", "en--GB", "é"]
)
def test_what_only_looks_like_a_tag_is_none(text: str) -> None:
    assert read_known_language(text) is None
