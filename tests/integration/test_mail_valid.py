"""What validators and a spam filter say of every theme's mail: one process each for all mails."""

import re
import subprocess
from functools import lru_cache
from pathlib import Path
from shutil import which

import pytest
from tests.integration.validators import find_broken_rules, find_nu_errors, run
from tests.looks.mails import THEMES, sample_mails

SPAM_SCORE = Path(__file__).with_name("spam_score.pl")
# All that vnu may say against a mail: what only Outlook for Windows reads, and what tells it so.
# The compiler writes every one of them; a page of the web has no use for them.
MSO = re.compile(r"CSS: “mso-[a-z-]+”: Property “mso-[a-z-]+” doesn't exist\.")
XMLNS = re.compile(r"Attribute “xmlns:[vo]” not allowed here\.")
MAILS = [(theme, edition) for theme in THEMES for edition in ("en", "ar")]
NAMES = [f"{theme}, {edition}" for theme, edition in MAILS]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every mail's HTML part and whole message."""
    place = tmp_path_factory.mktemp("mails")
    for (theme, edition), mail in sample_mails().items():
        (place / f"{theme}-{edition}.html").write_text(mail.html, encoding="utf-8")
        (place / f"{theme}-{edition}.eml").write_bytes(mail.message)
    return place


def files(folder: Path, ending: str) -> list[Path]:
    return [folder / f"{theme}-{edition}.{ending}" for theme, edition in MAILS]


@pytest.fixture(scope="module")
def rules_broken(folder: Path) -> dict[str, list[str]]:
    """What html-validate says of each file."""
    return find_broken_rules(files(folder, "html"))


@pytest.fixture(scope="module")
def errors(folder: Path) -> dict[str, list[str]]:
    """What the Nu checker calls an error in each file."""
    return find_nu_errors(files(folder, "html"))


@lru_cache(maxsize=1)
def has_spamassassin() -> bool:
    """Whether Perl and its Mail::SpamAssassin are here."""
    command = ["perl", "-MMail::SpamAssassin", "-e", "1"]
    return (
        bool(which("perl"))
        and not subprocess.run(command, check=False, capture_output=True).returncode
    )


@pytest.fixture(scope="module")
def scores(folder: Path) -> dict[str, tuple[float, str]]:
    """SpamAssassin's score of each message, and the rules that made it."""
    if not has_spamassassin():
        pytest.skip("needs Perl's Mail::SpamAssassin (Debian: spamassassin)")
    told = run("perl", SPAM_SCORE, folder, *files(folder, "eml")).splitlines()
    pairs = [line.split("\t") for line in told]
    return {
        file.stem: (float(score), rules)
        for file, (score, rules) in zip(files(folder, "eml"), pairs, strict=True)
    }


@pytest.mark.parametrize(("theme", "edition"), MAILS, ids=NAMES)
def test_html_validate_finds_nothing(
    theme: str, edition: str, rules_broken: dict[str, list[str]]
) -> None:
    assert rules_broken[f"{theme}-{edition}"] == []


@pytest.mark.parametrize(("theme", "edition"), MAILS, ids=NAMES)
def test_the_nu_checker_finds_only_what_outlook_needs(
    theme: str, edition: str, errors: dict[str, list[str]]
) -> None:
    told = errors[f"{theme}-{edition}"]
    assert [one for one in told if not (MSO.fullmatch(one) or XMLNS.fullmatch(one))] == []
    assert any(XMLNS.fullmatch(one) for one in told), "the checker read nothing"


@pytest.mark.parametrize(("theme", "edition"), MAILS, ids=NAMES)
def test_a_spam_filter_has_nothing_against_it(
    theme: str, edition: str, scores: dict[str, tuple[float, str]]
) -> None:
    score, rules = scores[f"{theme}-{edition}"]
    assert score <= 0, rules
    assert "HTML_MESSAGE" in rules
