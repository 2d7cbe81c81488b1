"""The most common small words of the languages of the news: they say nothing about a story."""

# ruff: noqa: RUF001 - Greek and Cyrillic letters are meant here

_ROWS = {
    "en": "the of and to a in that is was for it on with as be at by he she his her they their"
    " from this have has had not are were but an or which who will would been one all there"
    " we when what its said after about up out so more than into over could can if no them"
    " other some only two new time last first year years also may i you do did before such"
    " these because while during since says told people made between under most where being"
    " against any both through next each",
    "de": "der die das und in zu den von mit ist im sich auf für ein eine nicht dem des es an als"
    " auch er sie hat am aus werden wird bei war nach wie um noch einen einem einer so zum"
    " haben nur oder aber vor zur bis mehr durch man sein wurde über wenn seien sind unter"
    " gegen seit können sagte ihr ihre seine dass",
    "fr": "de la le et les des en un une du dans que est pour qui sur pas au par plus avec il se"
    " ce ne son ont sa à aux été cette elle ses mais ou comme leur nous après deux d l s n"
    " qu était selon entre sans sont fait même dont",
    "es": "de la que el en y a los se del las un por con no una su para es al lo como más o pero"
    " sus le ha este entre ya desde son está fue sobre también hasta dos según han tras era",
    "it": "di e che la il in a un per è una non sono da si del con le i dei al nel della delle"
    " alla ha come anche più ma lo gli l d dal o su se dopo ci questo stato due hanno era"
    " sul tra",
    "pt": "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao das"
    " à foi ele tem seu sua ou ser quando já está também pelo pela até são dois após sobre",
    "nl": "de van het een en in is dat op te zijn met voor niet aan er om ook als door naar bij"
    " nog uit maar die heeft over worden hij ze wordt zegt dan tot was hun deze geen twee",
    "pl": "w i na z do się że nie o jest to po za od jak przez dla oraz ale przy ma był było są"
    " już może tym ten który która które roku także jego ich tylko",
    "sv": "och i att det som en på är av för med den till ett om inte har de var från men kan vid"
    " så efter sig också eller när under han hon säger",
    "da": "og i at det er en til på som af for den med de der ikke et var har fra men om ved han"
    " sig efter også kan blev skal siger hun eller og til å ble etter være",
    "hu": "a az és hogy nem is egy ez meg volt de már csak el azt még mint van szerint után pedig"
    " vagy ami aki ha lesz",
    "cs": "a v se na je že o s z do i to k ve pro za by ale si po jako od už tak jsou který která"
    " bude byl také podle",
    "tr": "ve bir bu da de için ile olarak olan çok daha en sonra kadar gibi ne o ise ancak dedi",
    "fi": "ja on ei se että oli hän mutta myös kun joka ovat sen mukaan ole jo tai kuin",
    "el": "και το του η της την ο να με για από στο στη που τα των τον σε ότι είναι δεν οι θα"
    " στην μας τους ως αλλά μετά",
    "ru": "и в не на что он с по как это из к за его а у от о для но до при все же так она они"
    " был была были после также или бы об через уже",
    "uk": "і в не на що з до у за та як про від це він але для його після також або які",
    "ar": "في من على أن إلى عن التي الذي هذا هذه ما لا مع كان بعد قد بين كما وقال وفي قال ذلك بن",
    "he": "של את על לא כי זה הוא עם גם אל או היא כל אבל אחרי",
    "hi": "के में की है और से का को पर ने यह इस हैं कि भी नहीं एक लिए हो था गया",
}
COMMON = frozenset(word for row in _ROWS.values() for word in row.split())
