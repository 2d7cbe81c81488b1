"""The pages that readers open: what stands on each, and that nothing on them runs."""

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from tests.looks.public import (
    LANGUAGES,
    MASKED,
    NOWHERE,
    PUBLICATION,
    TOKEN,
    list_pages,
    open_house,
    preferences,
)

from digest.adapters.public_files import read_public_templates, read_public_words
from digest.errors import RenderError
from digest.model.publication import Publication, SendingRules
from digest.render import public_pages as pages
from digest.render import public_views as views
from digest.render.public_house import PublicHouse, open_public_house
from digest.render.public_words import consent_text, consent_version
from digest.render.theme import Theme

HOUSE = open_house()
EVERY = {name: html for language in LANGUAGES for name, html in list_pages(language).items()}
HOSTILE = '"><script>alert(1)</script>\u202e{{ 7 * 7 }}'
VOID = {"meta", "link", "input", "br"}


class Elements(HTMLParser):
    """Reads elements with their attributes and their own text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.open: list[int] = []
        self.texts: dict[int, str] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(len(self.found) - 1)

    def handle_endtag(self, _tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for at in self.open:
            self.texts[at] = self.texts.get(at, "") + data

    def all(self, tag: str) -> list[dict[str, str]]:
        """List the attributes of every element of a kind."""
        return [attributes for name, attributes in self.found if name == tag]

    def text(self, tag: str) -> str:
        """Read the first element of a kind."""
        at = next(at for at, (name, _) in enumerate(self.found) if name == tag)
        return " ".join(self.texts.get(at, "").split())


def inputs(html: str) -> dict[str, dict[str, str]]:
    """List the inputs of a page by their id."""
    return {one["id"]: one for one in Elements(html).all("input") if "id" in one}


def form(**more: Any) -> views.SubscribeView:
    """Say what the form to sign up shows."""
    return replace(views.SubscribeView(language="en", action="/subscribe"), **more)


@pytest.mark.parametrize("name", sorted(EVERY))
def test_nothing_on_a_page_runs_and_nothing_is_fetched(name: str) -> None:
    page = Elements(EVERY[name])
    assert {tag for tag, _ in page.found}.isdisjoint({"script", "img", "iframe", "object", "base"})
    for tag, attributes in page.found:
        assert not [one for one in attributes if one.startswith("on")]
        for link in ("href", "action", "src"):
            assert attributes.get(link, "/").startswith(("/", "?lang=", "mailto:", "https://news."))
        assert tag != "a" or attributes["href"]
    assert "url(" not in EVERY[name]
    assert "@import" not in EVERY[name]


@pytest.mark.parametrize("name", sorted(EVERY))
def test_every_control_has_a_label_and_every_id_is_there_once(name: str) -> None:
    page = Elements(EVERY[name])
    ids = [one["id"] for _, one in page.found if "id" in one]
    assert len(ids) == len(set(ids))
    labels = {one["for"] for one in page.all("label")}
    for tag in ("input", "select"):
        for one in page.all(tag):
            assert one.get("type") == "hidden" or one["id"] in labels
    for _, one in page.found:
        assert set(one.get("aria-describedby", "").split()) <= set(ids)


@pytest.mark.parametrize("name", sorted(EVERY))
def test_a_title_names_the_page_and_the_publication(name: str) -> None:
    page = Elements(EVERY[name])
    language = name.rpartition("-")[2]
    assert page.all("html") == [{"lang": language, "dir": "rtl" if language == "ar" else "ltr"}]
    assert page.text("title").endswith(f"{page.text('h1')} – The Harbour Daily")
    assert len(page.all("h1")) == 1


def test_the_sentence_that_is_kept_is_the_sentence_that_is_shown() -> None:
    for language in LANGUAGES:
        text = consent_text(HOUSE.words_of(language), HOUSE.publication)
        page = EVERY[f"subscribe-{language}"]
        shown = re.search(r'<p class="p-consent" id="consent">(.*?)</p>', page)
        assert shown
        assert re.sub(r"</?bdi>", "", shown[1]) == text


def test_a_sign_up_form_has_the_fields_that_are_read() -> None:
    page = Elements(EVERY["subscribe-ar"])
    assert page.all("form") == [
        {
            "method": "post",
            "action": "/subscribe",
            "accept-charset": "utf-8",
            "novalidate": "",
        }
    ]
    names = [one["name"] for one in page.all("input")]
    assert names == ["language", "text", "email", "list", "list", "website"]
    assert page.all("input")[0]["value"] == "ar"
    words = consent_text(HOUSE.words_of("ar"), PUBLICATION)
    assert page.all("input")[1]["value"] == consent_version("ar", words)
    email, trap = inputs(EVERY["subscribe-ar"])["email"], inputs(EVERY["subscribe-ar"])["website"]
    assert (email["autocomplete"], email["type"], email["dir"]) == ("email", "email", "ltr")
    assert (trap["tabindex"], trap["autocomplete"]) == ("-1", "off")


def test_what_was_typed_stays_after_a_mistake_and_what_is_wrong_stands_beside_it() -> None:
    html = EVERY["subscribe-wrong-en"]
    email = inputs(html)["email"]
    assert email["value"] == "jane@example"
    assert (email["aria-invalid"], email["aria-describedby"]) == ("true", "email-flaw")
    assert "autofocus" in email
    assert '<p class="p-flaw" id="email-flaw">This address is not complete.' in html
    assert "aria-invalid" not in inputs(EVERY["subscribe-en"])["email"]
    pause = inputs(EVERY["preferences-wrong-en"])["pause"]
    assert (pause["value"], pause["type"]) == ("soon", "text")
    assert pause["aria-describedby"] == "pause-flaw pause-hint"
    assert "<bdi>2026-12-24</bdi>" in EVERY["preferences-wrong-en"]


def test_what_is_wrong_with_boxes_belongs_to_all_of_them_and_is_where_one_goes_on() -> None:
    html = EVERY["preferences-none-en"]
    described = [one.get("aria-describedby") for one in Elements(html).all("fieldset")]
    assert described == [None, "section-flaw section-hint", None]
    boxes = [one for one in Elements(html).all("input") if one["name"] == "section"]
    assert [one.get("aria-invalid") for one in boxes] == ["true"] * 4
    assert ["autofocus" in one for one in boxes] == [True, False, False, False]
    assert "aria-invalid" not in inputs(html)["list-1"]
    assert html.count("autofocus") == 1


def test_all_mistakes_stand_beside_their_fields_and_one_goes_on_at_the_first() -> None:
    flaws = (views.Flaw.NO_LIST, views.Flaw.NO_SECTION, views.Flaw.PAST_DATE)
    none = replace(preferences("en"), lists=(), sections=(), flaws=flaws[2:], pause="2020-01-01")
    alone = pages.preferences_page(HOUSE, none)
    assert "autofocus" in inputs(alone)["pause"]
    wrong = replace(preferences("en"), flaws=flaws, pause="2020-01-01")
    html = pages.preferences_page(HOUSE, wrong)
    described = [one.get("aria-describedby") for one in Elements(html).all("fieldset")]
    assert described == ["list-flaw", "section-flaw section-hint", None]
    assert inputs(html)["pause"]["aria-describedby"] == "pause-flaw pause-hint"
    for flaw in flaws:
        assert HOUSE.words_of("en")[f"flaw_{flaw.value}"] in html
    assert html.count("autofocus") == 1
    assert "autofocus" in inputs(html)["list-1"]
    assert inputs(html)["pause"]["type"] == "date"
    assert Elements(html).text("title").startswith("Please check – ")


def test_who_is_on_no_list_reads_what_comes_all_the_same() -> None:
    html = pages.preferences_page(HOUSE, replace(preferences("de"), is_on_none=True))
    assert Elements(html).all("fieldset")[0]["aria-describedby"] == "list-hint"
    assert HOUSE.words_of("de")["lists_none"] in html
    assert "list-hint" not in EVERY["preferences-de"]


def test_what_came_of_a_form_is_heard_first() -> None:
    html = EVERY["preferences-en"]
    [told] = [one for one in Elements(html).all("p") if one.get("role") == "status"]
    assert (told["tabindex"], "autofocus" in told) == ("-1", True)
    for name, first in (
        ("preferences", "Your choices are saved. – Your preferences – "),
        ("preferences-wrong", "Please check – Your preferences – "),
        ("subscribe-wrong", "Please check – Get The Harbour Daily by e-mail – "),
        ("subscribe", "Get The Harbour Daily by e-mail – "),
        ("preferences-gone", "Your preferences – "),
    ):
        assert Elements(EVERY[f"{name}-en"]).text("title").startswith(first)


def test_a_strapline_stands_in_italics_where_the_script_has_them() -> None:
    assert f"<em>{PUBLICATION.strapline}</em>" in EVERY["subscribe-de"]
    assert "<em>" not in EVERY["subscribe-ja"]
    assert PUBLICATION.strapline in EVERY["subscribe-ja"]


def test_one_list_leaves_no_choice() -> None:
    lists = preferences("en").lists
    assert 'type="checkbox"' not in pages.subscribe_page(HOUSE, form(lists=lists[:1]))
    assert pages.subscribe_page(HOUSE, form(lists=lists)).count('type="checkbox"') == 2


def test_preferences_show_what_is_chosen() -> None:
    html = EVERY["preferences-en"]
    found = inputs(html)
    assert [name for name, one in found.items() if "checked" in one] == [
        "list-1",
        "section-1",
        "section-3",
        "frequency-daily",
    ]
    pause = found["pause"]
    assert (pause["value"], pause["min"], pause["max"]) == (
        "2026-12-27",
        "2026-11-26",
        "2027-11-26",
    )
    assert "You are taking a break until <bdi>Sunday, 27 December 2026</bdi>." in html
    assert "Your choices are saved." in html
    assert '<option value="de" lang="de">Deutsch</option>' in html
    actions = [one.get("value") for one in Elements(html).all("button")]
    assert actions == ["save", "leave"]


def test_a_break_without_an_end_tells_how_it_ends() -> None:
    html = pages.preferences_page(HOUSE, replace(preferences("en"), is_paused=True))
    assert "Save without a date, and mail begins again." in html


def test_what_there_is_no_choice_of_is_not_asked() -> None:
    bare = replace(preferences("en"), lists=(), sections=(), frequency="", languages=())
    html = pages.preferences_page(HOUSE, bare)
    assert [one["name"] for one in Elements(html).all("input")] == ["pause"]
    assert "<select" not in html


def test_who_is_not_mailed_can_come_back_or_write() -> None:
    gone, dead = EVERY["preferences-gone-en"], EVERY["preferences-dead-en"]
    assert [one.get("value") for one in Elements(gone).all("button")] == ["back"]
    assert Elements(dead).all("button") == []
    assert 'href="mailto:desk@harbour.example.org"' in dead
    assert "mailto:" not in gone


def test_the_buttons_of_pages_post_what_is_read() -> None:
    for name, field, value in (
        ("unsubscribe", "leave", "yes"),
        ("unsubscribed", "action", "back"),
        ("forget", "forget", "yes"),
        ("confirm", "confirm", "yes"),
    ):
        page = Elements(EVERY[f"{name}-en"])
        assert [(one["name"], one["value"]) for one in page.all("button")] == [(field, value)]
        assert page.all("form")[0]["method"] == "post"
        assert TOKEN in page.all("form")[0]["action"]
        assert MASKED in EVERY[f"{name}-en"]


def test_a_link_that_was_used_or_has_expired_has_no_button() -> None:
    assert "<form" not in EVERY["confirm-done-en"]
    assert "<form" not in EVERY["confirm-expired-en"]
    assert 'href="/subscribe"' in EVERY["confirm-expired-en"]


def test_who_has_left_is_told_so_and_finds_the_way_back() -> None:
    used, left = Elements(EVERY["confirm-left-en"]), Elements(EVERY["unsubscribe-left-en"])
    assert used.text("h1") == "You have unsubscribed since"
    assert 'class="p-button" href="/subscribe"' in EVERY["confirm-left-en"]
    assert left.text("h1") == "You are unsubscribed already"
    assert [(one["name"], one["value"]) for one in left.all("button")] == [("action", "back")]
    # Who bounced or complained comes back by the form alone.
    view = views.UnsubscribeView(language="en", action="/x", email=MASKED, has_left=True)
    assert "<button" not in pages.unsubscribe_page(HOUSE, view)


def test_the_way_to_leave_without_a_link_is_the_one_that_mails_name() -> None:
    desk = PUBLICATION
    answers = replace(desk, reply_to="Editors <editors@example.org>")
    own = replace(answers, sending=SendingRules(unsubscribe_address="leave+now@example.org"))
    for publication, address, link in (
        (desk, "desk@harbour.example.org", "desk@harbour.example.org"),
        (answers, "editors@example.org", "editors@example.org"),
        (own, "leave+now@example.org", "leave%2Bnow@example.org"),
    ):
        for language in ("en", "ar"):
            told = pages.leave_by_mail(open_house(publication), language)
            assert f'<a href="mailto:{link}?subject=unsubscribe" dir="ltr">{address}</a>' in told
            assert "unsubscribe" in told.rpartition("</a>")[2]
    assert pages.leave_by_mail(open_house(replace(desk, sender="nobody")), "en") == ""


def test_the_page_that_answers_a_sign_up_promises_nothing() -> None:
    assert "once a day at most" in EVERY["asked-en"]
    assert "on its way" not in EVERY["asked-en"]


def test_erasing_says_that_it_cannot_be_undone() -> None:
    assert "<strong>This cannot be undone.</strong>" in EVERY["forget-en"]


def test_languages_are_linked_where_the_page_can_be_asked_for_again() -> None:
    page = Elements(EVERY["subscribe-de"])
    assert [one["hreflang"] for one in page.all("a") if "hreflang" in one] == list(LANGUAGES)
    assert [one["href"] for one in page.all("a") if one.get("aria-current")] == ["?lang=de"]
    assert "hreflang" not in EVERY["unsubscribed-de"]
    alone = open_house(replace(PUBLICATION, languages=()))
    assert "hreflang" not in pages.subscribe_page(alone, form())


def test_only_the_form_may_be_found_by_search_engines() -> None:
    for name, html in EVERY.items():
        assert ("noindex" in html) is not name.startswith("subscribe")
    assert (
        '<link rel="canonical" href="https://news.example.org/subscribe">' in EVERY["subscribe-en"]
    )


def test_the_archive_is_a_step_away_below_a_path_and_in_each_language() -> None:
    below = replace(HOUSE, public_url="https://example.org/news")
    assert below.archive("en") == "/news/archive/"
    assert below.archive("de") == "/news/archive/de/"
    assert 'href="/archive/ar/"' in EVERY["asked-ar"]


@pytest.mark.parametrize("kind", list(views.Mistake))
def test_a_mistake_says_what_to_do(kind: views.Mistake) -> None:
    html = EVERY[f"mistake-{kind.value}-en"]
    may_ask = kind in (views.Mistake.MISSING, views.Mistake.EXPIRED)
    assert ('class="p-button" href="/subscribe"' in html) is may_ask


def test_hostile_names_and_addresses_stay_text() -> None:
    publication = replace(
        PUBLICATION, name=HOSTILE, strapline=HOSTILE, address=HOSTILE, sender="x@example.org"
    )
    house = open_house(publication)
    view = form(email=HOSTILE, flaw=views.Flaw.ADDRESS, lists=two_hostile())
    own = replace(preferences("en"), email=HOSTILE, pause=HOSTILE, lists=two_hostile())
    for html in (pages.subscribe_page(house, view), pages.preferences_page(house, own)):
        assert "<script" not in html
        assert "{{ 7 * 7 }}" in html
        assert "\u202e" not in house.publication.name
        assert Elements(html).text("title").endswith('"><script>alert(1)</script>{{ 7 * 7 }}')
    assert inputs(pages.subscribe_page(house, view))["email"]["value"] == HOSTILE


def two_hostile() -> tuple[views.Choice, ...]:
    """List two choices that try to break out."""
    return tuple(views.Choice(value=HOSTILE + one, title=HOSTILE, about=HOSTILE) for one in "ab")


def test_a_name_of_several_kilobytes_is_no_harm() -> None:
    house = open_house(replace(PUBLICATION, name="Tide " * 2000))
    assert len(pages.subscribe_page(house, form())) < 100_000


def test_a_desk_adds_to_the_looks_but_not_to_the_markup() -> None:
    def opened(own: str) -> PublicHouse:
        return open_public_house(
            PUBLICATION,
            files=(read_public_templates(NOWHERE) | {"own.css": own}, read_public_words(NOWHERE)),
            public_url="https://news.example.org",
            theme=daily_theme(),
        )

    own = ".p-mast{font-size:60px}.x::after{content:'{{ 7 * 7 }}'}"
    html = pages.subscribe_page(opened(own), form())
    assert f"{own}\n</style>" in html
    for bad in ("</style><script>", "<!-- -->"):
        with pytest.raises(
            RenderError, match=r"^templates/public/look\.css:2: This ends the style"
        ):
            opened(f"h1{{}}\n{bad}")


def daily_theme() -> Theme:
    """Read the tokens of the theme that comes with the program."""
    from digest.adapters.templates import ChildRenderer

    with ChildRenderer(NOWHERE) as renderer:
        return renderer.tokens("daily")


def test_a_sender_without_an_address_has_no_link_to_write_to() -> None:
    nobody = Publication(id="x", name="X", sender="nobody")
    assert pages.write_to(nobody.desk_address) == ""
    asked = replace(PUBLICATION, reply_to="The desk <a&b@example.org>")
    assert pages.write_to(asked.desk_address) == "mailto:a%26b@example.org"


def test_days_are_written_as_their_readers_write_them() -> None:
    told = replace(preferences("de"), is_paused=True, paused_until=date(2027, 1, 2))
    assert "Sie machen Pause bis <bdi>Samstag, 2. Januar 2027</bdi>." in pages.preferences_page(
        HOUSE, told
    )
    assert "The button works for <bdi>48 hours</bdi>." in EVERY["asked-en"]
