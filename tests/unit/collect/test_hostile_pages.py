"""A hostile page costs itself alone, and never much time."""

from datetime import UTC, datetime
from time import process_time

import pytest

from digest.collect.page import read_page
from digest.edit.clean import clean_article
from digest.model.article import Article
from digest.model.fetch import FetchFailure

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
MOST = 8.0  # seconds of processor time; on a quiet machine all of them take less than 2
TEXT = "The harbour reopened on Wednesday, said the mayor, and the first ferries left at night. "
P = f"<p>{TEXT * 2}</p>"
H1 = "<h1>Harbour opens again</h1>"
QUICK = {
    "100,000 nested divs": "<div>" * 100_000,
    "1,820 nested wrappers": "<div>" * 1820 + P + "</div>" * 1820,
    "20 MB": P * 115_000,
    "a tag of 100,000 attributes": f"{H1}<p {' '.join(f'a{at}=x' for at in range(100_000))}>{P}",
    "nested lists": f"{H1}{P}<ul>{'<li>' * 100}x{'<ul><li>x</ul>' * 20_000}",
    "references": f"{H1}<p>{'&amp;' * 100_000}</p>{P}",
    "open noscripts": f"{H1}{'<noscript><img ' * 30_000}{P}",
    "names without end": f"{H1}<div class='{'related share ' * 9000}'>{P}</div>",
}
SLOW = {
    "4 MB of paragraphs": H1 + P * 19_000,
    "49,000 line breaks": f"{H1}{'a b c<br>' * 49_000}{P}",
    "9,000 paragraphs": H1 + "".join(f"<p>{at} {TEXT}</p>" for at in range(9000)),
    "9,000 quotations": H1
    + "".join(f"<blockquote><p>{at} {TEXT}</p></blockquote>" for at in range(9000)),
    "15,000 pictures": f"{H1}<article>"
    + f"<figure><img src=a.jpg><figcaption>{TEXT}</figcaption></figure>" * 15_000,
    "8,000 articles": "".join(f"<article><h1>x{at}</h1>{P}</article>" for at in range(8000)),
}  # fmt: skip


def costs(page: str) -> float:
    start = process_time()
    read = read_page(page.encode(), url="https://e.example/a", source="S", now=NOW, zone="UTC")
    if isinstance(read, FetchFailure):
        assert read.reason
    else:
        assert isinstance(clean_article(read), Article)
    return process_time() - start


@pytest.mark.parametrize("page", QUICK)
def test_hostile_page_costs_only_itself(page: str) -> None:
    assert costs(QUICK[page]) < MOST


@pytest.mark.long
@pytest.mark.parametrize("page", SLOW)
def test_huge_page_costs_seconds_and_no_minutes(page: str) -> None:
    assert costs(SLOW[page]) < MOST


def test_zero_bytes_between_the_letters_are_left_out() -> None:
    page = (H1 + P * 9).encode().replace(b"Harbour", b"Har\0bour")
    read = read_page(page, url="https://e.example/a", source="S", now=NOW, zone="UTC")
    assert isinstance(read, Article)
    assert read.headline == "Harbour opens again"


def test_broken_encoding_leaves_a_readable_text() -> None:
    page = (H1 + P * 9).encode() + b"<p>\xff\xfe\xc3(\xa0\xa1 " + TEXT.encode() + b"</p>"
    read = read_page(page, url="https://e.example/a", source="S", now=NOW, zone="UTC")
    assert isinstance(read, Article)
    assert TEXT.strip() in read.body
