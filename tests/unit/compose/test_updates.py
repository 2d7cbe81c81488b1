"""What has changed so much that readers are told once more."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from digest.compose.updates import has_materially_changed
from digest.model.article import Article, ArticleVersion

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
HEADLINE = "Ferry runs aground off Harwick"
BODY = (
    "A ferry with 212 people on board ran aground off Harwick on Sunday night. Lifeboats brought "
    "everybody ashore within two hours, the coastguard said.\n\nThe ship lies on a sandbank a mile "
    "from the harbour mouth. Tugs will try to pull it free at high water, which comes at noon.\n\n"
    "Services to the islands are cancelled until further notice, and travellers are asked not to "
    "come to the terminal."
)
DEVELOPMENT = (
    "\n\nOn Monday the mate was arrested. Prosecutors say that he had left the bridge for twenty "
    "minutes while the ship was in the narrow channel, and that an alarm had been switched off. "
    "His lawyer says that he had been on duty for sixteen hours, against all rules of the company, "
    "and that two letters of complaint lie unanswered at its head office in Kaldvik."
)


def changed(body: str, headline: str = HEADLINE, before: str = BODY) -> bool:
    told = ArticleVersion(until=NOW, headline=HEADLINE, body=before)
    now = Article(
        url="https://post.example.org/ferry",
        headline=headline,
        source="Varrow Post",
        body=body,
        first_seen=NOW,
    )
    return has_materially_changed(told, now)


def test_a_new_development_is_told_once_more() -> None:
    assert changed(BODY + DEVELOPMENT)


def test_a_correction_in_a_word_is_not() -> None:
    assert not changed(BODY.replace("212", "214").replace("two hours", "three hours"))


def test_another_headline_alone_is_not() -> None:
    assert not changed(BODY, headline="Two hundred rescued as ship hits sandbank")


def test_another_headline_with_a_new_paragraph_is() -> None:
    added = DEVELOPMENT.split(". ")[1]
    assert not changed(BODY + added)
    assert changed(BODY + added, headline="Mate of stranded ship arrested")


def test_what_was_shortened_or_put_in_another_order_is_not() -> None:
    paragraphs = BODY.split("\n\n")
    assert not changed("\n\n".join(paragraphs[:2]))
    assert not changed("\n\n".join(reversed(paragraphs)))


def test_a_text_without_spaces_between_words_is_measured_by_its_characters() -> None:
    before = "港で昨夜フェリーが座礁し、乗客二百十二人は全員救助された。船は砂州の上にある。"
    later = (
        "月曜日に航海士が逮捕された。検察によると、船が狭い水路を通る間、二十分も船橋を離れていた。"
    )
    assert changed(before + later, before=before)
    assert not changed(before.replace("二百十二", "二百十四"), before=before)


@given(st.text(max_size=300))
def test_a_text_that_says_the_same_has_not_changed(text: str) -> None:
    assert not changed(text, before=text, headline="Quite another headline")
    assert not changed("", before=text)
