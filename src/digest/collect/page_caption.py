"""The words below a picture, parted into what it shows and who made it."""

# ruff: noqa: RUF001 - letters and marks of many scripts are meant here

import re

LONGEST = 1000
ENDS = " |/–—-·([,（"
MARKS = " .,;:|/–—-()[]"
ABBREVIATED = re.compile(r"\b(?:Dept|Inc|Ltd|Co|Corp|Jr|Sr|Bros|St|GmbH|e\.V)\.\s*[)\]]?\s*$")
MOST_LABELS = 3  # "© Foto: Photo by …"
MOST_WORDS = 10  # of a credit without a label
_LABEL = (
    r"(?:photo(?:graph)?(?:y|s)?|photo credits?|image credits?|picture credits?|pictures?|images?"
    r"|image source|courtesy(?: of)?|illustrations?|graphics?|credits?|fotos?|fotograf(?:ie"
    r"|ía|ia|e)?|foto credits?"
    r"|bild(?:er)?|bildquelle|bildnachweis|bildrechte|fotoquelle|quelle|grafik|crédits? photos?"
    r"|photo d['’]archives|crédits?|légende|créditos?|crédito da foto|imagen|imagem|fonte|fuente"
    r"|beeld|foto's|zdjęcie|fot\.|источник|фото|φωτογραφία|φωτο|πηγή|kuva|bilde|fotó|fotoğraf"
    r"|תצלום|צילום|صورة|تصوير|फोटो|写真|图片来源|圖片來源|图片|圖片|圖|图|摄影|攝影|撮影|照片|사진)"
)
_AGENCY = (
    r"(?:AP|AFP|Reuters|REUTERS|Getty(?: Images)?|dpa|DPA|EPA|EFE|ANSA|PA(?: Media| Wire| Images)?"
    r"|Xinhua|Shutterstock|iStock|Alamy|Bloomberg|NASA|Unsplash|Wikimedia(?: Commons)?|IMAGO|Imago"
    r"|Keystone|KEYSTONE|APA|Lehtikuva|TT|NTB|Ritzau|Scanpix|ANP|Belga|BELGA|Lusa|PAP|MTI|TASS|ТАСС"
    r"|[Pp]icture[- ][Aa]lliance|Agence France-Presse|Associated Press)"
)
LABELLED = re.compile(
    rf"(?:^|[\s(\[|/–—。，＝（【-]){_LABEL}\s*(?:[:：/／|©]|(?<=source),|(?<=fot\.))\s*"
    r"(?:©\s*|by\s+)?(?P<name>[^\n()\[\]]{2,90}?)[)\].）】]?$",
    re.IGNORECASE,
)
# "by" alone labels nothing inside a sentence: it stands at the beginning of one, before a name.
SIGNED = re.compile(
    r"(?:^|(?<=[.!?”\"])\s+|[(\[|–—]\s*(?:[^()\[\].]{1,30}\s)?)(?i:photo(?:graph)?s?|pictures?|images?"
    r"|illustrations?|fotos?)"
    r"\s+(?:by|von|par|por|di|courtesy of)\s+(?P<name>[^\W\d_a-zß-ÿ][^\n()\[\].!?]{1,80}?)[)\].]?$"
)
# Signatures of East Asian papers: "方远 摄", "小林健撮影", "사진 유지호 기자".
SIGNED_EAST = re.compile(
    r"(?:^|[。，、＝\s（(])(?:本报记者|本報記者|记者|記者)?\s*(?P<name>[^\s。，、＝（()]{1,20})\s?(?:摄|攝|撮影)[)）]?$"
    r"|(?:^|[.\s(/])사진\s*[=:/]?\s*(?P<korean>[^\s()]{2,12}(?:\s[^\s()]{2,8})?)[)]?$"
)
IN_BRACKETS = re.compile(
    r"[(\[]\s*(?i:photos?|fotos?|bild|fot\.?|ph\.?|crédit|crédito|photograph|courtesy(?: of)?)\s+"
    r"(?P<name>[^\W\d_a-zß-ÿ][^()\[\]]{1,80})[)\]]\.?$"
)
OWNED = re.compile(
    r"(?:^|[\s(\[|])(?:©|\(c\)|copyright:?)\s*(?:\d{4}\s+)?(?P<name>[^\n©]{2,90}?)[)\].]?$",
    re.IGNORECASE,
)
BRACKETED = re.compile(
    rf"[(\[](?P<name>[^()\[\]]{{0,60}}\b{_AGENCY}\b[^()\[\]]{{0,60}}"
    r"|[^\W\d_a-z][\w.’'-]*(?: [\w.’'-]+){1,3}\s*/\s*[^()\[\]]{2,40})[)\]]\.?$"
)
TRAILING = re.compile(
    rf"(?:^|(?<=[.!?”\"])\s+)(?P<name>[^.!?]{{0,60}}\b{_AGENCY}\b[^.!?]{{0,50}})$"
)
PUT_BEFORE = re.compile(
    rf"^{_LABEL}\s*[:：|]\s*(?P<name>[^.|–—]{{2,60}}?)\s*[|–—]\s*(?P<told>\S.{{10,}})$",
    re.IGNORECASE,
)
CREDITED = re.compile(
    r"\b(?:credits?|copyright|photographer|attribution|image source|fotograf|rights|source)\b"
)


def split_caption(text: str) -> tuple[str, str]:
    """Part a caption.

    Args:
        text: One line: "The quay at dusk. Photograph: R. Adeyemi/Agency".

    Returns:
        What the picture shows, and who made it; either may be empty.
    """
    line = text.strip()[:LONGEST]
    if before := PUT_BEFORE.match(line):
        return before["told"].strip(), tidy_credit(before["name"])
    if east := SIGNED_EAST.search(line):
        return line[: east.start()].rstrip(ENDS), tidy_credit(east["name"] or east["korean"])
    for pattern in (IN_BRACKETS, BRACKETED, LABELLED, SIGNED, OWNED, TRAILING):
        match = pattern.search(line)
        if match and len(match["name"].split()) <= MOST_WORDS:
            shown = line[: match.start()].rstrip(ENDS)
            return shown if any(map(str.isalnum, shown)) else "", tidy_credit(match["name"])
    return line, ""


def tidy_credit(text: str) -> str:
    """Write a credit without the marks and labels around it."""
    line = tidy_end(text)
    for _ in range(MOST_LABELS):
        match = LABELLED.match(line) or SIGNED.match(line) or OWNED.match(line)
        if not match:
            break
        line = tidy_end(match["name"])
    return line


def tidy_end(text: str) -> str:
    """Strip the marks around a name, but not the full stop of an abbreviation that ends it."""
    return text.strip(MARKS) + "." * bool(ABBREVIATED.search(text))
