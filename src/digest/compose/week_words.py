"""The few words that a round-up brings itself, in the publication's language."""

from dataclasses import dataclass

from digest.compose.words import find_row


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekWords:
    """What a round-up says of itself.

    Attributes:
        top: Section of the week's first story.
        subject: Opens the subject; `{}` takes the first headline.
        also: Opens the preheader; `{}` takes the headlines.
    """

    top: str
    subject: str
    also: str


ENGLISH = ("Story of the week", "The week in news: {}", "Also this week: {}")
ROWS = {
    "ar": ("قصة الأسبوع", "أخبار الأسبوع: {}", "وأيضًا هذا الأسبوع: {}"),
    "de": ("Thema der Woche", "Die Woche in Nachrichten: {}", "Außerdem diese Woche: {}"),
    "el": ("Θέμα της εβδομάδας", "Εβδομαδιαία νέα: {}", "Επίσης αυτή την εβδομάδα: {}"),
    "es": ("La noticia de la semana", "La semana en noticias: {}", "También esta semana: {}"),
    "fa": ("خبر هفته", "هفته در خبرها: {}", "همچنین این هفته: {}"),
    "fr": (
        "Le fait de la semaine",
        "La semaine en bref\u202f: {}",
        "Aussi cette semaine\u202f: {}",
    ),
    "he": ("סיפור השבוע", "השבוע בחדשות: {}", "עוד השבוע: {}"),
    "hi": ("सप्ताह की मुख्य खबर", "सप्ताह के समाचार: {}", "इस सप्ताह यह भी: {}"),
    "hu": ("A hét híre", "A hét hírei: {}", "Továbbá ezen a héten: {}"),
    "it": (
        "La notizia della settimana",
        "La settimana in notizie: {}",
        "Questa settimana anche: {}",
    ),
    "ja": ("今週のトップニュース", "今週のニュース\uff1a{}", "ほかに今週は\uff1a{}"),
    "ko": ("이주의 뉴스", "한 주의 뉴스: {}", "이번 주의 다른 소식: {}"),
    "nl": ("Verhaal van de week", "De week in nieuws: {}", "Ook deze week: {}"),
    "pl": ("Temat tygodnia", "Tydzień w wiadomościach: {}", "Także w tym tygodniu: {}"),
    "pt": ("Destaque da semana", "A semana em notícias: {}", "Também esta semana: {}"),
    "pt-BR": ("Destaque da semana", "A semana em notícias: {}", "E mais nesta semana: {}"),
    "ru": ("Главное за неделю", "Неделя в новостях: {}", "Также на этой неделе: {}"),
    "tr": ("Haftan\u0131n haberi", "Haberlerle hafta: {}", "Bu hafta bir de: {}"),
    "uk": ("Головне за тиждень", "Тиждень \u0443 новинах: {}", "Також цього тижня: {}"),
    "zh": ("本周头条", "一周新闻\uff1a{}", "本周还有\uff1a{}"),
    "zh-Hant": ("本週頭條", "一週新聞\uff1a{}", "本週還有\uff1a{}"),
}


def choose_week_words(language: str) -> WeekWords:
    """Choose the words for a BCP 47 tag or for its first subtag; English for one not known."""
    top, subject, also = find_row(ROWS, language) or ENGLISH
    return WeekWords(top=top, subject=subject, also=also)
