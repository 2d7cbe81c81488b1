"""The picture of a page is the one that it means, in its widest stated size, with its words."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.collect.clues import ImageClue
from digest.collect.markup import parse, strip_raw
from digest.collect.page import read_page
from digest.collect.page_caption import split_caption
from digest.collect.page_image import choose_image
from digest.collect.picture_name import is_of_site, picture_name, width_in
from digest.model.article import Article, Image

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
BASE = "https://post.example.org/a"
HEADLINE = "Island ferry to stop on Friday"
QUAY = "<img src='/quay.jpg'>"
TOLD = "<img src='/quay.jpg' alt='The quay'>"
SITES = frozenset(("orvikpost", "post"))


def choose(page: str, *stated: ImageClue) -> Image | None:
    root = parse(strip_raw(f"<html><body>{page}</body></html>")[0])
    return choose_image(stated, root, base=BASE, sites=SITES, headline=HEADLINE)


def shown(page: str) -> Image | None:
    return choose(f"<article><h1>{HEADLINE}</h1>{page}</article>")


def address(image: Image | None) -> str | None:
    return image.url.removeprefix("https://post.example.org/") if image else None


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("The quay. Photograph: R. Adeyemi/Agency", ("The quay.", "R. Adeyemi/Agency")),
        ("Foto: dpa", ("", "dpa")),
        ("Hafen am Abend. © AFP", ("Hafen am Abend.", "AFP")),
        ("The ferry (Getty Images)", ("The ferry", "Getty Images")),
        ("Le port. Crédit photo : Léa Martin", ("Le port.", "Léa Martin")),
        ("Der Hafen | Bildquelle: dpa/J. Vik", ("Der Hafen", "dpa/J. Vik")),
        ("At dusk. Jon Vik/AFP via Getty Images", ("At dusk.", "Jon Vik/AFP via Getty Images")),
        ("A boat (AP Photo/Jon Vik)", ("A boat", "AP Photo/Jon Vik")),
        ("Photo by Jon Vik", ("", "Jon Vik")),
        ("The ferry. (Jon Vik/The Post)", ("The ferry.", "Jon Vik/The Post")),
        ("La sala di notte. (Foto Renzi)", ("La sala di notte.", "Renzi")),
        ("In flight. (Courtesy: Holm Fire Dept.)", ("In flight.", "Holm Fire Dept.")),
        ("Środa wieczorem. Fot. Adam Lis", ("Środa wieczorem.", "Adam Lis")),
        ("Паром. Фото: Иван Петров / ТАСС", ("Паром.", "Иван Петров / ТАСС")),
        ("青河老城钟楼。本报记者 方远 摄", ("青河老城钟楼", "方远")),
        ("浜見町で2026年11月22日、小林健撮影", ("浜見町で2026年11月22日", "小林健")),
        ("시계탑. 사진 유지호 기자", ("시계탑.", "유지호 기자")),
        ("A picture by the council shows it.", ("A picture by the council shows it.", "")),
        ("The mayor at the quay", ("The mayor at the quay", "")),
    ],
)  # fmt: skip
def test_caption_is_parted_from_who_made_the_picture(
    caption: str, expected: tuple[str, str]
) -> None:
    assert split_caption(caption) == expected


@given(st.text(max_size=200) | st.lists(st.sampled_from(
    ["photo by ", "(", "© ", "Foto: ", "AP ", "/", ")", ". ", "Jon Vik", "摄", " | "])).map("".join)
)  # fmt: skip
def test_any_line_is_parted_and_nothing_is_made_up(line: str) -> None:
    caption, maker = split_caption(line)
    assert caption in line
    assert maker in line


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://e.org/u/ferry-quay-1024x683.jpg", "https://e.org/u/ferry-quay-scaled.jpg"),
        ("https://i.org/0a1b2c3d/0_0_4000_2400/master/4000.jpg", "https://i.org/0a1b2c3d/0_0_4000_2400/500.jpg"),
        ("https://s.org/22ferry-superJumbo.jpg", "https://s.org/22ferry-facebookJumbo-v2.jpg"),
        ("https://c.org/aa11-22bb_w1200_r1.778_fpx50.jpg", "https://c.org/aa11-22bb_w948_r1.5.jpg"),
        ("https://d.org/x/resize/1200x630!/?url=http%3A%2F%2Fk.org%2Fbeaver.jpg", "https://k.org/beaver.jpg?w=9"),
        ("https://e.org/quay.jpg.webp", "https://e.org/quay.jpg"),
    ],
)  # fmt: skip
def test_two_sizes_of_one_picture_have_one_name(one: str, other: str) -> None:
    assert picture_name(one) == picture_name(other)


def test_two_pictures_of_one_camera_have_two_names() -> None:
    assert picture_name("https://e.org/IMG_2301.jpg") != picture_name("https://e.org/IMG_2302.jpg")


@pytest.mark.parametrize(
    ("url", "width"),
    [
        ("/a.jpg?w=1200", 1200), ("/a-1024x683.jpg", 1024), ("/w_800,h_600/a.jpg", 800),
        ("/resize/1440x810!/a.jpg", 1440), ("/a.jpg?resize=640%2C480", 640), ("/a-2026.jpg", 0),
    ],
)  # fmt: skip
def test_address_tells_the_width_that_it_asks_for(url: str, width: int) -> None:
    assert width_in(url) == width


@pytest.mark.parametrize(
    "url",
    ["/img/logo.png", "/og-default.jpg", "/share-image.png", "/1x1.gif", "/avatars/ana.jpg",
     "/x.svg", "/orvikpost-social.jpg", "/blank.gif", "/northlake-logo.jpg",
     "/assets/opengraph-image.png"],
)  # fmt: skip
def test_pictures_of_the_site_are_known_by_their_address(url: str) -> None:
    assert is_of_site(f"https://post.example.org{url}", SITES)


@pytest.mark.parametrize(
    "url",
    ["/sites/default/files/quay.jpg", "/dims4/default/6f0/x.jpg", "/logo-on-a-building-in-hask.jpg",
     "/banner-carrying-crowd.jpg", "/profile/mayor.jpg", "/photo.jpg"],
)  # fmt: skip
def test_a_word_in_a_folder_makes_no_picture_the_sites_own(url: str) -> None:
    assert not is_of_site(f"https://post.example.org{url}", SITES)


def test_picture_that_most_of_the_metadata_mean_is_taken_in_its_widest_size() -> None:
    stated = [
        ImageClue(url="/other-crowd.jpg", width=4000),
        ImageClue(url="/quay-600x400.jpg", width=600),
        ImageClue(url="/quay-1600x900.jpg", width=1600),
        ImageClue(url="/quay.jpg", width=1200),
    ]
    assert address(choose("", *stated)) == "quay-1600x900.jpg"


def test_what_the_article_shows_first_decides_between_two() -> None:
    two = (ImageClue(url="/drawn-card.jpg"), ImageClue(url="/quay.jpg"))
    page = f"<article><h1>{HEADLINE}</h1><img src='/quay-800x500.jpg'></article>"
    assert address(choose("", *two)) == "drawn-card.jpg"
    assert address(choose(page, *two)) == "quay.jpg"


def test_size_that_only_the_article_shows_must_be_much_wider_and_in_a_format_of_mail() -> None:
    for size, kind, expected in [
        (1300, "jpg", "quay.jpg"), (2400, "jpg", "quay-2400w.jpg"), (2400, "webp", "quay.jpg")
    ]:  # fmt: skip
        page = f"<article><h1>{HEADLINE}</h1><img srcset='/quay-{size}w.{kind} {size}w'></article>"
        clue = ImageClue(url="/quay.jpg", width=1200)
        assert address(choose(page, clue)) == expected


@pytest.mark.parametrize(
    "picture",
    [
        "<img src='/quay.jpg'>",
        "<img src='data:image/gif;base64,R0lGOD' data-src='/quay.jpg'>",
        "<img src='/1x1.gif' width=1 height=1 data-gl-src='/quay.jpg'>",
        "<img srcset='/quay-1.jpg 1x, /quay.jpg 2x' width=600>",
        "<picture><source srcset='/q.jpg 400w, /quay.jpg 1600w'><img src='/q.jpg'></picture>",
        "<img src='data:,'><noscript><img src='/quay.jpg'></noscript>",
        "<amp-img src='/quay.jpg' width=1200 height=800></amp-img>",
        "<img src='/quay.jpg' width='100%'>",
        "<img src='//post.example.org/quay.jpg'>",
        "<a href='/quay-large.jpg'><img src='/quay.jpg'></a>",
        f"<img src='/reporters/ana.jpg'><div class=author><img src='/face.jpg'></div>{QUAY}",
        f"<aside><img src='/other.jpg'></aside><a href='/n/2'><img src='/two.jpg'></a>{QUAY}",
        f"<img src='/small.jpg' width=90><img src='/pixel.jpg' width=1 height=1>{QUAY}",
    ],
)
def test_picture_is_found_however_the_article_shows_it(picture: str) -> None:
    assert address(shown(picture)) == "quay.jpg"


def test_pixel_for_readers_without_scripts_is_no_picture() -> None:
    assert shown("<noscript><img src='https://count.example.net/c?x' width='1'></noscript>") is None


@pytest.mark.parametrize(
    "page",
    [
        f"<figure>{TOLD}<figcaption>Dusk. Photo: R. Adeyemi</figcaption></figure>",
        f"<figure>{TOLD}<figcaption>Dusk.</figcaption><cite>Photo: R. Adeyemi</cite></figure>",
        f"<div>{TOLD}</div><div class=caption>Dusk <i class=credit>R. Adeyemi</i></div>",
        f"<figure>{QUAY}<figcaption>The quay (Foto: R. Adeyemi)</figcaption></figure>",
        f"<p>{TOLD}</p><p class='pie'>Dusk / Foto: R. Adeyemi</p>",
    ],
)  # fmt: skip
def test_words_beside_a_picture_become_its_alt_text_and_its_credit(page: str) -> None:
    assert shown(page) == Image(url=f"{BASE[:-1]}quay.jpg", alt="The quay", credit="R. Adeyemi")


def test_words_of_the_shown_picture_serve_the_stated_one() -> None:
    page = (
        f"<article><h1>{HEADLINE}</h1><figure><img src='/quay-300x200.jpg' alt='The quay'>"
        "<figcaption>Photo: R. Adeyemi</figcaption></figure></article>"
    )
    image = choose(page, ImageClue(url="/quay-1600x900.jpg"))
    assert image is not None
    assert (image.alt, image.credit) == ("The quay", "R. Adeyemi")


def test_picture_in_the_header_of_the_headline_is_no_masthead() -> None:
    page = f"<header><img src='/quay.jpg' alt='The quay'><h1>{HEADLINE}</h1></header><article>"
    page += (
        "<p>The ferry to the outer islands stops on Friday, the county council decided after five "
    )
    page += "hours of talks.</p><p>The crews were told in the evening.</p>"
    found = read_page(page.encode(), url=BASE, source="Orvik Post", now=NOW, zone="UTC")
    assert isinstance(found, Article)
    assert address(found.image) == "quay.jpg"


def test_page_that_has_only_its_own_pictures_has_none() -> None:
    page = "<header><img src='/logo.png' alt='Orvik Post'></header><article><p>Text</p></article>"
    assert choose(page, ImageClue(url="/default-share.png"), ImageClue(url="/icon.svg")) is None
