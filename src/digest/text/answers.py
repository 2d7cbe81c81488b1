"""What a language model wrote, as plain text: without markup, marks and remarks around it."""

import re

from digest.text.plain import tidy_line

LONGEST = 20_000
THOUGHT = re.compile(r"</?think(?:ing)?>", re.IGNORECASE)
FENCE = re.compile(r"^\s*(?:```|~~~).*$", re.MULTILINE)
BLOCK = re.compile(
    r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|td|script|style)\b[^<>]{0,200}>", re.IGNORECASE
)
TAG = re.compile(r"</?[A-Za-z!][^<>]{0,200}>")
LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\s]{0,500}\)")
STRONG = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,300})(?<=\S)\1")
EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]{1,300})(?<=\S)\*(?![\w*])")
LEAD = re.compile(r"^\s{0,3}(?:#{1,6}\s+|>\s+|[-*+•]\s+|\d{1,2}[.)]\s+(?=\D))", re.MULTILINE)
# "Here is the summary:" on a line of its own, "Summary:" before the text.
PREAMBLE = re.compile(r"[^\n]{0,120}:[ \t]*\n+(?=\S)")
LABEL = re.compile(
    r"(?:summary|subject|preheader|zusammenfassung|betreff|résumé|objet|resumen|asunto|riassunto"
    r"|oggetto|resumo|assunto|samenvatting|onderwerp)\s*:\s+",
    re.IGNORECASE,
)
WRAPPED = {"“": "”", '"': '"', "«": "»", "„": "“", "'": "'", "`": "`"}
ADDRESS = re.compile(r"https?:|www\.|\S@\S+\.\w", re.IGNORECASE)
ABOUT_ITSELF = re.compile(
    r"\b(?:as an ai|language model|i (?:cannot|can't|am unable|apologi[sz]e)|i'm (?:sorry|unable)"
    r"|als (?:ki|sprachmodell)|en tant qu'(?:ia|assistant)|como (?:una ia|modelo de lenguaje)"
    r"|come (?:ia|modello linguistico)|as instructed|ignore (?:all|any|previous))\b",
    re.IGNORECASE,
)


def clean_answer(text: str) -> str:
    """Make one paragraph of plain text of what a model answered.

    HTML, Markdown, code fences, control characters, labels and remarks before the text go; its
    words stay. Nothing else is mended: an answer that is not good is for others to refuse.
    """
    text = without_thoughts(text[:LONGEST])
    text = TAG.sub("", BLOCK.sub(" ", FENCE.sub("", text))).strip()
    for opening in (PREAMBLE, LABEL):
        if remark := opening.match(text):
            text = text[remark.end() :]
    for pattern, kept in ((LINK, r"\1"), (STRONG, r"\2"), (EMPHASIS, r"\1"), (LEAD, "")):
        text = pattern.sub(kept, text)
    return unwrap(tidy_line(text))


def without_thoughts(text: str) -> str:
    """Leave out what a model thought before it answered; all of it when it never came to that."""
    marks = list(THOUGHT.finditer(text))
    if not marks:
        return text
    return text[marks[-1].end() :] if marks[-1][0].startswith("</") else ""


def unwrap(text: str) -> str:
    """Take quotation marks off a text that stands in them as a whole."""
    closer = WRAPPED.get(text[:1])
    inner = text[1:-1]
    whole = closer is not None and len(text) > 1 and text.endswith(closer)
    return inner.strip() if whole and not set(inner) & {text[0], closer} else text


def find_remark(text: str, source: str) -> str | None:
    """Find what a model says of itself or of its orders; None when the source says so as well."""
    found = ABOUT_ITSELF.search(text.replace("’", "'"))
    return None if found is None or found[0].casefold() in source.casefold() else found[0]


def has_address(text: str) -> bool:
    """Tell whether a text holds an address of the web or of a mailbox."""
    return bool(ADDRESS.search(text))
