"""A draft with a language model: what it may write, what is refused of it, and what leaves when."""

from collections.abc import Iterator

import pytest
from tests.e2e.conftest import EXAMPLE_NOW, Indoors
from tests.e2e.test_startup import imported_by
from tests.integration.model_server import Asked, Speaker, opened_model

KEY = "sk-canary-0123456789"
ON = "\n[llm]\nsummaries = true\nsubject = true\n"
EDITION = "editions/the-daily-2026-11-23.md"


@pytest.fixture
def speaker() -> Iterator[Speaker]:
    with opened_model() as speaker:
        yield speaker


@pytest.fixture
def office(drafted: Indoors, speaker: Speaker) -> Indoors:
    """A desk with long articles, and a model's server in its .env that nobody has switched on."""
    drafted.change("summary_words = 60", "summary_words = 25")
    drafted.add(
        f"\nDIGEST_LLM_URL={speaker.url}\nDIGEST_LLM_MODEL=small\nDIGEST_LLM_KEY={KEY}\n", ".env"
    )
    return drafted


def talk(asked: Asked) -> str:
    """Tell one story well, lie about the others, and propose a good subject."""
    if "subject line" in asked.orders:
        return "Harbour levy is off the table"
    if "preview line" in asked.orders:
        return "Also: Viktor Bogdanov wins the lottery"
    if "levy" in asked.material["headline"]:
        return "**Varrow's government** has shelved its planned levy on container ships."
    return "The town of Rome paid 77 million for it, Viktor Bogdanov said."


def test_a_model_writes_into_the_draft_and_its_lies_are_told(
    office: Indoors, speaker: Speaker
) -> None:
    office.add(ON)
    speaker.answer = talk

    first = office.run("draft", "--force")
    assert first.status == 0, first.err
    assert "By small: 1 summary, subject (4 refused, 720 tokens)" in first.out
    assert "Refused: the preheader: “Viktor Bogdanov” is not in the source." in first.out
    written = (office.folder / EDITION).read_text(encoding="utf-8")
    assert "\nVarrow's government has shelved its planned levy on container ships.\n" in written
    assert 'subject = "Harbour levy is off the table"' in written
    assert "Bogdanov" not in written

    checked = office.run("--json", "check")
    refused = [one for one in checked.data["findings"] if one["rule"] == "refused-proposal"]
    assert len(refused) == 4
    assert checked.data["errors"] == 0
    assert [one for one in checked.data["findings"] if "unfaithful" in one["rule"]] == []

    again = office.run("--json", "draft", "--force")
    assert again.data["llm"]["kept"] == 6
    assert again.data["llm"]["tokens"] == 0
    assert len(speaker.asked) == 6
    assert KEY not in first.out + first.err + checked.out + again.out + written


def test_a_server_that_is_not_there_costs_its_texts_alone(
    office: Indoors, speaker: Speaker
) -> None:
    office.add(ON)
    office.change(f"DIGEST_LLM_URL={speaker.url}", "DIGEST_LLM_URL=http://127.0.0.1:9/v1", ".env")

    draft = office.run("draft", "--force")
    assert draft.status == 0, draft.err
    assert "the extracts stand" in draft.out
    assert KEY not in draft.out + draft.err


def test_while_it_is_off_nothing_is_sent_and_nothing_imported(
    office: Indoors, speaker: Speaker
) -> None:
    modules = imported_by("-C", str(office.folder), "--now", EXAMPLE_NOW, "draft", "--force")

    assert "digest.app.draft" in modules
    assert {name.partition(".")[0] for name in modules} & {"openai", "httpx", "httpx2"} == set()
    assert "digest.adapters.llm" not in modules
    assert speaker.asked == []


def test_a_rehearsal_of_sending_asks_nothing(office: Indoors, speaker: Speaker) -> None:
    office.add(ON)
    (office.folder / EDITION).unlink()
    assert office.run("draft", "--dry-run", "--force").status == 0
    assert office.run("send", "--dry-run").status in (0, 2)
    assert speaker.asked == []
