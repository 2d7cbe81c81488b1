"""Lists of feeds: what other programs write, and what we write for them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.collect.opml import ListedFeed, read_opml, write_opml
from digest.model.publication import Source, SourceKind

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LIST = """\
<?xml version="1.0" encoding="UTF-8"?>
<!-- made by a reader -->
<opml version="1.0">
<head><title>Mine</title></head>
<body>
  <outline text="World" title="World">
    <outline type="rss" text="Varrow &amp; Post" xmlUrl="https://post.example.org/rss?a=1&b=2"/>
    <outline text="Europe"><outline title="Lysa Wire" xmlUrl="feed://wire.example.org/rss"/></outline>
    <outline text="An empty folder"/>
  </outline>
  <outline text="Skarre &nbsp; Mail" XMLURL="HTTPS://Mail.Example.org:443/rss"
    category="/news/Tech,Odd"/>
  <outline text="Local" xmlUrl="file:///etc/passwd"/>
  <outline text="Private" xmlUrl="https://me:secret@x.example.org/rss"/>
</body>
</opml>
"""


def read(text: str) -> list[ListedFeed]:
    found = read_opml(text.encode())
    assert isinstance(found, list), found
    return found


def test_folders_categories_and_old_forms_of_addresses_are_understood() -> None:
    assert [(one.url, one.title, one.folders, one.line) for one in read(LIST) if one.url] == [
        ("https://post.example.org/rss?a=1&b=2", "Varrow & Post", ("World",), 7),
        ("https://wire.example.org/rss", "Lysa Wire", ("Europe", "World"), 8),
        ("https://mail.example.org/rss", "Skarre Mail", ("Tech", "news", "Odd"), 12),
    ]


def test_what_cannot_be_used_is_told_with_its_line() -> None:
    assert [(one.line, one.problem) for one in read(LIST) if one.problem] == [
        (9, "“An empty folder” names no feed (xmlUrl)"),
        (13, "'file:///etc/passwd' is no web address"),
        (14, "its address has a user name or a password in it"),
    ]


def test_a_list_that_breaks_off_is_read_as_far_as_it_goes() -> None:
    cut = LIST[: LIST.index('<outline text="Local"')]

    assert len([one for one in read(cut) if one.url]) == 3


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "it is no list of feeds (OPML)"),
        (b"<rss version='2.0'/>", "it is no list of feeds (OPML)"),
        (b"<html><opml>", "it is no list of feeds (OPML)"),
        (
            b'<!DOCTYPE opml [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml><body/></opml>',
            "it declares entities of its own, which could be an attack",
        ),
        (b" " * (20 * 2**20 + 1), "it is larger than 20 MiB"),
    ],
)
def test_what_is_no_list_is_told(body: bytes, reason: str) -> None:
    assert read_opml(body) == reason


def test_endless_nesting_and_endless_lists_end() -> None:
    deep = "<outline text='x'>" * 5000
    long = '<outline xmlUrl="https://a.example.org/"/>' * 6000

    assert isinstance(read_opml(f"<opml><body>{deep}</body></opml>".encode()), list | str)
    assert len(read(f"<opml><body>{long}</body></opml>")) == 5000


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn")), max_size=30
)
NAME = TEXT.map(lambda text: " ".join(text.split())).filter(
    lambda text: text.isprintable() and text
)


@settings(max_examples=60)
@given(
    st.lists(
        st.builds(
            Source,
            name=NAME,
            kind=st.just(SourceKind.FEED),
            url=st.integers(0, 99).map("https://a.example.org/{}?x=1&y=<2>".format),
            section=st.none() | NAME,
        ),
        max_size=8,
    ),
    TEXT,
)
def test_what_is_written_is_read_again(sources: list[Source], title: str) -> None:
    found = read(write_opml(sources, title=title, now=NOW))

    told = sorted((one.title, one.folders) for one in found)
    assert told == sorted((one.name, (one.section,) if one.section else ()) for one in sources)
    assert not any(one.problem for one in found)


@given(st.binary(max_size=300), st.integers(0, len(LIST)))
def test_whatever_comes_a_value_comes_back(noise: bytes, at: int) -> None:
    body = LIST.encode()

    assert isinstance(read_opml(body[:at] + noise + body[at:]), list | str)
    assert isinstance(read_opml(b"<opml>" + noise), list | str)
