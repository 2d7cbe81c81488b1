"""What a house writes below and between its texts about itself: origin, rights, help, offers.

Patterns of whole paragraphs, in small letters, with straight apostrophes, without marks at either
end. Each begins with words, and every repeat has a bound. A correction is none of them: it belongs
to the text.
"""

# ruff: noqa: RUF001 - letters of many scripts are meant here

import re

from digest.text.furniture_shapes import LINE_BREAK

LONGEST = 480
_PIECE = r"(?:article|story|piece|report|post|column|essay|interview|content|text|feature|episode)"
_COLOPHON = (
    # where it first appeared
    rf"""a (?:longer |shorter )?version of this {_PIECE} (?:was|is|has been|first|originally
    |appears?|appeared|ran)\b.{{0,300}}""",
    rf"""this {_PIECE} (?:(?:was|is|has been) )?(?:first|originally)\b.{{0,30}}\b(?:published
    |appeared|ran|posted|printed|written)\b.{{0,260}}""",
    r"""this (?:article|story|post|column|essay) (?:was|is|has been|appeared|appears)\b.{0,40}?
    \b(?:published|appear(?:ed|s)|republished|reprinted|printed|syndicated|in print
    |produced in partnership|translated from)\b(?! as\b).{0,260}""",
    r"(?:originally|first) published (?:on|in|by|at)\b.{0,160}",
    r"""(?:dieser|der) (?:artikel|text|beitrag) (?:erschien|ist (?:zuerst|erstmals)|wurde
    (?:zuerst|erstmals|ursprünglich)).{0,200}""",
    r"""cet article (?:a (?:d'abord|initialement|originalement) été|est (?:paru|issu
    |republié)).{0,200}""",
    r"""este artículo (?:(?:se|fue) public\w+ (?:originalmente|originariamente
    |por primera)).{0,200}""",
    r"""this entry was posted (?:on|in|by)\b.{0,400}""",
    r"""(?:you can follow any (?:responses|comments)|both comments and pings are)\b.{0,200}""",
    # what the house says of itself
    r"our standards?:.{0,80}",
    r"""(?:the )?[\w .]{2,40} is not responsible for the content of external (?:web ?)?sites
    \b.{0,100}""",
    r"""(?:privacy notice|disclaimer|affiliate disclosure|disclosure)\s*: (?:newsletters
    |we (?:may )?(?:earn|receive)|this (?:article|post) (?:may )?contains?|if you (?:buy
    |click)|the views|when you (?:buy|click|purchase))\b.{0,300}""",
    r"""(?:we may (?:earn|receive|get) (?:an? )?(?:affiliate )?commission)\b.{0,200}""",
    r"""this site is protected by recaptcha\b.{0,160}""",
    r"(?:©|\(c\)|c)?\s*dpa-infocom\b.{0,80}",
    # who else worked on it
    r"(?:additional|further|with) reporting (?:by|from)\b.{2,160}",
    r"""with (?:files|additional files|material|contributions?|reports?|inputs?
    |agency inputs) from\b.{2,120}""",
    r"""\(?(?:with (?:agency|agencies|pti|ani|afp|ap|reuters) inputs?
    |(?:with )?inputs? from [\w ,]{2,60})\)?""",
    r"""mit (?:material|informationen|agenturmaterial)(?: (?:von|der|des|aus))?\b.{2,80}""",
    r"[\w .,'’&-]{3,120} contributed (?:reporting )?to this (?:report|story|article)\b.{0,80}",
    r"""this (?:conversation|interview|transcript|q&a|article
    |essay) has been (?:s?lightly )?(?:edited|condensed)\b.{0,100}""",
    r"this (?:story|article) has been updated(?: (?:with|to (?:include|add|reflect))\b.{0,80})?",
    r"the editorial board (?:is|consists|comprises|represents)\b.{0,300}",
    r"""(?:except for|apart from|barring|other than) the headline\b.{0,60}\bthis (?:story
    |report|article)\b.{0,200}""",
    r"(?:conforme a|de acuerdo con) (?:los|con los) criterios de\b.{0,60}",
    r"""(?:dieses thema im programm|über dieses thema berichte(?:te|ten|t)
    |darüber berichte(?:te|t))\b.{0,200}""",
    # letters, tips, votes
    r"""do you have an opinion on (?:the issues raised in )?this article\b.{0,300}""",
    r"""have (?:you been affected by|you got|something to say)\b.{0,120}(?:get in touch|email
    |contact|@|comment|share your)\b.{0,160}""",
    r"""(?:do you have|have you|got) an? (?:news )?(?:story|tip|question|confidential)\b.{0,100}
    (?:e-?mail|contact|get in touch|let us know|tell us|write to|send|call|text|@)\b.{0,160}""",
    r"""(?:do you )?know (?:something|anything|more)\b.{0,80}\b(?:e-?mail|contact|get in touch
    |let us know|tell us|call|text)\b.{0,120}""",
    r"""(?:get in touch with|send us|share) your (?:stor(?:y|ies)|photos|tips|thoughts|views
    |opinions?|comments)\b(?: with us)?(?: (?:in the comments?|below|here|at|on|by)
    \b.{0,120})?""",
    r"""what do you think\??.{0,80}\b(?:comments?|let us know|tell us|join the)\b.{0,80}""",
    r"(?:have something to say|join the conversation)\??.{0,80}",
    r"ihre meinung (?:zum|zu diesem) (?:thema|artikel).{0,60}",
    # subscriptions
    r"""(?:if you (?:value|like|enjoy|appreciate) (?:our|this|what we)|since you're here
    |now more than ever)\b.{0,200}(?:support|donat|contribut|favou?r|subscrib|member)\w*
    \b.{0,200}""",
    r"""you(?:'ve| have) (?:reached|hit|used|read)\b.{0,40}\b(?:limit|last|free|all)\b.{0,40}
    \b(?:articles?|stories|story|views?)\b.{0,160}""",
    r"""to (?:continue|keep) reading\b.{0,60}\b(?:subscri\w+|register|sign|log|account
    |member\w*)\b.{0,100}""",
    r"""(?:jetzt |diesen artikel |hier |sofort )?(?:weiterlesen|lesen sie weiter|weiter lesen)
    (?: (?:mit|im|in|als|nur)\b.{0,60})?""",
    r"""(?:dieser|diesen) (?:artikel|inhalt|beitrag) (?:ist|gibt es|können sie|lesen sie)\b.{0,60}
    \b(?:abo\w*|plus|premium|registrier\w+|kostenpflichtig)\b.{0,120}""",
    r"""(?:sie haben bereits|sie sind bereits|sind sie (?:bereits|schon)
    |bereits) (?:ein )?(?:abo\w*|registriert|kunde|digitalabonnent)\b.{0,80}""",
    r"""(?:cet |l')?(?:article|contenu) (?:est )?(?:réservé|exclusif).{0,20}\babonnés\b.{0,80}""",
    r"il vous reste \d.{0,40} (?:à lire|de cet article)\b.{0,100}",
    r"""(?:contenido|artículo|noticia) (?:exclusiv[oa]|reservad[oa]|solo)\b.{0,20}
    \b(?:suscriptores|socios)\b.{0,80}""",
    r"""(?:contenuto|articolo) (?:riservato|esclusivo)\b.{0,20}\babbonati\b.{0,80}""",
    r"""(?:conteúdo|matéria) exclusiv[oa]\b.{0,20}\bassinantes\b.{0,80}""",
    r"""(?:want|like|looking for) more (?:stories|news|like this)\b.{0,80}\b(?:sign up|subscribe
    |newsletter|click)\b.{0,80}""",
    r"""sign up (?:here|now|today|below|to|for)\b.{0,40}\b(?:briefing|bulletin|alerts?|updates?
    |letter|digest|email|here)\b.{0,100}""",
    r"""(?:enter your e-?mail(?: address)?|we (?:will|'ll) never (?:share|sell) your e-?mail
    \b.{0,60})""",
    r"(?:skip past|after|before|end of) newsletter promotion",
    # players, embeds, advertisements
    r"(?:story|article) continues (?:below|after) (?:this|the|our)? ?(?:ad\w*|video|promo\w*)",
    r"advertisement\s*[-–—|]\s*.{0,60}",
    r"(?:list of \d{1,2} items|end of list)(?:list \d{1,2} of \d{1,2}.{0,160})?",
    r"view (?:this post|more) on (?:instagram|facebook|x|twitter|tiktok|threads)",
    r"a post shared by\b.{2,120}",
    r"(?:image|media|video|photo) source,\s.{2,80}",
    r"(?:download|get) (?:the|our) .{0,30}\bapp\b.{0,80}",
    r"(?:get|follow|receive|join|nachrichten|news)\b.{0,50}\b(?:on|per|via|our) whatsapp\b.{0,80}",
    r"(?:hear|read|listen to|get) more (?:from|of|by) .{2,60}\b(?:podcast|newsletter|columns?)",
    # dates, sizes, print
    r"""updated (?:\d{1,3}|an?|one|two) (?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?
    |months?) ago""",
    r"\d{1,3} (?:minutes?|mins?) to read",
    r"(?:ausgedruckt|gedruckt|stampato|imprimé|impreso|drukowane|utskrift)\b.{0,12}\d.{0,40}",
    r"(?:back|return) to (?:the )?(?:front|home|main|news|top|previous|section)\b.{0,24}",
    r"""(?:printer[- ]friendly(?: version)?|print (?:this|version)|druckversion|e-?mail (?:this
    |to)\b.{0,30})(?:\s*[|/•·]\s*(?:print|e-?mail|send|share|save|text size|comments?)
    \b.{0,40}){1,4}""",
)
COLOPHON = re.compile(
    "|".join(f"(?:{LINE_BREAK.sub('', pattern)})" for pattern in _COLOPHON), re.DOTALL
)
RIGHTS = re.compile(
    r"(?:copyright\s*)?(?:©|\(c\))\s*[^\n]{0,120}?(?:\b(?:19|20)\d\d\b|\brights\b|\brechte\b"
    r"|\bdroits\b"
    r"|\bderechos\b|\bdiritti\b|\bdireitos\b|\breserv|защищены|\briproduzione\b"
    r"|\brechten\b)[^\n]{0,200}"
    r"|riproduzione riservata.{0,40}",
    re.IGNORECASE,
)
# The headline of a page that says that there is none.
NOT_FOUND = re.compile(
    r"^(?:error )?404\b|\b(?:page|article|story|content) (?:was )?not found$|\bnicht gefunden$"
    r"|\bpage introuvable|\bno encontrad[oa]$|\bpagina non trovata|\bnão encontrad[oa]$"
    r"|\bniet gevonden$|\bhittades inte$|\bне найден[ао]?$|\bnie znalezion[oay]\b",
    re.IGNORECASE,
)
# Below one of these a press release only tells who sent it.
ABOUT_SENDER = re.compile(
    r"(?:about|über|à propos d[eu’']|acerca de|sobre|over|informazioni su)\s?\S.{1,80}",
    re.IGNORECASE,
)
CONTACT = re.compile(
    r"(?:(?:media|press|presse)[ -]?(?:contacts?|enquiries|inquiries|office|relations|kontakt)"
    r"|contact presse|contacto de prensa|kontakt)\s*(?::.{2,200}|$)"
    r"|(?:media|press|presse)\s*(?:$|:(?=.{0,100}(?:@|\d\d)).{2,200})"
    r"|(?-i:SOURCE:? [A-Z].{2,80}|Source: [A-Z][^.]{2,80})$"
    r"|notes? (?:to|for) editors?:?$"
    r"|for (?:more|further) information,? (?:please )?(?:visit|contact|call|go to|see)\b.{2,160}",
    re.IGNORECASE,
)
# The last line of a text: a code of the staff, an agency, the mark of an end.
SIGN_OFF = re.compile(
    r"[(\[/]\s?(?:[a-zäöüß]{2,5}|[A-ZÄÖÜ]{2,5})(?:\s?[/,-]\s?(?:[a-zäöüß]{2,5}"
    r"|[A-ZÄÖÜ]{2,5})){0,4}\s?[)\]/]?\.?"
    r"|[-–—#*\s]{0,6}(?:30|ENDS?|ends?|Ende|FIN|fin|Fin|###)[-–—#*\s]{0,6}"
    r"|(?:Quelle|Source|Fonte|Fuente|Bron|Źródło|Источник|Kilde|Källa|Lähde)n?\s?:\s?.{2,60}"
    r"|(?:Avec|Con|Com|Met|Med) (?:(?:información|informaciones|informações"
    r"|informazioni) d[eai] |l['’])?"
    r"(?:AFP|AP|Reuters|EFE|ANSA|Lusa|dpa|ANP|TT|NTB|Ritzau|agences?|agencias|agências"
    r"|agenzie)\b.{0,40}"
)
