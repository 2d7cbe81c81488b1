"""The words that stand around the names of a byline: "By", "Text:", "Photos by", "Published …"."""

# ruff: noqa: RUF001 - letters and marks of many scripts are meant here

import re

PREFIX = re.compile(
    r"^\W*(?:"
    # English
    r"(?:(?:written|words|story|stories|text|reported|reporting|report|posted|published|submitted"
    r"|contributed|compiled|reviewed|an?\s+\w+|exclusive|analysis|opinion|review|comment|commentary|column"
    r"|essay|interview|guest\s+\w+|op-ed)\s+)?by\b|(?-i:By(?=[A-Z][a-z]))"
    # German
    r"|(?:(?:geschrieben|verfasst|erstellt|aufgezeichnet|protokolliert|notiert|zusammengestellt"
    r"|eine?\s+\w+|(?:gast)?kommentar|gastbeitrag|(?:gast)?kolumne|essay|reportage|glosse"
    r"|leitartikel|rezension|kritik|portr[äa]i?t|bericht|beitrag|artikel|interview|text|analyse)"
    r"\s+)?von\b"
    r"|aus\s+(?-i:[A-ZÄÖÜ])\w+\s+(?:berichte[nt]\s+)?(?=\w+\s+\w)"
    # Romance
    r"|(?:(?:écrit|publié|rédigé|propos\s+recueillis|recueilli|texte|analyse|chronique|tribune)"
    r"\s+)?par\b"
    r"|(?:(?:scritto|articolo|testo|intervista|analisi|commento)\s+)?d[ia]\b|a\s+cura\s+di\b"
    r"|(?:(?:escrito|publicado|texto|análisis|opinión)\s+)?por\b"
    r"|(?-i:de)\s+(?=(?-i:[A-ZĂÂÎȘŞȚŢ])\w+\s+(?-i:[A-ZĂÂÎȘŞȚŢ]))"
    # labels with a colon or a bar, or nothing, behind them
    r"|نویسنده|گزارش(?=\s*:)|تحریر(?=\s*:)"
    r"|(?:texte?|testo|texto|tekst|words)\s+(?:und|and|et|e|y|en|i|&|\+)"
    r"\s+(?:fotos?|photos?|bilder|pictures|imágenes|zdjęcia|foto['’]s)\b"
    r"(?:\s+(?:by|von|par|di|por|door)\b)?"
    r"|fotos?\s+en\s+tekst\b"
    r"|(?:bericht|protokoll|interview|reportage|analysis|analyse|opinion|words|reporting)(?=\s*:)"
    r"|door\b|(?:(?:publicerad|skriven|text|skrevet)\s+)?a[vf]\b|przez\b|oprac(?:\.|ował(?:a|y|i)?\b)"
    r"|autore?\b|auteure?s?\b|authors?\b|autor(?:in|innen|en|es|a|zy)?\b|texte?s?\b|testo\b|texto\b"
    r"|tekst\b|kirjoittaja\b|szerző\b|írta\b"
    # other scripts
    r"|автор(?:ы)?\b|текст\b|(?:подготовил|беседовал)(?:а|и)?\b|yazan\b|κείμενο\b|γράφ(?:ει|ουν)\b(?:\s+(?:ο|η|οι)\b)?|του\b|της\b"
    r"|بقلم|كتب(?:ت)?\b|מאת|तैयारी|लेखक|[文图圖](?=\s*[:：/／|丨\s])|作者|撰文|撰稿"
    r"|[\u3400-\u9fff]{0,6}?[记記]者|[\uac00-\ud7af]{2,4}(?==)"
    r")\s*[:：=/／|丨]?\s*",
    re.IGNORECASE,
)
# What opens a line that is a byline, even where nothing else on the page says so.
OPENS_BYLINE = re.compile(
    r"(?:(?:story|text|words|written|reported|report|reporting|interview|opinion|analysis|column"
    r"|posted|published|submitted|contributed|compiled|review|reviewed|exclusive|commentary|essay"
    r"|kommentar|gastbeitrag|kolumne|propos recueillis)\s+)?"
    r"(?:(?-i:By(?=[A-Z][a-z]))|(?:by|von|par|por|di|door|av|af|autor(?:in)?|testo di|a cura di"
    r"|автор|от|γράφ(?:ει|ουν))\b:?|authors?:|text:|tekst:|texte\s*:"
    r"|(?:words|story|reporting|bericht|نویسنده|گزارش|تحریر)\s?:"
    r"|text (?:und|&) fotos?:|текст:|szerző:|írta:|autori?:"
    r"|kirjoittaja:|بقلم:?|كتب:?|מאת:?|文[:/：／]|作者[:：]"
    r"|[\u3400-\u9fff]{0,6}[记記]者)"
    r"\s*\S",
    re.IGNORECASE,
)
# "India | Reported by Jo Marsh, Edited by Ana Ruiz": where it happened comes first.
BARRED_BYLINE = re.compile(
    r"[^|\d\n]{1,40}\|\s*(?:(?:reported|written|posted|story)\s+)?by\s+(?=[^\W\d_])", re.IGNORECASE
)
# "| New Delhi | Updated: 5 January": a place between the names and the date.
BARRED_PLACE = re.compile(
    r"\|[^|\d\n]{2,40}\|\s*(?=(?:first |last )?(?:updated|published|posted)\b)", re.IGNORECASE
)
# A byline behind a date in one line.
LATE_BYLINE = re.compile(
    r"\d.{0,20}\b(?:by|von|par|por|di|door)\s+[^\W\d_]"
    r"|\d.{0,40}(?:\b(?:autor(?:in)?|authors?|auteur|autore|text|автор)|作者|[记記]者|نویسنده)\s?[:：]\s*\S",
    re.IGNORECASE,
)
# Prefixes that also begin names.
NAMELIKE = frozenset(("di", "da", "av", "af"))
# Who took the pictures, edited or translated did not write it.
NOT_WRITERS = re.compile(
    r"[\s,;|/(]*\b(?:photos?|photographs?|photography|pictures?|images?|fotos?|fotografie"
    r"|bild(?:er)?"
    r"|illustrations?|illustrated|ilustraci[oó]n|graphics?|grafik|videos?|edited|editing|translated"
    r"|translation|übersetzt|übersetzung|traduit|traduction|traducci[oó]n|redigiert"
    r"|updated\s+by|(?:medically\s+)?reviewed\s+by|fact[- ]checked\s+by|presented\s+by"
    r"|produced\s+by|(?:with\s+)?additional\s+reporting|with\s+(?:reporting|contributions|files)"
    r"|mit\s+material|фото)\b"
    r"(?:\s+(?:by|von|par|di|por|door|from)\b|\s*:)?.*$",
    re.IGNORECASE | re.DOTALL,
)
# "Fotos: Tom Ek, Text: Anna Berg": the writer comes after the pictures.
LATE_LABEL = re.compile(
    r"[\s,;|·•/]+(?=(?:texte?|testo|texto|tekst|words|story|bericht)(?:\s*:|\s+(?:by|von|par)\b))",
    re.IGNORECASE,
)
# "Léa Roux (avec AFP)": an agency helped.
HELPED = re.compile(
    r"\s*\b(?:with|mit|avec|con|com|met)\s+(?:l['’])?(?:\w{1,20}\s*/\s*)?"
    r"(?:afp|ap|reuters|dpa|apa|ats|belga|efe|ansa|lusa|anp|agences?|agenc(?:y|ies)|agenturen"
    r"|agentur|agenzie|agencias|agências|material)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
# "MarshPolitical": a word of small letters, and the next one without a space between.
GLUED = re.compile(r"\b[^\W\d_][^\W\d_A-ZÀ-ÖØ-Þ]{2,30}(?=[A-ZÀ-ÖØ-Þ][^\W\d_A-Z])")
GLUED_DATE = re.compile(
    r"(?:Published|Updated|Posted|Last|First|Publi|Aktualisiert|Veröffentlicht|Stand|Actualizado"
    r"|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
    r"[^\d\n]{0,20}\d"
)
GLUED_NAMES = frozenset(("mac", "van", "del", "fitz", "des"))
# "28 September 2023 by Jo Marsh": the date came first.
LATE_PREFIX = re.compile(
    r"^[^\n]*?\d[^\n]*?(?:\b(?:by|von|par|por)\s+"
    r"|(?:\b(?:autor(?:in)?|authors?|auteur|autore|text|автор)|作者|[记記]者|نویسنده)\s?[:：]\s*)(?=[^\W\d_])",
    re.IGNORECASE,
)
PARENTHESES = re.compile(r"\s*[(\[（]([^()\[\]（）]*)[)\]）]")
# The whole of it: "【高瀬由里】", "(Jo Marsh)".
BRACKETED = re.compile(r"\A[(\[（【]([^()\[\]（）【】]*)[)\]）】]\Z")
RSS_AUTHOR = re.compile(r"^\s*\S+@\S+\s+\(([^()]+)\)\s*$")
ADDRESSES = re.compile(r"<[^<>]*>|https?://\S+|www\.\S+|\S+@\S+|(?<!\w)@\w+", re.IGNORECASE)
# A date, a reading time or a number of comments follows: nothing after it is a name.
AFTERMATH = re.compile(
    r"[\s,|·•(-]*(?:\b(?:published|updated|posted|last\s+(?:updated|modified)|first\s+published"
    r"|created"
    r"|modified|reading\s+time|aktualisiert|veröffentlicht|stand|publié|mis\s+à\s+jour|actualizado"
    r"|publicado|pubblicato|aggiornato|atualizado|gepubliceerd|bijgewerkt|on|am|le|el|il)\b[\s:]*"
    r"(?:\w+[\s,.]+){0,2})?(?-i:(?<![A-Z]))\d.*$",  # "G1" is a paper
    re.IGNORECASE | re.DOTALL,
)
# A day of the week, a month, or both in this order; each once, since both are names as well.
MONTHS_AND_DAYS = re.compile(
    r"(?:[\s,|·•–-]+(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sat|sun)(?:day)?)[.,:]*)?"
    r"(?:[\s,|·•–-]+(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)[.,:]*)?$",
    re.IGNORECASE,
)
NEAR_DATES = re.compile(
    r"[\s,|·•–-]+(?:published|updated|posted|on|at|today|yesterday|heute|gestern|aujourd['’]hui"
    r"|oggi|ieri|hoy|ayer|hoje|ontem|vandaag|gisteren|just\s+now)[.,:]*$",
    re.IGNORECASE,
)
# The label that stands before a name in a card or a table.
WRITTEN_BY = re.compile(
    r"(?:written|posted|words|story)?\s*by|authors?|von|(?:geschrieben|verfasst) von"
    r"|autor(?:in|a|es)?"
    r"|(?:écrit|publié) par|auteurs?|autrice|escrito por|scritto da|autore|geschreven door|door"
    r"|napisane przez|skrev(?:en|et) av|skrevet af|автор|написано|γράφτηκε από|yazan|tarafından"
    r"|tarafından yazıldı|por|par|di|kirjoittanut|szerző|執筆者|作者|글쓴이|كتبه|מאת",
    re.IGNORECASE,
)
