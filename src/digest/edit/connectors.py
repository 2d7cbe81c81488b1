"""The words with which clauses begin, by language; alternatives of patterns, in small letters."""

# ruff: noqa: RUF001 - letters and marks of many scripts are meant here

# Behind a comma: what opens a new clause or an adjunct that the sentence can do without.
AFTER_COMMA = {
    "en": "and|but|or|so|yet|while|which|who|whose|where|when|as|after|before|because|since"
    "|although|though"
    "|even|despite|amid|with|without|following|including|according|leaving|making|saying"
    "|adding|citing|from|in|at"
    "|on|for|to|by|if|unless|until|prompting|raising|causing|bringing|forcing|killing"
    "|\\w{3,}ing|\\w{3,}ed",
    "de": "und|aber|doch|sondern|während|weil|nachdem|obwohl|obgleich|sodass|damit|ehe|bevor"
    "|wobei|womit|wodurch|um"
    "|wie|als|wenn|da|der|die|das|deren|dessen|denen|darunter|nach|trotz|wegen|so|ohne",
    "fr": "et|mais|qui|dont|où|alors|tandis|après|avant|car|comme|puis|selon|avec|sans"
    "|lorsque|quand|malgré|afin"
    "|pour|dans|en|notamment|ce|soit|laissant|faisant|\\w{3,}ant",
    "es": "y|e|pero|que|quien|quienes|cuyo|cuya|donde|cuando|mientras|después|tras|antes"
    "|porque|como|según|con|sin"
    "|aunque|para|por|en|lo|entre|\\w{2,}ndo",
    "it": "e|ma|che|cui|dove|quando|mentre|dopo|prima|perché|come|secondo|con|senza|anche"
    "|nonostante|per|in|tra|fra"
    "|\\w{2,}ndo",
    "pt": "e|mas|que|quem|cujo|cuja|onde|quando|enquanto|após|depois|antes|porque|como"
    "|segundo|com|sem|embora|para|por"
    "|em|no|na|entre|\\w{2,}ndo",
    "nl": "en|maar|die|dat|waar|waarbij|waardoor|terwijl|nadat|voordat|omdat|hoewel|zodat"
    "|toen|als|om|met|zonder"
    "|volgens|na|ondanks|onder",
    "ru": "и|но|а|который|которая|которое|которые|где|когда|пока|после|перед|потому|так|хотя"
    "|чтобы|если|при|однако",
    "pl": "i|ale|a|który|która|które|którzy|gdzie|gdy|kiedy|po|przed|ponieważ|chociaż|choć|aby"
    "|żeby|jeśli|mimo|natomiast|podczas",
    "uk": "і|й|але|а|який|яка|яке|які|де|коли|поки|після|перед|тому|бо|так|хоча|щоб|якщо|при|однак"
    "|оскільки",
    "cs": "a|ale|který|která|které|kteří|kde|když|zatímco|poté|protože|ačkoli|přestože|aby|pokud",
    "hu": "és|de|aki|amely|amelyek|ahol|amikor|miközben|miután|mert|mivel|bár|noha|ha|ezért"
    "|viszont",
    "ro": "și|dar|iar|care|unde|când|după|înainte|pentru|deoarece|deși|dacă|în|potrivit|cu",
    "tr": "ve|ama|ancak|fakat|çünkü|oysa|ise|böylece|ayrıca",
    "sv": "och|men|som|där|när|medan|efter|innan|eftersom|sedan|trots|fast|om|så|enligt|med|för",
    "da": "og|men|som|der|hvor|når|da|mens|efter|før|fordi|selv|trods|hvis|så|ifølge|med|for",
    "no": "og|men|som|der|hvor|når|da|mens|etter|før|fordi|selv|trass|hvis|så|ifølge|med|for",
    "fi": "ja|mutta|joka|jotka|jonka|jossa|missä|kun|sillä|koska|vaikka|jos|ennen|jotta",
    "he": "אך|אבל|אולם|אשר|כאשר|בעוד|משום|מפני|לאחר|אחרי|לפני|למרות|אם|וכי|ואילו|כדי",
    "hi": "और|लेकिन|मगर|जो|जिस|जिसमें|जिससे|जहां|जब|जबकि|क्योंकि|हालांकि|ताकि|इसलिए|यदि|अगर",
    "el": "και|αλλά|που|όπου|όταν|ενώ|μετά|πριν|επειδή|γιατί|καθώς|αν|παρά|με",
}
# Without a comma, too: a clause of its own begins.
ANYWHERE = {
    "en": "after|because|before|while|although|though|unless|until|till|amid|despite|following|even"
    " though|as (?:he|she|it|they"
    "|we|the|police|officials|part)|but|and(?: also| later| then)?"
    " (?:he|she|it|they|we|is|are|was|were|has|have|had|will|would|could|can|did|does|do"
    "|[a-z]{3,}ed|took|went|made|came|gave|got|found|held|left|led|met|paid|ran|saw|sent|sold|spent|told|said|fell|rose"
    "|grew|began|broke|brought|built|bought|fled|won|lost|kept|put)"
    "|when|where (?:he|she|it|they|we|the|a|an)|since",
    "fr": "après|avant|parce que|alors que|tandis que|lorsque|malgré|afin de|pendant que|depuis"
    " que",
    "es": "después de|tras|antes de|porque|mientras|aunque|a pesar de|cuando",
    "it": "dopo|prima di|perché|mentre|nonostante|quando",
    "pt": "após|depois de|antes de|porque|enquanto|embora|apesar de|quando",
    "nl": "nadat|voordat|omdat|terwijl|hoewel|ondanks",
    "ru": "после|перед|несмотря",
}
# Last resort of a first sentence that has no other place: an adjunct of place or time begins.
ADJUNCT = {
    "en": "in|on|at|during|over|by|through|across|near|from|with|for|under|within|since|against",
    "de": "in|im|am|an|bei|nach|seit|vor|während|mit|für|durch|aus|auf|gegen|wegen",
    "fr": "dans|à|en|au|aux|sur|pendant|depuis|avec|pour|par|contre|chez",
    "es": "en|durante|desde|con|para|por|contra|sobre|ante",
    "it": "in|nel|nella|durante|da|con|per|contro|su|sul|sulla|a",
    "pt": "em|no|na|durante|desde|com|para|por|contra|sobre",
    "nl": "in|op|bij|tijdens|sinds|met|voor|door|uit|tegen|aan",
    "ru": "в|во|на|с|после|до|для|при|через|против",
}
# An adjunct that a clause may end before, when what stands before it is whole.
PHRASE = {
    "en": "in|on|at|during|across|near|since|within|under|throughout|outside|inside|along|between"
    "|for|from|against|over",
}
# A sentence that opens so has its main clause behind the first comma.
INTRO = {
    "en": "after|when|while|if|although|though|as|because|despite|with|without|in|on|at|since"
    "|before|until|unless"
    "|following|amid|according|once|during|under|from|for|to|by|even|speaking|asked|contrary"
    "|unlike|ahead|thanks|due|owing|together|along|besides|instead|throughout|within|\\w+ing"
    "|\\w+ed",
    "de": "nachdem|wenn|während|weil|obwohl|als|da|ob|wer|was|um|nach",
    "fr": "après|lorsque|quand|si|alors|malgré|pour|en|selon|dans|depuis|bien|à|avec|face|\\w+ant",
    "es": "después|cuando|si|aunque|mientras|según|en|tras|para|desde|con|a|ante|\\w+ndo",
    "it": "dopo|quando|se|mentre|nonostante|secondo|in|per|con|da|a|\\w+ndo",
    "pt": "após|depois|quando|se|embora|enquanto|segundo|em|para|com|desde|\\w+ndo",
    "nl": "nadat|als|toen|terwijl|hoewel|omdat|volgens|na|wanneer",
    "ru": "после|когда|если|хотя|пока|при|как|поскольку",
}
