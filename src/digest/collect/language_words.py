"""What gives a language away: its small words, letters of its own, its script."""

# ruff: noqa: RUF001 - letters of many scripts are meant here

import re

# Small words and words of the news, in small letters.
WORDS = {
    "en": (
        "the of and to in that is was for with his her from they by are has have said will on "
        "it at as be not but an he she were which been would their more after who its about "
        "this than"
    ),
    "de": (
        "der die und das den von mit ist auf für nicht ein eine dem des sich auch wird im als "
        "an bei nach aus wie hat sind einer einem zum zur über noch nur vor werden am um dass "
        "sei war er sie es wurde haben"
    ),
    "fr": (
        "le la les des et du une est que dans pour qui sur pas au par plus avec ce aux sont "
        "cette ont été son ses leur mais ou comme selon après être fait deux ces sa se ne à "
        "un en où lundi"
    ),
    "it": (
        "di il che la per una con del non della sono nel gli anche alla dei si più è ha le da "
        "al un delle come ma dal dalla nella ai lo sul questo hanno stato dopo era tra degli "
        "suo all dell"
    ),
    "es": (
        "el la de que los del las por con una para en se su al es más ha como y un no lo fue "
        "sus pero este ya entre desde sobre también hasta dos han muy esta sin son ser según"
    ),
    "pt": (
        "o de que os do da em um uma para com não por dos das no na ao mais foi se as pelo "
        "pela são também ser tem como mas sua seu entre até já está segundo nos nas aos foram "
        "é e à"
    ),
    "nl": (
        "de het een van en in is dat op te zijn met voor niet aan er om ook door werd bij "
        "naar uit nog maar wordt deze heeft hebben over als tot dan worden die was hij vanaf "
        "onder"
    ),
    "pl": (
        "w na z się nie że do jest to przez od jak po oraz ale za są został roku dla ma o "
        "który która tym będą może jego ich był była było już tylko także po ze we przy i"
    ),
    "sv": (
        "och att det som en på är av för med till den inte har om ett var han från också "
        "efter vid men ska kan de sig hon så nu när eller blev under enligt mot vi i"
    ),
    "da": (
        "og det at en til er på som med for af den ikke der har fra ved også blev efter han "
        "de et i kan skal var men om sig mod nu være hun over siger år kun mere hvor flere "
        "været"
    ),
    "no": (
        "og det er på som en til for av med at har ikke fra den om ble også et i de var kan "
        "skal men seg mot nå etter være hun han over sier år bare mer hvor flere vært da ved"
    ),
    "fi": (
        "ja on ei se että oli hän mutta ovat myös kun joka sekä mukaan kuin ole tai vuonna "
        "jos niin voi siitä alkaen jo kanssa kertoo sanoo hänen vielä noin ennen jälkeen olla "
        "olisi eivät vuoden"
    ),
    "hu": (
        "a az és hogy nem egy is volt meg már csak de ez mint után szerint azt még el ki be "
        "fel ha vagy lesz majd ezt között lehet kell első két sem során óta pedig amely akkor"
    ),
    "cs": (
        "a v se na že je s z do to o byl který jako za pro od podle i po ale ve by jsou jeho "
        "která které bude při ze jeho být jsme už také před aby kde roku než"
    ),
    "sk": (
        "a v sa na že je s z do to o bol ktorý ako za pre od podľa aj po ale vo by sú jeho "
        "ktorá ktoré bude pri zo byť už tiež pred aby kde roku než nie sme bolo boli"
    ),
    "ro": (
        "și în de la cu pe că este nu care din a fost pentru mai au sau prin după o un să ale "
        "cele al lui fi dar ce va vor către sunt are într le se dintre fără ca iar noul vechi"
    ),
    "tr": (
        "ve bir bu için da de ile olarak olan daha çok olduğu gibi kadar sonra ancak en ise "
        "göre her ne o dedi oldu ya değil yeni günü tarafından üzerinde arasında karar etti "
        "var"
    ),
    "id": (
        "yang dan di dengan untuk dari pada ini itu dalam akan tidak oleh juga telah ke "
        "adalah kata bisa sebagai karena para tersebut lebih kepada saat mereka mulai hari"
    ),
    "hr": (
        "i u na je se da za su s od će o ne a koji kao do što iz po nije bi te ali koja koje "
        "bio nakon sve samo tako već prema više kako biti ga ili još jer"
    ),
    "sl": (
        "in v je na se za da so z s po ki ne od pri ter bo tudi kot bi ni iz do pa še med bil "
        "lahko bila zaradi sta več že le bodo kar sem po letu"
    ),
    "ca": (
        "el la de que els les amb per a i en del una és va dels no ha al com més un es han "
        "seva aquest aquesta són però fins des ser al seu han també segons on"
    ),
    "vi": (
        "và của là có được trong cho với không các một những người đã này khi từ đến tại ở về "
        "theo sẽ"
    ),
    "lt": (
        "ir yra į kad iš su bei nuo tai buvo ne kaip po jo apie dėl bet prie per jau tik savo "
        "jis metų"
    ),
    "lv": (
        "un ir no ar par uz ka tas bija kā ne arī pēc lai tika savu vai bet jau pie gada līdz kas"
    ),
    "et": (
        "ja on ei et see oli ka kui mis ning aga oma ta seda kes pärast või eesti nii sest "
        "aasta juba välja"
    ),
}
# Letters and pairs that few other languages have.
LETTERS = {
    "de": "äöüß",
    "fr": "éèêçàœùâîôû",
    "it": "àèìòù",
    "es": "ñáéíóú¿¡",
    "pt": "ãõçáéíóúâêô",
    "nl": ("ij", "oo", "ee"),
    "pl": "ąćęłńóśźż",
    "sv": "åäö",
    "da": ("æ", "ø", "å", "erne ", "øj", "tion"),
    "no": ("æ", "ø", "å", "gene ", "ene ", "øy", "sjon"),
    "fi": ("ä", "ö", "ää", "uu", "aa", "ii", "ee", "kk", "tt"),
    "hu": "őűáéíóöüú",
    "cs": "řěůščžýáíéč",
    "sk": "ľĺŕôščžýáíéäť",
    "ro": "ăâîșțşţ",
    "tr": "ğışçöü",
    "hr": "čćđšž",
    "sl": "čšž",
    "ca": "çàèéíòóúï·",
    "vi": "ăâđêôơưạảấầẩậắằặẹẻếềểễệịọỏốồổộớờởợụủứừửữựỳỵỷ",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
    "et": ("õ", "ä", "ö", "ü", "aa", "uu", "ii", "õi"),
}
SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("bn", re.compile("[\u0980-\u09ff]")),
    ("pa", re.compile("[\u0a00-\u0a7f]")),
    ("gu", re.compile("[\u0a80-\u0aff]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
    ("te", re.compile("[\u0c00-\u0c7f]")),
    ("kn", re.compile("[\u0c80-\u0cff]")),
    ("ml", re.compile("[\u0d00-\u0d7f]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
    ("am", re.compile("[\u1200-\u137f]")),
)
# Languages that write with the letters of another: what one text in a hundred letters has.
SAME_SCRIPT = {
    "ru": (
        ("uk", re.compile("[іїєґ]")),
        ("be", re.compile("ў")),
        ("mk", re.compile("[ѓќѕ]")),
        ("sr", re.compile("[јљњћђџ]")),
        ("kk", re.compile("[әғқңұһ]")),
    ),
    "ar": (("ur", re.compile("[ٹڈڑے]")), ("fa", re.compile("[پچژگیک]"))),
    "hi": (
        ("mr", re.compile("आहे|आणि|ळ")),
        ("ne", re.compile("गरेको|भएको|छन्|हुने|छ।")),
    ),
}
ONLY_RUSSIAN = re.compile("[ыэё]")
BULGARIAN = re.compile("[ъщ]|\\b(?:ще|се|от|на|за|да)\\b")
# What is claimed of one of these may be true though the text looks like another of them.
FAMILIES = (
    frozenset(("hr", "bs", "sr", "sh", "me")),
    frozenset(("no", "nb", "nn")),
    frozenset(("id", "ms")),
    frozenset(("ru", "bg", "mk", "sr")),
    frozenset(("fa", "ps", "ku", "ckb", "ug", "sd")),
    frozenset(("hi", "mr", "ne", "sa", "mai", "bho")),
    frozenset(("zh", "yue")),
    frozenset(("he", "yi")),
)
