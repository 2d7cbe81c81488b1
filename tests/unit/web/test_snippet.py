"""The form for pages of other sites: the same words in any charset, several on one page."""

from dataclasses import replace
from functools import cache

from lxml import html
from tests.looks.public import PUBLICATION, open_house
from tests.unit.app.reader_page_desk import NOW, PageDesk

from digest.model.publication import ReaderList
from digest.web.front import Front
from digest.web.snippet import write_snippets
from digest.web.wording import write_texts

LANGUAGES = ("en", "de", "ar", "ja")


@cache
def snippets() -> dict[str, str]:
    """Write the forms of a publication with a list beyond ASCII."""
    lists = (*PUBLICATION.lists, ReaderList(name="süd", title="Süd & <Ost> – 海"))
    publication = replace(PUBLICATION, languages=LANGUAGES[1:], lists=lists)
    house = open_house(publication)
    desk = replace(PageDesk().desk, publication=publication)
    return write_snippets(
        Front(desk=desk, house=house, texts=write_texts(house, LANGUAGES, now=NOW))
    )


def test_a_page_of_any_charset_shows_a_form_right() -> None:
    for language, form in snippets().items():
        for charset in ("iso-8859-1", "utf-8", "shift_jis", "koi8-r"):
            page = f'<meta charset="{charset}"><title>x</title>{form}'.encode()
            read = html.fromstring(page)
            assert read.xpath("string(//button)") == open_house().words_of(language)["subscribe"]
            assert read.xpath("//input[@name='list']/@value")[-1] == "süd"
            assert read.xpath("string(//fieldset/p[last()])").strip() == "Süd & <Ost> – 海"


def test_forms_in_several_languages_stand_on_one_page() -> None:
    page = html.fromstring(f"<body>{''.join(snippets().values())}</body>")
    ids = page.xpath("//@id")
    assert len(set(ids)) == len(ids) == 2 * len(LANGUAGES)
    assert sorted(page.xpath("//label/@for")) == sorted(ids)
    assert "digest-email-de" in ids
