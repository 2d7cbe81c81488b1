import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.collect.urls import absolute_url, canonical_url, same_site, site_of

HOSTS = st.sampled_from(
    [
        *(
            "example.org",
            "www.example.org",
            "m.example.org",
            "AMP.Example.co.uk.",
            "straße.example",
        ),
        *("[::1]", "127.0.0.1", "localhost:8080", "a..b", "user:pw@example.org", "①②⑦.example"),
        "www.google.com/amp/s/m.example.org",
    ]
)
TAILS = st.text(alphabet="abAB01/.?=&%;:@-_~ äß#+|\\2ampref", max_size=40)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://WWW.Example.ORG.:80/a/../b/./c%7e%2f", "http://www.example.org/b/c~%2F"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org:443/x#top", "https://example.org/x"),
        ("https://example.org:8443/x", "https://example.org:8443/x"),
        ("https://straße.example/ä b", "https://xn--strae-oqa.example/%C3%A4%20b"),
        ("https://user:pw@example.org/x", "https://example.org/x"),
        ("https://example.org/a;jsessionid=1A2B?x=1", "https://example.org/a?x=1"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        (" https://example.org/\nx ", "https://example.org/x"),
    ],
)
def test_address_is_written_in_one_form(url: str, expected: str) -> None:
    assert canonical_url(url) == expected


@pytest.mark.parametrize(
    "pair",
    [
        *("utm_source=x", "UTM_Campaign=y", "fbclid=1", "gclid=2", "mc_cid=3", "mc_eid=4"),
        *(
            "igshid=5",
            "msclkid=6",
            "at_medium=RSS",
            "ref=rss",
            "cmp=newsletter",
            "CMP=share_btn_tw",
        ),
        *("source=twitter", "amp=1", "amp", "outputType=amp", "wt_mc=a.b", "xtor=RSS-1"),
    ],
)
def test_what_only_tells_where_a_reader_came_from_is_dropped(pair: str) -> None:
    assert canonical_url(f"https://example.org/a?{pair}&id=3") == "https://example.org/a?id=3"


@pytest.mark.parametrize(
    "pair", ["ref=4711", "source=reuters", "id=1", "amp=12", "page=2", "cmp=42", "utm=1", "q=rss"]
)
def test_what_may_choose_the_text_is_kept(pair: str) -> None:
    assert canonical_url(f"https://example.org/a?{pair}") == f"https://example.org/a?{pair}"


def test_channel_of_a_front_page_is_kept_since_it_may_be_the_page_itself() -> None:
    assert canonical_url("https://example.org/?ref=rss") == "https://example.org/?ref=rss"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/harbour-reopens/amp", "https://example.org/harbour-reopens"),
        ("https://example.org/harbour-reopens/amp/", "https://example.org/harbour-reopens/"),
        ("https://example.org/story-1.amp.html", "https://example.org/story-1.html"),
        ("https://example.org/topics/amp", "https://example.org/topics/amp"),
        ("https://amp.example.co.uk/a-b/amp/", "https://example.co.uk/a-b/"),
        ("https://m.example.org/a", "https://example.org/a"),
        ("https://m.co.uk/a", "https://m.co.uk/a"),
        ("https://m.news.example.org/a", "https://m.news.example.org/a"),
        ("https://www.google.com/amp/s/www.example.org/s-1/amp", "https://www.example.org/s-1"),
        (
            "https://www-example-org.cdn.ampproject.org/c/s/www.example.org/s-1",
            "https://www.example.org/s-1",
        ),
    ],
)
def test_amp_and_mobile_forms_become_the_ordinary_one(url: str, expected: str) -> None:
    assert canonical_url(url) == expected


def test_base_tells_whether_the_ordinary_host_has_www() -> None:
    base = "https://www.example.org/feed"
    assert canonical_url("https://m.example.org/a", base=base) == "https://www.example.org/a"
    assert canonical_url("../a?x=1", base=base) == "https://www.example.org/a?x=1"


def test_address_of_a_picture_is_not_folded() -> None:
    url = "https://m.media.example/i.jpg?amp=1&utm_source=x"
    assert absolute_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        *("", "javascript:alert(1)", "mailto:a@example.org", "ftp://example.org/x", "file:///etc"),
        *("http://", "http://a..b/", "http://example.org:99999/", "//example.org/x", "data:,x"),
        *(
            "http://[::1",
            "http://exa mple.org",
            "http://xn--/",
            "https://example.org/" + "a" * 9000,
        ),
    ],
)
def test_what_is_no_web_address_is_none(url: str) -> None:
    assert canonical_url(url) is None


def test_backslash_decides_the_host_as_in_a_browser() -> None:
    assert (
        canonical_url(r"https:\\good.example\@evil.example") == "https://good.example/@evil.example"
    )


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("news.example.org", "example.org"),
        ("news.example.co.uk", "example.co.uk"),
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
    ],
)
def test_site_is_the_registrable_part(host: str, site: str) -> None:
    assert site_of(host) == site


def test_two_hosts_of_one_house_are_of_one_site() -> None:
    assert same_site("https://www.example.org/a", "https://amp.example.org/b")
    assert not same_site("https://example.org/", "https://example.com/")


@given(host=HOSTS, tail=TAILS)
def test_canonical_twice_is_canonical_once(host: str, tail: str) -> None:
    once = canonical_url(f"https://{host}/{tail}")
    if once is not None:
        assert canonical_url(once) == once
        assert once.startswith(("https://", "http://"))
        assert "#" not in once
        assert once.isascii()


@given(st.text(max_size=200))
def test_any_text_is_an_address_or_none(text: str) -> None:
    once = canonical_url(text)
    assert once is None or canonical_url(once) == once
