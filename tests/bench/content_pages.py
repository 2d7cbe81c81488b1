"""Time the reading and the cleaning of pages of the size that news sites send.

The page is made here: menus, cards of other articles, scripts, advertisements and a newsletter box
between the paragraphs, comments below. What is timed is processor time, from bytes to clean
article.
"""

import argparse
import json
import statistics
import sys
import time
from datetime import UTC, datetime

from tests.bench.servers import sentence

from digest.collect.page import read_page
from digest.edit.clean import clean_article
from digest.model.article import Article

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
URL = "https://news.example.org/velm/harbour-reopens-after-nine-days"
HEADLINE = "Harbour of Velm reopens after nine days of storm"
ICON = (
    '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="'
    + "M12 2a10 10 0 1 0 0 20z" * 6
    + '"/></svg>'
)


def paragraph(seed: int) -> str:
    """Three sentences of running text."""
    return " ".join(sentence(seed * 3 + part) for part in range(3))


def menu() -> str:
    """Two hundred links in lists of lists."""
    items = "".join(
        f'<li class="nav__item nav__item--level-{at % 3}"><a class="nav__link"'
        f' data-track="nav-{at}" href="/section/{at}"><span class="nav__label">Section {at}</span>'
        f"{ICON if at % 8 == 0 else ''}"
        "</a></li>"
        for at in range(200)
    )
    return f'<nav class="nav" aria-label="Main"><ul class="nav__list">{items}</ul></nav>'


def card(at: int) -> str:
    """A teaser of another article."""
    sizes = ", ".join(
        f"https://img.example.org/cards/{at}.jpg?w={width} {width}w" for width in (160, 320, 640)
    )
    return (
        f'<div class="card card--small" data-id="{at}"><a class="card__link" href="/news/{at}">'
        f'<picture><source type="image/webp" srcset="{sizes}"><img loading="lazy" alt=""'
        f' class="card__image" src="https://img.example.org/cards/{at}.jpg?w=160"></picture>'
        f'<h3 class="card__title">{sentence(at + 900)}</h3></a>'
        f'<p class="card__text">{sentence(at + 1900)}</p>'
        f'<span class="card__meta"><time datetime="2026-11-2{at % 3}">{at % 12} hours ago</time>'
        "</span>"
        "</div>"
    )


def between(at: int) -> str:
    """What stands between two paragraphs: an advertisement, a link, a box, or nothing."""
    return {
        2: f'<div class="ad-slot" id="slot-{at}" data-sizes="300x250"><i>Advertisement</i></div>',
        5: f'<p class="read-more"><b>Read more:</b> <a href="/n/{at}">{sentence(at)}</a></p>',
        8: '<div class="newsletter-box"><h4>The morning letter</h4><p>Sign up for our newsletter'
        " and get the day's best stories in your inbox.</p><form><input type='email'></form></div>",
        11: f"<h2>{sentence(at).removesuffix('.')[:48]}</h2>",
    }.get(at % 12, "")


def make_page(*, paragraphs: int = 32, cards: int = 60, kilobytes: int = 250) -> bytes:
    """Make a page of about that many kilobytes; scripts and styles fill what is missing."""
    text = [paragraph(at) for at in range(paragraphs)]
    linked = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": HEADLINE,
        "datePublished": "2026-11-22T18:05:00+01:00",
        "author": [{"@type": "Person", "name": "Ana Ruiz"}],
        "image": {"@type": "ImageObject", "url": "https://img.example.org/velm.jpg", "width": 1600},
    }
    head = (
        f"<title>{HEADLINE} | Velm News</title><meta property='og:title' content='{HEADLINE}'>"
        "<meta property='og:site_name' content='Velm News'>"
        f"<link rel='canonical' href='{URL}'>"
        f"<script type='application/ld+json'>{json.dumps(linked)}</script>"
    )
    article = "".join(f'<p class="story__p">{one}</p>{between(at)}' for at, one in enumerate(text))
    page = (
        f'<!doctype html><html lang="en"><head>{head}FILL</head><body><div id="root">'
        f'<header class="top"><a href="/">Velm News</a>{menu()}</header><main>'
        f'<article class="story"><header><h1>{HEADLINE}</h1>'
        '<div class="byline">By <a href="/ana">Ana Ruiz</a></div>'
        '<time datetime="2026-11-22T18:05:00+01:00">22 November 2026</time></header>'
        '<figure><img src="https://img.example.org/velm.jpg?w=800" alt="The quay at dusk">'
        "<figcaption>The quay at dusk. Photograph: R. Adeyemi</figcaption></figure>"
        f'<div class="story__body">{article}</div></article>'
        f'<aside class="more">{"".join(map(card, range(cards)))}</aside></main>'
        '<section class="comments">'
        + "".join(
            f'<div class="comment"><b>Reader {at}</b><p>{sentence(at + 4000)}</p></div>'
            for at in range(30)
        )
        + f"</section><footer>{menu()}<p>© 2026 Velm News. All rights reserved.</p></footer>"
        "</div></body></html>"
    )
    missing = max(0, kilobytes * 1000 - len(page.encode()))
    script = 'window.state=window.state||[];state.push({"slot":"a<b","value":[1,2,3]});' * 2000
    return page.replace("FILL", f"<script>{script[:missing]}</script>", 1).encode()


def seconds_a_page(body: bytes, *, times: int) -> float:
    """Time one page, from bytes to clean article."""
    start = time.process_time()
    for _ in range(times):
        article = read_page(body, url=URL, source="Velm News", now=NOW, zone="Europe/Brussels")
        if not isinstance(article, Article):
            sys.exit(f"the page was not read: {article.reason}")
        clean_article(article)
    return (time.process_time() - start) / times


def main() -> None:
    """Time pages of three sizes and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    sizes = {"short": (8, 20, 100), "typical": (32, 60, 250), "long": (120, 80, 500)}
    for name, (paragraphs, cards, kilobytes) in sizes.items():
        body = make_page(paragraphs=paragraphs, cards=cards, kilobytes=kilobytes)
        seconds_a_page(body, times=1)
        taken = sorted(seconds_a_page(body, times=5) * 1000 for _ in range(rounds))
        print(
            f"{name:8} {len(body) // 1000:4} kB  {statistics.median(taken):6.1f} ms of CPU a page"
            f"  ({taken[0]:.1f}-{taken[-1]:.1f})",
            flush=True,
        )


if __name__ == "__main__":
    main()
