"""Where a form stood, as far as a browser tells it."""

import pytest
from starlette.requests import Request

from digest.web.asking import name_source


def request(**headers: str) -> Request:
    raw = [
        (name.replace("_", "-").encode(), value.encode("latin-1"))
        for name, value in headers.items()
    ]
    return Request({"type": "http", "method": "POST", "path": "/subscribe", "headers": raw})


@pytest.mark.parametrize(
    ("origin", "site", "told"),
    [
        ("https://news.example.org", "same-origin", "form"),
        ("HTTPS://NEWS.EXAMPLE.ORG", "", "form"),
        ("https://paper.example.org", "same-site", "form on paper.example.org"),
        ("http://localhost:8090", "cross-site", "form on localhost:8090"),
        ("", "", "form"),
        # Our own pages forbid browsers to name them; those of others may do so, too.
        ("null", "same-origin", "form"),
        ("null", "cross-site", "form on another site"),
        ("null", "same-site", "form on another site"),
        ("null", "none", "form"),
        ("https://evil.example/?a=1", "cross-site", "form on another site"),
        ("https://evil.example\x1b[31m", "", "form"),
        ("javascript:alert(1)", "", "form"),
        (f"https://{'a' * 500}.example", "", "form"),
    ],
)
def test_the_source_of_a_sign_up_is_what_the_browser_says(
    origin: str, site: str, told: str
) -> None:
    found = name_source(request(origin=origin, sec_fetch_site=site), "https://news.example.org")
    assert found == told
