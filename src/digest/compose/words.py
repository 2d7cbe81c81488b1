"""The few words that an edition brings itself, in the publication's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Names of the parts that no desk has named.

    Attributes:
        top: Section of the hero.
        today: The one section of a publication that has configured none.
        more: Section of the stories that belong to no configured section.
        brief: Section of the stories shown as headlines only.
        also: Opens the preheader; `{}` takes the headlines.
    """

    top: str
    today: str
    more: str
    brief: str
    also: str


ENGLISH = Words(
    top="Top story", today="Today", more="More news", brief="In brief", also="Also today: {}"
)
_ROWS = {
    "ar": ("القصة الرئيسية", "اليوم", "أخبار أخرى", "باختصار", "وأيضًا اليوم: {}"),
    "de": ("Aufmacher", "Heute", "Weitere Meldungen", "Kurz gemeldet", "Außerdem heute: {}"),
    "el": ("Πρώτο θέμα", "Σήμερα", "Περισσότερα", "Με λίγα λόγια", "Επίσης σήμερα: {}"),
    "es": ("Noticia principal", "Hoy", "Más noticias", "En breve", "También hoy: {}"),
    "fa": ("خبر اصلی", "امروز", "خبرهای دیگر", "کوتاه", "همچنین امروز: {}"),
    "fr": (
        "À la une",
        "Aujourd’hui",
        "Autres actualités",
        "En bref",
        "Aussi aujourd’hui\u202f: {}",
    ),
    "he": ("הסיפור המרכזי", "היום", "עוד חדשות", "בקצרה", "עוד היום: {}"),
    "hi": ("मुख्य समाचार", "आज", "और समाचार", "संक्षेप में", "आज यह भी: {}"),
    "hu": ("Vezető hír", "Ma", "További hírek", "Röviden", "Továbbá ma: {}"),
    "it": ("In primo piano", "Oggi", "Altre notizie", "In breve", "Oggi anche: {}"),
    "ja": ("トップニュース", "今日", "その他のニュース", "短信", "ほかに今日は\uff1a{}"),
    "ko": ("주요 뉴스", "오늘", "다른 뉴스", "단신", "오늘의 다른 소식: {}"),
    "nl": ("Hoofdverhaal", "Vandaag", "Meer nieuws", "Kort nieuws", "Ook vandaag: {}"),
    "pl": ("Temat dnia", "Dzisiaj", "Więcej wiadomości", "W skrócie", "Także dzisiaj: {}"),
    "pt": ("Destaque", "Hoje", "Mais notícias", "Em resumo", "Também hoje: {}"),
    "pt-BR": ("Destaque", "Hoje", "Mais notícias", "Giro rápido", "E mais: {}"),
    "ru": ("Главное", "Сегодня", "Другие новости", "Коротко", "Также сегодня: {}"),
    "tr": ("Manşet", "Bugün", "Diğer haberler", "Özetle", "Bugün bir de: {}"),
    "uk": ("Головне", "Сьогодні", "Інші новини", "Коротко", "Також сьогодні: {}"),
    "zh": ("头条", "今日", "更多新闻", "简讯", "今日还有\uff1a{}"),
    "zh-Hant": ("頭條", "今日", "更多新聞", "簡明新聞", "今日還有\uff1a{}"),
}
_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})


def find_row(rows: Mapping[str, Row], language: str) -> Row | None:
    """Find the words for a BCP 47 tag or for its first subtag; None for one not known."""
    by_tag = {tag.casefold(): row for tag, row in rows.items()}
    tag = language.casefold()
    first, *rest = tag.split("-")
    if first == "zh" and _TRADITIONAL.intersection(rest):
        tag = "zh-hant"
    return by_tag.get(tag) or by_tag.get(first)


def choose_words(language: str) -> Words:
    """Choose the words for a BCP 47 tag or for its first subtag; English for one not known."""
    row = find_row(_ROWS, language)
    if row is None:
        return ENGLISH
    top, today, more, brief, also = row
    return Words(top=top, today=today, more=more, brief=brief, also=also)
