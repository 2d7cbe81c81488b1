"""The shapes of notes, pointers, captions and dates that surround an article, as patterns.

They see a paragraph in small letters, with straight apostrophes, without marks at either end. Each
begins with words, and every repeat has a bound, so that a paragraph is judged in microseconds.
Broken lines of a pattern are joined before it is compiled.
"""

# ruff: noqa: RUF001 - letters and marks of many scripts are meant here

import re

LONGEST_NOTE = 420
LONGEST_POINTER = 220
LINE_BREAK = re.compile(r"\n\s*")


def _joined(pattern: str) -> str:
    return LINE_BREAK.sub("", pattern)


_NETWORK = _joined(r"""
    (?:facebook|twitter|instagram|x|linkedin|youtube|tiktok|telegram|whatsapp|threads|bluesky
    |mastodon|google news|pinterest|viber|flipboard|social media|vk|xing)
""")
_BETWEEN = r"(?:[\s,&|/]|\band\b|\bor\b|\bund\b|\bet\b|\by\b){1,5}"
_NETWORKS = rf"(?:your )?{_NETWORK}(?:{_BETWEEN}{_NETWORK}){{0,6}}"
_LETTERS = _joined(r"""
    (?:newsletters?|e-?mail (?:updates|alerts|briefing|list)|mailing list|(?:your|their) inbox
    |breaking news alerts|rundbrief|infolettre|boletín|boletines|nieuwsbrief|nieuwsbrieven
    |рассылк\w+|biuletyn\w*|postfach|boîte mail|boîte de réception|bandeja de entrada
    |casella di posta|caixa de entrada|push notifications?|(?:whatsapp|telegram)[- ](?:channel
    |kanal)
    |notre chaîne whatsapp|ενημερωτικό δελτίο|النشرة البريدية|न्यूज़लेटर|订阅我们|メルマガ)
""")
_JOIN = _joined(r"""
    (?:please |don't miss[^.]{0,60}\. )?(?:sign up|subscribe|register
    |get (?:the|our|all|more|daily|a|breaking)|join (?:our|the|thousands|more|over)|receive
    |enjoy(?:ed|ing)? (?:this|reading)|want (?:more|the|to)|stay (?:informed|up to date|ahead)
    |be the first|never miss|abonnieren sie|melden sie sich|bestellen sie|hier (?:können sie|geht)
    |jetzt (?:anmelden|abonnieren|kostenlos)|mit unserem|erhalten sie|inscrivez-vous|abonnez-vous
    |recevez|retrouvez|suscríbete|suscríbase|suscribite|recibe|reciba|regístrate|apúntate
    |iscriviti|iscrivetevi|ricevi|abbonati|inscreva-se|assine|receba|subscreva|cadastre-se
    |schrijf je|schrijf u|meld je|meld u|abonneer|ontvang|zapisz się|подпишитесь|подписывайтесь
    |подписывайся|εγγραφείτε|اشترك|सब्सक्राइब)
""")
_SITE = _joined(r"""
    (?:th(?:is|e) (?:web ?)?(?:site|page)|our (?:web ?)?site|diese (?:website|webseite|seite)
    |unsere (?:website|webseite)|ce site|notre site|este sitio(?: web)?|esta web|questo sito
    |este site|deze (?:web)?site)
""")
_WE = _joined(r"""
    (?:(?:we|wir|nous|nosotros|noi|nós|wij)
    (?: and our partners| und unsere partner| et nos partenaires| also| may| auch)?)
""")
_USE = _joined(r"""
    (?:use[sd]?|using|verwende[nt]|benutzen|nutz(?:t|en)|setz(?:t|en)|utilis\w+|usa|usamos
    |utiliz\w+|gebruik\w*|usiamo|recour\w+|store)
""")

# One word of a line that tells a date; the line has a figure in it and nothing else.
DATE_WORD = re.compile(
    _joined(r"""
    (?:\d[\w:.,/º-]*|(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|déc|dic
    |gen|fev|fév|abr|mag|giu|lug|ago|set|ott|out|ene|avr|maa|mei|янв|фев|мар|апр|ма[йя]|июн|июл
    |авг|сен|окт|ноя|дек|mon|tue|wed|thu|fri|sat|sun|die|mit|don|fre|sam|son|lun|mié|jue|vie|sáb
    |dom|mer|jeu|ven|gio|seg|ter|qua|qui|sex)\w{0,9}[.,]?|at|on|um|uhr|à|h|a|p|de|las|alle|às|om
    |by|am|pm|a\.m\.?|p\.m\.?|gmt|utc|bst|cet|cest|edt|est|et|pst|ist|le|el|il|em|op|den|vom|[–|·-])
    """)
)
MOST_DATE_WORDS = 14
# What may stand before a date that is a note of its own.
UPDATED = re.compile(
    _joined(r"""
    (?:(?:first|last) )?(?:updated|modified|published|posted|created|printed|aktualisiert
    |veröffentlicht|zuletzt aktualisiert|stand|gedruckt|publié|mis à jour|actualizado|publicado
    |pubblicato|aggiornato|atualizado|gepubliceerd|bijgewerkt|обновлено|опубликовано)\b
    (?: on| am| le| el| il| em| op)?\s*:?\s*
    """)
)

# A whole paragraph of this shape.
_NOTES = (
    # share and follow
    (
        r"(?:please )?(?:share|tweet|send|email)"
        r"(?: (?:this|it|your|the|our|article|story|post|page|news|thoughts|link|with|us)){0,5}"
        rf" (?:on|via|by|with|to) {_NETWORKS}"
    ),
    (
        r"(?:please )?(?:follow|find|join|like)(?: (?:us|our|me|the author|@\w+)\b[^.]{0,40})?"
        rf" on {_NETWORKS}[^.]{{0,60}}"
    ),
    (
        rf"(?:please )?follow [^.,]{{1,40}} on {_NETWORKS}[^.]{{0,60}}"
        r"(?:\.? (?:send|email|share) (?:us )?(?:your|any) .{2,80})?"
    ),
    (
        r"(?:puedes|podés|puede) (?:seguir(?:nos)?|encontrar(?:nos)?)\b.{0,60}"
        rf"\b{_NETWORKS}\b.{{0,160}}"
    ),
    rf"(?:ακολουθήστε|βρείτε) .{{0,40}}\b{_NETWORKS}\b.{{0,120}}",
    (
        r"""(?:folgen sie|folge|folgt|besuchen sie|suivez|retrouvez|síguenos|síganos|seguici
        |siga-nos
    |curta|volg ons|obserwuj|polub|подписывайтесь|подпишитесь|читайте нас)\b.{0,40}"""
        rf"\b{_NETWORKS}\b.{{0,60}}"
    ),
    r"follow .{0,40}@\w+.{0,40}",
    r"(?:you can )?follow the author.{0,80}",
    r"""\d[\d.,]*k? (?:shares?|likes?|views?|retweets?|reads|mal geteilt|partages|compartidos
    |condivisioni)""",
    # comments
    r"""\(?\d[\d.,]*\)?\s*(?:comments?|kommentare?|commentaires?|comentarios?|commenti|commento
    |comentários?|reacties?|komentarz\w*|комментари\w*|responses?|replies|reader comments|条评论
    |則留言)""",
    r"""(?:(?:view|show|see|read|load|alle|voir|ver) )?(?:all )?(?:the )?(?:comments?|kommentare?
    |commentaires?|comentarios?|commenti|comentários?|reacties
    |комментарии)\s*[:(\[]?\s*\d[\d.,]*""",
    r"""(?:log in|sign in|register|you must be logged in|you need to be logged in|please log in
    |please sign in|melden sie sich an|inicia sesión|connectez-vous|accedi|faça login)\b.{0,60}
    \b(?:comment\w*|kommentieren|comentar|commentare|réagir)\b.{0,30}""",
    r"""(?:the )?comments? (?:for|on|to) this (?:article|story|post|thread) (?:are
    |is) (?:now )?closed""",
    # letters and subscriptions
    r"subscribe to [^,.]{2,60} here",
    rf"{_JOIN}\b.{{0,220}}\b{_LETTERS}.{{0,160}}",
    r"(?:our |the |zum |unser )?(?:newsletter|nieuwsbrief|rundbrief|boletín)\s*[:–-]\s*.{0,160}",
    r"""(?:this (?:article|story|piece)|the above)\b.{0,40}\b(?:appeared|published|taken)\b.{0,40}
    \bnewsletter.{0,160}""",
    r"(?:already|not yet) a (?:subscriber|member)\b.{0,80}",
    r"""(?:this article|this content|this story|the full article|dieser artikel) (?:is|ist) (?:for
    |only available to|available exclusively to|nur für) (?:subscribers|members
    |abonnenten).{0,120}""",
    r"""(?:subscribe|log in|sign in|register|create (?:a free |an )?account) (?:now )?to (?:read
    |continue|keep|unlock|get)\b.{0,120}""",
    r"""(?:support|donate to) (?:our|independent|quality|local) (?:journalism|work
    |newsroom)\b.{0,160}""",
    # cookies, scripts, rights
    (
        rf"""(?:{_SITE}\b.{{0,60}}?|{_WE}|to \w+.{{0,90}}?we|um \w+.{{0,90}}?wir
        |pour \w+.{{0,90}}?nous)"""
        rf"\s*{_USE}\b(?:\s\w+){{0,4}}?[^.]{{0,40}}?\bcookies?\b.{{0,260}}"
    ),
    r"""(?:by|durch|mit|en|al|ao) (?:continuing|clicking|using|browsing|die (?:weitere )?nutzung
    |der nutzung|poursuivant|continuant|naviguant|continuar|continuare|navegar)\b[^.]{0,60}
    \b(?:site|website|webseite|page|accept|navigation|sitio|sito)\b.{0,100}\bcookies?\b.{0,200}""",
    r"""(?:please )?(?:enable|activate|turn on|bitte aktivieren sie
    |veuillez activer) (?:javascript|cookies).{0,160}""",
    r"""(?:your|this|ihr|votre) (?:browser|navigateur)\b.{0,40}\b(?:does not|doesn't|unterstützt
    |ne (?:prend|supporte))\b.{0,140}""",
    r"""(?:to (?:play|view|watch) this (?:video|content)|this (?:video|content) (?:can ?not|can't
    |is not available|is unavailable))\b.{0,180}""",
    r"""(?:copyright|\(c\)|c)?\s*(?:©|\(c\)|copyright)?\s*(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)?\d\d)?
    \b[^.]{0,80}(?:\.\s*)?(?:all rights reserved|alle rechte vorbehalten|tous droits réservés
    |todos los derechos reservados|tutti i diritti riservati|todos os direitos reservados
    |alle rechten voorbehouden)\b.{0,160}""",
    r"(?:copyright|\(c\)|©)\s*(?:©|\(c\)|by)?\s*(?:19|20)\d\d\b.{0,120}",
    r"this (?:material|content) may not be (?:published|reproduced).{0,160}",
    r"""(?:all rights reserved|alle rechte vorbehalten|tous droits réservés
    |todos los derechos reservados|tutti i diritti riservati
    |todos os direitos reservados)\b.{0,140}""",
    # print
    r"(?:printed|print) from\s*:?\s*(?:https?://|www\.)\S+.{0,60}",
    r"""(?:page|seite|página|pagina|strona|страница)\s*\d{1,3}\s*(?:of|/|von|de|di|van|z|из|sur)
    \s*\d{1,3}""",
    r"(?:source|quelle|url|link|permalink)\s*:\s*(?:https?://|www\.)\S+",
    r"(?:https?://|www\.)\S+",
    # reading, hearing, watching
    r"""(?:reading time|read time|lesezeit|lesedauer|temps de lecture|tiempo de lectura
    |tempo di lettura|tempo de leitura|leestijd)\s*:?\s*(?:ca\.?\s*)?\d{1,3}\s*(?:min\w*\.?|m)?""",
    r"""(?:ca\.?\s*)?\d{1,3}[- ]?(?:min|mins|minute|minutes|minuten|minuti|minutos)\.? (?:read
    |lesezeit|de lecture|di lettura|de lectura|de leitura|leestijd)""",
    r"""(?:listen to|écoutez|hören sie|escucha|ascolta|ouça) (?:this|our|the|cet|notre|diesen|este
    |questo)\b.{0,30}\b(?:article|story|podcast|artikel|artículo|articolo|episode
    |folge)\b.{0,60}""",
    r"click here (?:to|for)\b.{0,120}",
    r"(?:klicken sie hier|cliquez ici|haga clic aquí|clicca qui|clique aqui|klik hier)\b.{0,120}",
    # notes of the desk
    r"(?:contact|email|e-mail|write to|reach|schreiben sie an) .{0,60}\S+@\S+.{0,60}",
    r"we(?:'ve| have) (?:emailed|sent) you.{0,120}",
    r"(?:please )?rate this (?:article|story).{0,40}",
)
NOTES = re.compile("|".join(f"(?:{_joined(pattern)})" for pattern in _NOTES), re.DOTALL)

# A paragraph that begins so points elsewhere, however the pointer goes on.
_POINTERS = (
    r"""(?:read more|read also|also read|read next|see also|see more|more on this
    |related(?: stor(?:y|ies)| articles?| content| coverage| news| links?| topics?)?
    |recommended(?: reading)?|further reading|don't miss|must read|watch (?:now|also|more|live)
    |listen now|in pictures|live updates|the full story|read the full (?:story|article)
    |lesen sie (?:auch|mehr|dazu|hier|weiter)|mehr (?:zum thema|dazu|lesen)|auch interessant
    |zum weiterlesen|weiterlesen|lire (?:aussi|la suite|également|notre \w+)
    |(?:à|a) (?:lire|voir|écouter)(?: aussi| également)?|voir aussi|sur le même (?:sujet|thème)
    |le[ea] (?:también|más)|leer (?:también|más)|te puede interesar|le puede interesar|ver también
    |más información|leggi (?:anche|qui|tutto)|vedi anche|guarda anche|per approfondire
    |approfondi(?:sci|menti)|le(?:ia|r) (?:também|mais)|veja (?:também|mais)|saiba mais
    |lees (?:ook|meer|verder|hier)|bekijk ook|zie ook|czytaj (?:też|także|więcej|dalej)
    |zobacz (?:też|także)|przeczytaj (?:też|także)|les også|läs (?:också|mer|även)|læs også|lue myös
    |читайте (?:также|ещё|еще|по теме)|смотрите также|по теме|подробнее|читать (?:также|далее)
    |διαβάστε (?:επίσης|ακόμη|ακόμα)|δείτε επίσης|اقرأ (?:أيضا|أيضًا|ايضا|المزيد)|شاهد أيضا
    |(?:यह|ये) भी पढ़ें|相关阅读|相关新闻|延伸阅读|延伸閱讀|関連記事|関連リンク)\s*[:：>»›→|]\s*\S""",
    r"""(?:photos?|photographs?|pictures?|images?|fotos?|bild|bilder|illustration|grafik|infografik
    |graphic|photo d'archives|фото|caption|credits?|image source|(?:image|photo|picture) credit
    |image caption|photo by|bildquelle|bildnachweis|fotocredit|crédits? photo|crédit|crédito
    |créditos|foto de archivo|fonte|beeld|zdjęcie|fot\.|φωτογραφία|φωτο|صورة|تصوير|图片来源|图片
    |圖片|写真|사진)\s*[:：/|©]\s*\S""",
    r"""(?:tags?|topics?|keywords?|filed under|posted in|categor(?:y|ies)|schlagwörter|schlagworte
    |themen|stichworte|mots[- ]clés|étiquettes|etiquetas|argomenti|temas|trefwoorden|теги
    |ετικέτες)\s*:\s*\S""",
    r"(?:image|media) caption\b",
)
POINTERS = tuple(re.compile(_joined(pattern)) for pattern in _POINTERS)
# What links and sentences have in common; without a full stop it is a link or a credit.
LABELS = re.compile(
    _joined(r"""
    (?:watch|listen|explainer|analysis|opinion|in full|video|podcast|more|profile|factbox|timeline
    |live|kommentar|analyse|interview|reportage|entretien|vidéo|vídeo|análisis|opinión|analisi)
    \s*[:>»|]\s*\S
    |(?:photos?|photograph|picture|image|illustration|foto|bild) (?:by|courtesy|via|von|par|por)\s\S
    """)
)
_AGENCY = r"(?:ap|reuters|afp|getty|epa|pa|dpa)"
_PICTURE = (
    r"""(?:photo(?:graph)?|photo credit|image credit|picture|image|credit|foto|bild|crédit photo
    |crédito"""
    r"|beeld|fot\.|фото)"
)
# A caption is a paragraph that ends with who took the picture.
_CAPTION_ENDS = (
    rf"[(\[]\s*{_AGENCY}\b[^()]{{0,60}}(?:photo|images?|/)[^()]{{0,60}}[)\]]\.?",
    r"""[(\[]\s*(?:photo|foto|image|picture|bild|credit|file)s?\s*(?::|by|/|courtesy
    |credit)[^()]{0,90}[)\]]\.?""",
    rf"[(\[][^()]{{0,60}}/\s*{_AGENCY}(?: images)?[^()]{{0,20}}[)\]]\.?",
    r"[(\[]\s*file (?:photo|image|picture)\s*[)\]]\.?",
    rf"(?:^|[.!?|–—]\s+|\|\s*){_PICTURE}\s*(?::|©|/|by\b)\s*[^.!?]{{2,70}}\.?",
    r"©\s*[^.!?]{2,60}\.?",
    (
        r"(?:[/|©(–-]\s*|\bvia\s+|^|[.!?]\s+)(?:getty images|ap photo|epa-efe|picture[- ]alliance)"
        r"(?:\s*/\s*[\w .-]{2,40})?\.?"
    ),
)
CAPTION_END = re.compile(rf"(?:{'|'.join(map(_joined, _CAPTION_ENDS))})$", re.IGNORECASE)
