"""The text of a page is all of the article's paragraphs and nothing else, however it is built."""

import json
from datetime import UTC, datetime
from textwrap import fill

import pytest

from digest.collect.blocks import Block, Holder
from digest.collect.front_text import find_opening
from digest.collect.page import read_page
from digest.collect.page_text import told_paragraphs
from digest.edit.clean import clean_article
from digest.model.article import Article

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HEADLINE = "Island ferry to stop on Friday as county ends subsidy"
TEXT = [
    (
        "The ferry line between Orvik and the outer islands stops at midnight on Friday "
        "after the county council refused on Tuesday to renew its subsidy of 4.2 million crowns."
    ),
    (
        "Some 900 people who live on the four islands will have to travel by way of the mainland "
        "bridge at Hask, a detour of 70 kilometres, until a private operator is found."
    ),
    (
        "“We were given three weeks,” said Marit Solberg, who runs the grocery on Lille Orvik. "
        "“You cannot move a shop in three weeks, and you cannot move a school either.”"
    ),
    (
        "The council argued that fewer than 40 passengers used an average crossing in winter, and "
        "that the two ferries, built in 1988, would need new engines before next autumn."
    ),
    (
        "A spokesman for the line, Henrik Dahl, said the crews had been told on Monday evening. "
        "Eleven of them have worked on the route for more than twenty years."
    ),
    (
        "In 2019 a similar closure further north was reversed after islanders blocked the quay for "
        "two days with fishing boats, and the line has run without a break since then."
    ),
]
ELSEWHERE = [
    (
        "Weather services lifted the storm warning on Wednesday after winds fell below 20 metres a "
        "second along the whole southern coast overnight."
    ),
    (
        "Teachers at nine schools in Hask voted by a wide margin on Tuesday to walk out next week "
        "in a dispute over class sizes and evening duties."
    ),
]
LINK = "<a href='/n/2'>Teachers in Hask vote for a strike over class sizes</a>"
BYLINE = "<div class='byline'>By <a href='/ana'>Ana Ruiz</a></div>"
READERS = "".join(
    f"<div class='post'><b>Reader{number}</b><p>I have lived on the islands for {number} years "
    "and never saw anything like this. First the school, then the shop, and now the boat.</p></div>"
    for number in range(20, 36)
)


def ps(texts: list[str], attributes: str = "") -> str:
    return "".join(f"<p{attributes}>{text}</p>" for text in texts)


def paragraphs(body: str, *, head: str = "", headline: str = HEADLINE) -> list[str]:
    menu = "".join(f"<li><a href='/s{number}'>Section {number}</a></li>" for number in range(12))
    page = (
        f"<html lang='en'><head><title>{headline} | Orvik Post</title>"
        f"<meta property='og:title' content='{headline}'>"
        f"<meta property='og:site_name' content='Orvik Post'>{head}</head><body>"
        f"<header><a href='/'>Orvik Post</a><nav><ul>{menu}</ul></nav></header>{body}"
        "<footer><p>© 2026 Orvik Post. All rights reserved.</p></footer></body></html>"
    )
    article = read_page(
        page.encode(), url="https://post.example.org/a", source="Orvik Post", now=NOW, zone="UTC"
    )
    assert isinstance(article, Article), article
    assert article.lede == article.body.split("\n\n")[0]
    return clean_article(article).body.split("\n\n")


def linked(body: str) -> str:
    node = {"@type": "NewsArticle", "headline": HEADLINE, "articleBody": body}
    return f"<script type='application/ld+json'>{json.dumps(node)}</script>"


H1 = f"<h1>{HEADLINE}</h1>"
PLAIN = {
    "paragraphs": f"<article>{H1}{BYLINE}{ps(TEXT)}</article>",
    "two line breaks": f"<div>{H1}{BYLINE}<div class='txt'>{'<br><br>'.join(TEXT)}</div></div>",
    "divs": f"<div>{H1}{BYLINE}{''.join(f'<div>{text}</div>' for text in TEXT)}</div>",
    "a table": "<table><tr><td><a href='1'>News</a><br><a href='2'>Sport</a></td><td>"
    f"<font size=5><b>{HEADLINE}</b></font><br>{'<br><br>'.join(TEXT)}</td><td>{LINK}<br>{LINK}"
    "</td></tr></table>",
    "a form around everything": f"<form id=aspnetForm>{H1}{BYLINE}{ps(TEXT)}</form>",
    "three bodies": f"<main><article>{H1}{BYLINE}<div class='article-body'>{ps(TEXT[:2])}</div>"
    f"<div class='ad-unit'>Advertisement</div><div class='article-body'>{ps(TEXT[2:4])}</div>"
    f"<div class='promo-box'><h3>Most read</h3>{ps(ELSEWHERE)}</div>"
    f"<div class='article-body'>{ps(TEXT[4:])}</div></article></main>",
    "names that mean something else": f"<main><div class='with-sidebar'>{H1}{BYLINE}"
    f"<div class='premium-wrapper expanded'>{ps(TEXT, ' class=paragraph-expand')}</div></div>",
    "an opening outside the body": f"<main>{H1}{BYLINE}<div class='first'><p>{TEXT[0]}</p></div>"
    "<figure><img src='https://i.example.org/a.jpg'><figcaption>The ferry at the quay</figcaption>"
    f"</figure><div class='article-body'>{ps(TEXT[1:])}</div></main>",
    "a related box, a link and a letter between": f"<article>{H1}{BYLINE}<div class='story'>"
    f"{ps(TEXT[:2])}<div class='related-box'><h4>Related</h4>{ps(ELSEWHERE)}</div>{ps(TEXT[2:4])}"
    f"<p><strong>Read more: {LINK}</strong></p><p>{LINK}</p>{ps(TEXT[4:])}"
    "<div class='newsletter'><h3>The Post in your inbox</h3><p>Every weekday we send the ten "
    "stories that matter most on the coast, chosen by hand.</p></div></div></article>",
    "another article below": f"<main><article>{H1}{BYLINE}{ps(TEXT)}</article>"
    f"<article><h1>Teachers to strike</h1>{ps(ELSEWHERE * 4)}</article></main>",
    "more comments than text": f"<div class='article'>{H1}{BYLINE}<div class='article-text'>"
    f"{ps(TEXT)}</div></div><div class='discussion'>{READERS}</div>",
    "a column beside it": f"<div class='left'>{H1}{BYLINE}{ps(TEXT)}</div><div class='right'>"
    f"<h3>This week</h3>{ps(ELSEWHERE)}<p>Deer season ends on Sunday.</p></div>",
    "paragraphs whose names speak against them": f"<article>{H1}{BYLINE}<div class='article-body'>"
    f"{ps(TEXT[:2])}{ps(TEXT[2:3], ' class=options')}{ps(TEXT[3:5])}"
    f"{ps(TEXT[5:], ' class=rating')}</div></article>",
    "wrappers that speak of advertisements": f"<article>{H1}{BYLINE}<div class='article-body'>"
    + "".join(f"<div class='text ads-after-{at}'><p>{one}</p></div>" for at, one in enumerate(TEXT))
    + "</div></article>",
    "sections the first of which seems a list of links": f"<article>{H1}<div class='lead'>Nobody "
    f"knows yet how the islanders are to get home.</div>{BYLINE}<ul>{'<li>Copy</li>' * 12}"
    f"</ul><section><div class='rich-text rich-text--iconLinks'>{ps(TEXT[:3])}"
    f"</div><div class='related-list'><h3>More on this</h3><ul><li>{LINK}</li></ul></div>"
    f"<div class='rich-text'>{ps(TEXT[3:])}</div></section></article>",
    "lines of plain text": f"<div>{H1}{BYLINE}<pre>"
    + "\n \n".join(fill(one, 70) for one in TEXT)
    + "</pre></div>",
    "a notice of the site above the headline": f"<div class='site-notice'><p>We have changed what "
    "we do with what we know of you. The new terms took effect on the first of January.</p></div>"
    f"<div class='w'><div class='art'>{H1}{BYLINE}{ps(TEXT)}</div></div>",
    "an offer without a name": f"<div class='a'>{H1}{BYLINE}<div class='b'>{ps(TEXT[:3])}<div><div>"
    "<p>Sign up to the Morning Briefing</p><p>Get the six stories that matter on the coast each "
    f"weekday at six, chosen by our editors.</p></div></div>{ps(TEXT[3:])}</div></div>",
    "readers below a heading": f"<div class='a'>{H1}{BYLINE}{ps(TEXT)}</div><div class='b'>"
    f"<h3>16 responses to “{HEADLINE}”</h3>{READERS}</div>",
    "a second article below, in divs": f"<div class='post' id='p-1'>{H1}{BYLINE}{ps(TEXT)}</div>"
    f"<div class='post' id='p-2'><h1>Teachers to strike</h1>{BYLINE}{ps(ELSEWHERE)}</div>",
    "a caption in a box of its own": f"<div class='story'>{H1}{BYLINE}<img src='/ferry.jpg' "
    "width=800><div class='under'>The ferry at the quay on Monday.</div>"
    f"<div class='story-text'>{ps(TEXT)}</div></div>",
    "a long caption": f"<div class='story'>{H1}{BYLINE}<div class='text'><div class='picture'>"
    "<img src='/ferry.jpg'><div class='image-info'>The older of the two ferries at the quay of "
    f"Orvik on Monday, in a picture of the harbour office.</div></div>{ps(TEXT)}</div></div>",
    "pointers whose words name no link": f"<article>{H1}{BYLINE}{ps(TEXT[:2])}<p>Lire aussi {LINK}"
    f"</p><p><b>See also</b>{LINK}</p>{ps(TEXT[2:])}</article>",
    "a pull quote": f"<article>{H1}{BYLINE}{ps(TEXT[:4])}<blockquote class='pull-quote'>You cannot "
    "move a shop in three weeks, and you cannot move a school either.</blockquote>"
    f"{ps(TEXT[4:])}</article>",
    "a table of figures": f"<article>{H1}{BYLINE}{ps(TEXT[:4])}<table><tr><th>Pier</th><th>Sailings"
    f"</th></tr><tr><td>Orvik</td><td>14</td></tr></table>{ps(TEXT[4:])}</article>",
    "an infobox": f"<article>{H1}{BYLINE}{ps(TEXT[:4])}<div class='infobox'><h3>In figures</h3>"
    "<p>The older ferry was built in 1988, carries 90 people and four cars, and burns 200 litres "
    f"an hour.</p></div>{ps(TEXT[4:])}</article>",
    "a factbox": f"<article>{H1}{BYLINE}{ps(TEXT[:4])}<aside class='factbox'><h3>In figures</h3>"
    f"<ul><li>Two ferries</li></ul></aside>{ps(TEXT[4:])}</article>",
    "a note on its origin": f"<article>{H1}{BYLINE}{ps(TEXT)}<p><em>This article was originally "
    "published in the Hask Courier.</em></p><p>© 2026 Orvik Post</p></article>",
    "an offer to subscribe": f"<article>{H1}{BYLINE}<div class='text'>{ps(TEXT)}"
    "<div class='paywall'><h2>Read on</h2><p>Get every article on the web and in our app for four "
    "weeks, and the paper itself on the evening before it is printed.</p></div></div></article>",
}


@pytest.mark.parametrize("shape", PLAIN)
def test_page_of_any_shape_gives_the_paragraphs_of_its_article(shape: str) -> None:
    assert paragraphs(PLAIN[shape]) == TEXT


def test_teasers_below_a_brief_are_none_of_it_though_they_are_longer() -> None:
    cards = "".join(f"<div class='item'><h3>{LINK}</h3><p>{one}</p></div>" for one in ELSEWHERE * 2)
    brief = [TEXT[0], "Nobody knows what comes next."]
    body = f"<div class='content'>{H1}{ps(brief)}</div><div class='latest'>{cards}</div>"
    assert paragraphs(body) == brief
    cards = cards.replace("'item'", "'card'")
    inside = f"<article>{H1}{ps(TEXT[:3])}<div class='list'>{cards}</div>{ps(TEXT[3:])}</article>"
    assert paragraphs(inside) == TEXT
    # In the text itself a linked heading is a subhead: a list of things to buy.
    listed = f"<div class='item'><h3>{LINK}</h3><p>{TEXT[1]}</p></div>"
    assert TEXT[1] in paragraphs(f"<article>{H1}{ps(TEXT[:1])}{listed}{ps(TEXT[2:])}</article>")


def test_short_paragraphs_behind_a_wrapper_of_long_ones_are_the_text() -> None:
    short = ["“I sleep on the boat,” he said.", "The council meets on Monday.", "It is a long way."]
    body = f"<article>{H1}{BYLINE}<div class='body'><div class='part'>{ps(TEXT[:2])}</div>"
    body += f"<h2>A last crossing</h2>{ps([*short, *short[::-1]])}</div></article>"
    assert paragraphs(body) == [*TEXT[:2], "A last crossing", *short, *short[::-1]]


def test_lead_that_begins_with_the_place_of_the_news_is_the_first_paragraph() -> None:
    parted = "<div class='pic'><img src='/a.jpg'><span>Photo: Ola Brandt</span></div>"
    body = f"<div class='article'>{H1}<p class='lead-in'>ORVIK — {TEXT[0]}</p>{BYLINE}{parted}"
    assert paragraphs(f"{body}<div class='body'>{ps(TEXT[1:])}</div></div>") == TEXT


@pytest.mark.parametrize("begun", ["Parliament has", "Avalanches have", "By nightfall both had"])
def test_first_paragraph_that_begins_like_a_byline_and_names_its_writer_stays(begun: str) -> None:
    first = f"{begun} closed the pass at Hask to all traffic for nine days"
    body = f"<article>{H1}{ps([f'{first}, Jo Marsh reports.', *TEXT[1:]])}</article>"
    assert paragraphs(body) == [f"{first}.", *TEXT[1:]]


def test_text_behind_a_paywall_element_is_no_offer() -> None:
    body = f"<article>{H1}{BYLINE}{ps(TEXT[:2])}<div class='paywall'>{ps(TEXT[2:])}</div></article>"
    assert paragraphs(body) == TEXT


def test_subheads_items_and_quotations_are_paragraphs_of_their_own() -> None:
    body = (
        f"<article>{H1}{BYLINE}{ps(TEXT[:2])}<h2>What the council said</h2>{ps(TEXT[2:3])}"
        f"<blockquote><p>{TEXT[3]}</p></blockquote><ul><li>Line 1 stops on Friday</li><li><p>"
        f"Line 2 runs until March</p></li></ul>{ps(TEXT[4:])}<h2>More</h2></article>"
    )
    expected = [*TEXT[:2], "What the council said", *TEXT[2:4]]
    expected += ["• Line 1 stops on Friday", "• Line 2 runs until March", *TEXT[4:]]
    assert paragraphs(body) == expected


def test_questions_of_an_interview_stand_before_their_answers() -> None:
    asked = ["How many people does this touch?", "And what of the crews?"]
    body = f"<article>{H1}<p>{TEXT[0]}</p><p><b>{asked[0]}</b></p><p>{TEXT[2]}</p>"
    body += f"<p><b>{asked[1]}</b><br>{TEXT[4]}</p></article>"
    assert paragraphs(body) == [TEXT[0], asked[0], TEXT[2], asked[1], TEXT[4]]


def test_entries_of_a_live_page_follow_each_other_under_their_headings() -> None:
    entries = [("Governor may send it back", TEXT[4:]), ("Subsidy ends", TEXT[:4])]
    blocks = "".join(
        f"<article class='entry'><header><time>18:05</time><h2>{heading}</h2></header>{ps(texts)}"
        "<div class='share-tools'><a>Share</a></div></article>"
        for heading, texts in entries
    )
    points = "<section class='key-points'><h2>Key points</h2><ul><li>It stops</li></ul></section>"
    body = f"<main><article>{H1}{points}<div class='entries'>{blocks}</div></article></main>"
    assert paragraphs(body) == [*TEXT[4:], "Subsidy ends", *TEXT[:4]]


def test_moments_of_a_live_page_are_no_text_however_many_entries_it_has() -> None:
    entries = "".join(
        f"<article class='block'><header><time datetime='2026-11-22T{at}:00Z'>{at}.00 GMT</time>"
        f"<h2>Entry {at}</h2></header><div class='elements'>{ps(TEXT[at - 18 : at - 16])}</div>"
        "</article>"
        for at in (18, 20, 22)
    )
    found = paragraphs(f"<main>{H1}<div class='liveblog'>{entries}</div></main>")
    assert [one for one in found if not one.startswith("Entry")] == TEXT


def test_text_begins_with_the_first_paragraph_that_stands_as_the_known_ones_do() -> None:
    def block(text: str, part: int, name: str) -> Block:
        outer = Holder(number=1, tag="section", names="body")
        inner = Holder(number=part, tag="div", names=name)
        return Block(text=text, holders=(outer, inner, Holder(number=part + 10, tag="p", names="")))

    known = block(TEXT[1], 3, "rich text")
    label = block("More on this", 4, "links")
    alike = [block(TEXT[0], 2, "rich text icons"), label, known]
    assert find_opening(alike, TEXT[1:]) == 0
    assert find_opening([block(TEXT[0], 2, "promo"), label, known], TEXT[1:]) == 2
    assert find_opening([alike[0], *[label] * 6, known], TEXT[1:]) == 7


def test_captions_are_the_text_of_a_gallery_and_of_nothing_else() -> None:
    figures = "".join(
        f"<figure><img src='https://i.example.org/{number}.jpg'><figcaption>{text} "
        "<span>Photograph: R. Adeyemi</span></figcaption></figure>"
        for number, text in enumerate(TEXT[1:])
    )
    assert paragraphs(f"<article>{H1}<p>{TEXT[0]}</p>{figures}</article>") == TEXT
    body = f"<article>{H1}{ps(TEXT)}{figures.replace(TEXT[1], 'The quay.')}</article>"
    assert paragraphs(body) == TEXT


@pytest.mark.parametrize("gap", [" ", "\n", "\n\n"], ids=["one line", "lines", "blank lines"])
def test_text_that_only_the_data_tells_is_taken_and_parted(gap: str) -> None:
    body = f"<article>{H1}<p>{TEXT[0]}</p><div class='paywall'><h2>Subscribe to read on</h2></div>"
    found = paragraphs(body, head=linked(gap.join(TEXT)))
    assert " ".join(found) == " ".join(TEXT)
    assert len(found) >= 3
    assert found == TEXT or gap == " "


def test_data_says_where_the_text_ends() -> None:
    bio = (
        "Ana Ruiz came to the coast in 2011 and has never left it since, in spite of the weather, "
        "the wages and a boat that will not start between October and April."
    )
    body = f"<article>{H1}{BYLINE}{ps([*TEXT, bio])}</article>"
    assert paragraphs(body)[-1] == bio
    assert paragraphs(body, head=linked(" ".join(TEXT))) == TEXT


def test_brief_of_two_sentences_is_an_article_and_an_error_page_is_none() -> None:
    brief = ["The ferry to the outer islands stops on Friday.", "The council ends its subsidy."]
    brief.append("Nobody knows what comes next.")
    assert paragraphs(f"<article>{H1}{BYLINE}{ps(brief)}</article>") == brief
    page = f"<html><h1>Page not found</h1>{ps(brief)}{ps([LINK])}"
    read = read_page(page.encode(), url="https://e.example/x", source="S", now=NOW, zone="UTC")
    assert not isinstance(read, Article)


def test_consent_and_letters_are_no_article_though_a_page_has_nothing_else() -> None:
    for name in ("newsletter-box", "consent-banner"):
        page = f"<html><h1>Orvik</h1><div class='{name}'><h2>Hello to you</h2>{ps(ELSEWHERE)}</div>"
        read = read_page(page.encode(), url="https://e.example/x", source="S", now=NOW, zone="UTC")
        assert not isinstance(read, Article)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("<p>One.</p><p>Two.</p>", ["One.", "Two."]),
        (
            "&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two &amp;amp; three.&lt;/p&gt;",
            ["One.", "Two & three."],
        ),
        ("One.\nTwo.", ["One.", "Two."]),
        ("", []),
    ],
)
def test_told_text_is_read_however_it_was_put_there(told: str, expected: list[str]) -> None:
    assert told_paragraphs(told) == expected
