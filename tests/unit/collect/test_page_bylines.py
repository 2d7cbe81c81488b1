"""Who wrote it, in the ways that content systems say so; and who did not."""

from datetime import UTC, datetime
from json import dumps

import pytest

from digest.collect.page import read_page
from digest.model.article import Article

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HEADLINE = "Harbour of Velm reopens after nine days of storm"
TEXT = (
    (
        "The harbour of Velm reopened on Wednesday evening after nine days of storm, and the first "
        "ferries left for the islands before midnight."
    ),
    (
        "The regional council will vote on Friday on a fund of 3.4 million crowns for the damaged "
        "piers, which have not been repaired since 2011."
    ),
    (
        "Nobody was hurt, although a crane fell on the customs house and broke the roof that the "
        "town had paid for in the spring of last year."
    ),
)
BODY = "".join(f"<p>{text}</p>" for text in TEXT)


def article(inside: str, *, head: str = "", under: str = "", above: str = "") -> Article:
    page = (
        f"<html lang='en'><head><title>{HEADLINE} - The Velm Post</title>"
        f"<meta property='og:site_name' content='The Velm Post'>{head}</head><body>{above}<article>"
        f"<h1>{HEADLINE}</h1>{inside}<div class='text'>{BODY}</div>{under}</article></body></html>"
    )
    read = read_page(
        page.encode(), url="https://velm.example.org/a", source="Velm", now=NOW, zone="UTC"
    )
    assert isinstance(read, Article), read
    return read


def linked(author: object, **more: object) -> str:
    node = {"@type": "NewsArticle", "headline": HEADLINE, "author": author, **more}
    return f"<script type='application/ld+json'>{dumps(node)}</script>"


def names(read: Article) -> list[str]:
    return [one.name for one in read.byline]


PERSON = {"@type": "Person", "name": "Jo Marsh"}
OTHER = {"@type": "Person", "name": "Ana Ruiz"}
BOTH = ["Jo Marsh", "Ana Ruiz"]


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Jo Marsh", ["Jo Marsh"]),
        ("By Jo Marsh", ["Jo Marsh"]),
        ("Jo Marsh and Ana Ruiz", BOTH),
        (["Jo Marsh", "Ana Ruiz"], BOTH),
        (PERSON, ["Jo Marsh"]),
        ([PERSON, OTHER], BOTH),
        ({"@type": "Person", "name": ["Jo Marsh", "Ana Ruiz"]}, BOTH),
        ({"@type": "Person", "name": "By Jo Marsh"}, ["Jo Marsh"]),
        ({"@type": "Person", "name": "Jo Marsh, Political Editor"}, ["Jo Marsh"]),
        ({"@type": "Person", "name": "JO MARSH"}, ["Jo Marsh"]),
        ({"@type": "Person", "name": "【高瀬由里】"}, ["高瀬由里"]),
        ({"@type": "Person", "givenName": "Jo", "familyName": "Marsh"}, ["Jo Marsh"]),
        ({"@type": ["Person"], "name": {"@value": "Jo Marsh"}}, ["Jo Marsh"]),
        ({"@type": "Person", "name": "Ana Ruiz / EFE"}, ["Ana Ruiz"]),
        ([PERSON, {"@type": "Organization", "name": "Reuters"}], ["Jo Marsh"]),
        ([PERSON, PERSON], ["Jo Marsh"]),
        ({"@type": "Organization", "name": "The Velm Post"}, []),
        ({"@type": "Person", "name": "Velm Post"}, []),
        ({"@type": "Person", "name": "Velm Post Sports"}, []),
        ({"@type": "Person", "name": "Reuters/dpa"}, []),
        ({"@type": "Person", "name": "(obe)"}, []),
        ({"@type": "Person", "name": "Unknown"}, []),
        ({"@type": "Person", "name": "https://velm.example.org/author/jo-marsh"}, []),
        ({"@type": "Person", "name": "jmarsh@example.org"}, []),
        ("The Associated Press", []),
        ("Staff and agencies", []),
        (None, []),
        (3, []),
        ([[]], []),
    ],
)
def test_an_author_is_read_however_json_writes_it(author: object, expected: list[str]) -> None:
    assert names(article("", head=linked(author))) == expected


def test_an_author_may_stand_elsewhere_in_the_graph() -> None:
    graph = {
        "@graph": [
            {"@type": "NewsArticle", "headline": HEADLINE, "author": {"@id": "#p1"}},
            {"@type": "Person", "@id": "#p1", "name": "Jo Marsh", "jobTitle": "Harbour Editor"},
        ]
    }
    script = f"<script type='application/ld+json'>{dumps(graph)}</script>"
    (one,) = article("", head=script).byline
    assert (one.name, one.role) == ("Jo Marsh", "Harbour Editor")


def test_the_creator_counts_when_the_author_is_an_agency() -> None:
    agency = {"@type": "Organization", "name": "Norda"}
    assert names(article("", head=linked(agency, creator=["Jo Marsh"]))) == ["Jo Marsh"]


@pytest.mark.parametrize(
    "head",
    [
        "<meta name='author' content='Jo Marsh'>",
        "<meta name='byl' content='By Jo Marsh'>",
        "<meta name='parsely-author' content='Jo Marsh'>",
        "<meta name='sailthru.author' content='Jo Marsh'>",
        "<meta name='cXenseParse:author' content='Jo Marsh'>",
        "<meta name='dc.creator' content='Marsh, Jo'>",
        "<meta name='citation_author' content='Jo Marsh'>",
        "<meta property='article:author' content='Jo Marsh'>",
        (
            "<meta name='twitter:label1' content='Written by'>"
            "<meta name='twitter:data1' content='Jo Marsh'>"
        ),
        (
            "<meta name='twitter:label1' content='Verfasst von'>"
            "<meta name='twitter:data1' content='Jo Marsh'>"
        ),
        # What names nobody leaves the word to the next.
        (
            "<meta name='parsely-author' content='Velm Post Staff'>"
            "<meta name='author' content='Jo Marsh'>"
        ),
        (
            "<meta property='article:author' content='https://social.example/jo'>"
            "<meta name='author' content='Jo Marsh'>"
        ),
    ],
)
def test_an_author_is_read_from_any_meta(head: str) -> None:
    assert names(article("", head=head)) == ["Jo Marsh"]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<p class='byline'>By Jo Marsh</p>", ["Jo Marsh"]),
        ("<p>By Jo Marsh in London</p>", ["Jo Marsh"]),
        ("<p>Von Anna Berg, Brüssel</p>", ["Anna Berg"]),
        ("<p>Par Léa Roux (à Lyon)</p>", ["Léa Roux"]),
        ("<p>Texte : Léa Roux</p>", ["Léa Roux"]),
        ("<p>Text und Fotos: Anna Berg</p>", ["Anna Berg"]),
        ("<div class='author-name'>Jo Marsh</div>", ["Jo Marsh"]),
        ("<a rel='author' href='/a/jo'>Jo Marsh</a>", ["Jo Marsh"]),
        ("<span data-testid='byline'>Jo Marsh</span>", ["Jo Marsh"]),
        ("<p>By <a href='/a/jo'>Jo Marsh</a> and <a href='/a/ana'>Ana Ruiz</a></p>", BOTH),
        ("<ul><li class='author'>Jo Marsh</li><li class='author'>Ana Ruiz</li></ul>", BOTH),
        ("<div class='byline'>By <p>Jo Marsh</p> and <p>Ana Ruiz</p></div>", BOTH),
        ("<p>21. 11. 2026, 8:45 | Autor: <a class='autor'>Jo Marsh</a></p>", ["Jo Marsh"]),
        ("<p>JO MARSH<br>The Velm Post</p>", []),
        ("<p class='byline'>JO MARSH<br>The Velm Post</p>", ["Jo Marsh"]),
        ("<p>Reviewed by Jo Marsh</p>", ["Jo Marsh"]),
        ("<p class='byline'>By Jo Marsh</p><p class='byline'>Reviewed by Tom Ek</p>", ["Jo Marsh"]),
        ("<p>Words: Jo Marsh. Pictures: Tom Ek</p>", ["Jo Marsh"]),
        ("<p class='byline'>Velm Post Staff</p>", []),
        ("<p class='byline'>Photographs by Tom Ek</p>", []),
        ("<figure><img src='x.jpg'><figcaption>By Tom Ek</figcaption></figure>", []),
        ("<div class='related'><p class='byline'>By Tom Ek</p></div>", []),
        ("<div class='newsletter'><p>By Tom Ek</p></div>", []),
        ("<p class='byline'>Edited by Tom Ek</p>", []),
        ("<p class='byline'>Listen to this article</p>", []),
        ("<p class='byline'>Share this story</p>", []),
        ("<p>Updated by Tom Ek</p>", []),
    ],
)
def test_a_byline_that_only_readers_see_is_found(inside: str, expected: list[str]) -> None:
    assert names(article(inside)) == expected


@pytest.mark.parametrize(
    ("inside", "role"),
    [
        ("<p class='byline'>By Jo Marsh</p><p>Harbour correspondent</p>", "Harbour correspondent"),
        (
            "<div class='writer'><span>Jo Marsh</span><span>Mid Velm correspondent</span></div>",
            "Mid Velm correspondent",
        ),
        ("<p class='byline'>By JO MARSH STAFF WRITER</p>", "Staff Writer"),
    ],
)
def test_a_role_may_stand_beside_or_below_the_name(inside: str, role: str) -> None:
    (one,) = article(inside).byline
    assert (one.name, one.role) == ("Jo Marsh", role)


@pytest.mark.parametrize(
    ("under", "expected"),
    [
        ("<p class='author'>Text: Jo Marsh</p>", ["Jo Marsh"]),
        ("<div class='signature'>Jo Marsh</div>", ["Jo Marsh"]),
        ("<p><strong>Jo Marsh</strong></p>", ["Jo Marsh"]),
        ("<p>– Jo Marsh</p>", ["Jo Marsh"]),
        ("<p>Jo Marsh</p>", []),
        ("<div class='comment'><span class='author'>Tom Ek</span></div>", []),
        ("<div class='author-bio'><p class='author'>Tom Ek</p></div>", []),
        ("<h2>Related</h2><p class='byline'>By Tom Ek</p>", []),
        ("<div class='teaser'><p class='byline'>By Tom Ek</p></div>", []),
        (
            (
                "<div class='comment' itemscope itemtype='http://schema.org/Comment'>"
                "<b itemprop='author'>Tom Ek</b></div>"
            ),
            [],
        ),
    ],
)
def test_whoever_stands_below_the_text_has_signed_it_or_is_somebody_else(
    under: str, expected: list[str]
) -> None:
    assert names(article("", under=under)) == expected


def test_who_is_named_far_above_the_headline_wrote_something_else() -> None:
    above = "<div><p>By Tom Ek</p><p>Weather</p><p>Sport</p><p>Jobs</p><p>Homes</p></div>"
    assert names(article("", above=above)) == []


def test_the_line_that_names_more_people_than_the_metadata_is_fuller() -> None:
    assert names(article("<p>By Jo Marsh and Ana Ruiz</p>", head=linked(PERSON))) == BOTH


def test_a_visible_name_does_not_replace_another_one_of_the_metadata() -> None:
    assert names(article("<p>By Ana Ruiz</p>", head=linked(PERSON))) == ["Jo Marsh"]


@pytest.mark.parametrize(
    "marked",
    [
        (
            "<p itemprop='author' itemscope itemtype='http://schema.org/Person'>"
            "<b itemprop='name'>Jo Marsh</b></p>"
        ),
        "<meta itemprop='author' content='Jo Marsh'>",
        "<p property='author' typeof='Person'><b property='name'>Jo Marsh</b></p>",
    ],
)
def test_microdata_and_rdfa_name_the_author(marked: str) -> None:
    page = f"<div itemscope itemtype='http://schema.org/NewsArticle'>{marked}</div>"
    assert names(article(page)) == ["Jo Marsh"]


LINKED_NAME = "<div class='x9'><a href='/authors/jo-marsh'>Jo Marsh</a></div>"
TEASER = "<div class='x2'><a href='/n/1'>Council puts off its vote on the library again</a>"
TEASER += "<a href='/authors/ana-ruiz'>Ana Ruiz</a></div>"


@pytest.mark.parametrize(
    "line",
    [
        LINKED_NAME,
        "<div class='x9'><a href='/editor/jo/'>Jo Marsh</a>, <a href='#'>@jomarsh</a></div>",
        "<div class='x_art_by'><div class='x_art_by_a'>Jo Marsh</div></div>",
        "<h3>By Jo Marsh</h3><h4>3 May 2026</h4>",
        "<h2 class='author'>Jo Marsh</h2>",
        "<div class='authorMeta'><a>VELM-Online-Redakteurin Jo Marsh</a></div>",
        "<h5>May 3, 2026 by Jo Marsh</h5>",
        "<p class='top'>Velm | Reported by Jo Marsh, Edited by Ana Ruiz | Updated: </p>",
        "<footer class='authors'><span>Jo Marsh</span></footer>",
        # What only a style sheet sets apart.
        (
            "<div class='byline'><span class='byline__name'>By Jo Marsh</span>"
            "<span class='byline__title'>Velm News, Outer Islands</span></div>"
        ),
    ],
)
def test_a_byline_is_found_by_where_it_leads_and_how_it_stands(line: str) -> None:
    assert names(article(line)) == ["Jo Marsh"]


def test_glued_links_to_two_writers_name_both() -> None:
    pair = f"{LINKED_NAME[:-6]}<a href='/authors/ana-ruiz'>Ana Ruiz</a></div>"
    assert names(article(pair)) == BOTH


@pytest.mark.parametrize(
    "place",
    [
        "<li class='location'>Hask Sound</li>",
        "<li><span class='author'>Jo Marsh</span><span class='location'>HASK SOUND</span></li>",
        "<li class='byline-location'>Hask Sound</li>",
        "<li>Costa Rica</li>",
        "<li>Colorado Springs</li>",
        "<li>Written by Jo Marsh | Hask Sound | Updated: May 3, 2026</li>",
    ],
)
def test_a_place_beside_the_names_is_nobody(place: str) -> None:
    assert names(article(f"<ul class='author'><li>Jo Marsh</li>{place}</ul>")) == ["Jo Marsh"]
    alone = f"<ul class='author'>{place}</ul>"
    assert names(article(alone)) == (["Jo Marsh"] if "Jo Marsh" in place else [])


def test_a_place_that_stands_first_leaves_the_name() -> None:
    line = "<span class='location'>Hask Sound</span> <span class='author'>Jo Marsh</span>"
    assert names(article(f"<p class='byline'>{line}</p>")) == ["Jo Marsh"]


@pytest.mark.parametrize(
    "under",
    [
        TEASER,
        "<div id='disqus'><div class='post'><span class='author'>Ana Ruiz</span></div></div>",
        "<h3>By Ana Ruiz</h3><p>Another story.</p>",
    ],
)
def test_names_below_the_text_that_belong_to_something_else_are_nobody(under: str) -> None:
    assert names(article("", under=under)) == []
    assert names(article(LINKED_NAME, under=under)) == ["Jo Marsh"]


def test_a_person_of_whom_the_text_speaks_did_not_write_it() -> None:
    spoken = "<p><a href='/profile/ana-ruiz'>Ana Ruiz</a>, a ferryman, sailed on Tuesday.</p>"
    assert names(article(spoken)) == []


def test_a_label_and_a_name_below_the_text_are_a_byline() -> None:
    told = "<ul><li><b>Date</b> 03.05.2026</li><li><b>Author</b> Jo Marsh</li></ul>"
    assert names(article("", under=told)) == ["Jo Marsh"]


def test_a_publishing_house_is_nobody() -> None:
    assert names(article("", head="<meta name='author' content='Ediciones Velm Norte'>")) == []
