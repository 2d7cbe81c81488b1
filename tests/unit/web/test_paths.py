import pytest

from digest.web.paths import base_of, inner_path, without_stray

TOKEN = "aabbccdd"


@pytest.mark.parametrize(
    ("public_url", "base"),
    [
        ("https://news.example.org", ""),
        ("https://news.example.org/", ""),
        ("https://example.org/news", "/news"),
        ("https://example.org/a/b/", "/a/b"),
        ("http://127.0.0.1:8000", ""),
    ],
)
def test_the_base_is_the_path_of_the_public_address(public_url: str, base: str) -> None:
    assert base_of(public_url) == base


@pytest.mark.parametrize(
    ("path", "inner"),
    [
        (f"/news/unsubscribe/{TOKEN}", f"/unsubscribe/{TOKEN}"),
        (f"/unsubscribe/{TOKEN}", f"/unsubscribe/{TOKEN}"),
        ("/news/", "/"),
        ("/news/archive/", "/archive/"),
        ("/newspaper", "/newspaper"),
        ("/", "/"),
    ],
)
def test_a_proxy_may_pass_the_public_path_or_take_it_off(path: str, inner: str) -> None:
    assert inner_path(path, "/news") == inner


@pytest.mark.parametrize(
    ("path", "inner"),
    [
        ("/archive/archive/the-daily-2026-11-23/", "/archive/the-daily-2026-11-23/"),
        ("/archive/the-daily-2026-11-23/", "/archive/the-daily-2026-11-23/"),
        ("/archive/subscribe", "/subscribe"),
        ("/subscribe", "/subscribe"),
    ],
)
def test_a_public_path_that_is_called_as_one_of_ours_is_told_apart(path: str, inner: str) -> None:
    assert inner_path(path, "/archive") == inner


def test_at_the_top_of_a_host_nothing_is_taken_off() -> None:
    assert inner_path("/news/subscribe", "") == "/news/subscribe"


@pytest.mark.parametrize("stray", [".", ",", ">", ")", "\n", "/", "\u201d.", "...", " "])
@pytest.mark.parametrize(
    "path",
    [
        f"/confirm/{TOKEN}",
        f"/unsubscribe/{TOKEN.upper()}",
        f"/preferences/{TOKEN}/forget",
        f"/preferences/{TOKEN}/everything.json",
    ],
)
def test_what_stands_behind_a_link_is_no_part_of_it(path: str, stray: str) -> None:
    assert without_stray(path + stray) == path


@pytest.mark.parametrize(
    "path",
    [
        *(f"/unsubscribe/{TOKEN}", f"/preferences/{TOKEN}/everything.json", "/unsubscribe/"),
        *("/preferences/..", "/unsubscribe/%00", f"/unsubscribe/{TOKEN}\r\nX: y"),
        *(f"/archive/{TOKEN}/", f"/archive/{TOKEN}.", f"/unsubscribe/{TOKEN}8a"),
    ],
)
def test_nothing_else_is_taken_off(path: str) -> None:
    assert without_stray(path) == path
