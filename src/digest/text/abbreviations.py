"""Words that end in a full stop of their own, and the words that begin sentences, by language."""

# ruff: noqa: RUF001 - letters and marks of many scripts are meant here

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Abbreviations:
    """What a language abbreviates; all in small letters and without the last full stop.

    Attributes:
        titles: Never end a sentence: a name or a noun follows ("Dr").
        numbered: End none when a number follows ("No", "p").
        others: End one only when a word follows that likes to begin sentences ("Inc", "etc").
        starters: Those words.
        ordinals: Whether a number with a full stop is an ordinal ("28. September").
    """

    titles: frozenset[str]
    numbered: frozenset[str]
    others: frozenset[str]
    starters: frozenset[str]
    ordinals: bool = False


def _row(
    titles: str, numbered: str, others: str, starters: str, *, ordinals: bool = False
) -> Abbreviations:
    return Abbreviations(
        titles=frozenset(titles.split()),
        numbered=frozenset(numbered.split()),
        others=frozenset(others.split()),
        starters=frozenset(starters.split()),
        ordinals=ordinals,
    )


ENGLISH = _row(
    "mr mrs ms messrs dr prof gen sen sens rep reps gov lt col capt cpt sgt maj cmdr cdr adm brig"
    " rev"
    " hon pres supt insp det pvt cpl atty mt ft st ste fr sr vs v viz cf ca approx univ assn dept"
    " dist"
    " ald esp mgr msgr pfc spc pte amb asst hr hrh e.g i.e al ph",
    "no nos p pp vol vols sec art fig figs ch chap para par ed n° nr eq ex op",
    "inc corp ltd co cos llc plc bros jr sr esq ave blvd rd hwy etc jan feb mar apr jun jul aug sep"
    " sept oct nov dec mon tue tues wed thu thur thurs fri sat sun ala ariz ark calif colo conn"
    " del fla"
    " ga ill ind kan ky la md mich minn miss mo mont neb nev okla ore pa tenn tex vt va wash wis"
    " wyo"
    " n.y d.c u.s u.k u.n e.u u.s.a a.m p.m ph.d m.d b.a m.a b.c a.d ft in oz lb lbs km kg hrs min"
    " mph est gmt e.t a.k.a trans ret res var abbr est",
    "the this that these those there then they their he she it its we you i his her our my your a"
    " an"
    " in on at as after before but and or so if when while where why how what who which whose"
    " with by"
    " for from to is are was were do does did has have had can could will would should may not no"
    " now one some many most more all both each every several since until although though because"
    " despite during under over between among about however meanwhile still yet also here once only"
    " even just such nor another other others people police officials according asked earlier later"
    " last next today yesterday instead thus",
)
GERMAN = _row(
    "dr prof hr fr frl dipl ing med jur phil st hl nr bspw ggf bzw ca evtl inkl exkl vgl geb verh"
    " gest"
    " gen lt z.b d.h u.a i.d.r z.t u.u i.a s.o s.u v.a z.zt d.j o.ä sog bes allg insb ehem max min"
    " mind tel str abs art abt bd hrsg red",
    "s nr abs art kap ziff bd tab abb",
    "usw etc mio mrd tsd jan feb mrz apr jun jul aug sep sept okt nov dez mo di mi do fr sa so jh"
    " jhd"
    " co inc corp ltd u.s e.v a.d n.chr v.chr",
    "der die das dem den des ein eine einer eines einem einen er sie es wir ihr ich du man dies"
    " diese"
    " dieser dieses diesem damit dabei dafür dann danach da dazu daher dort doch denn aber und oder"
    " auch als wenn weil während nachdem obwohl in im am an auf aus bei beim mit nach seit von vom"
    " vor zu zum zur für gegen ohne um unter über zwischen durch so wie was wer wo warum nun jetzt"
    " heute gestern morgen nur noch schon sein seine ihre unser unsere kein keine alle viele einige"
    " andere zudem außerdem allerdings jedoch dennoch deshalb trotzdem laut bisher zuvor später",
    ordinals=True,
)
FRENCH = _row(
    "m mm mme mmes mlle mlles me mes dr pr prof st ste mgr gal col cdt cap lt sgt av bd cf env ex"
    " p.ex c.-à-d vs ch",
    "no n° art p pp vol chap fig t al",
    "etc janv févr avr juil sept oct nov déc cie sté inc ltd av j.-c s.a r.a.s",
    "le la les l' un une des ce cet cette ces il elle ils elles on nous vous je tu son sa ses leur"
    " leurs notre nos mais et ou donc car si quand lorsque comme dans en à au aux avec pour par sur"
    " sous depuis après avant pendant selon d'après c'est c'était qui que quoi où pourquoi comment"
    " tous toutes tout plusieurs certains aucun même aussi ainsi cependant pourtant toutefois enfin"
    " alors hier aujourd'hui demain entre contre sans chez malgré",
)
SPANISH = _row(
    "sr sra sres srta d dª dña dr dra prof profa lic ing arq gral cnel cap tte sgto mons rvdo ud"
    " uds"
    " vd vds av avda sta sto p.ej c/ fco mª ma admón dpto",
    "no n° nº núm art pág págs p pp vol cap fig",
    "etc ene feb mar abr jun jul ago sep sept oct nov dic cía s.a s.l ee.uu ee aa uu a.c d.c a.m"
    " p.m"
    " inc ltd",
    "el la los las un una unos unas este esta estos estas ese esa eso esto él ella ellos ellas lo"
    " su"
    " sus se nos me te mi tu yo nosotros pero y o si cuando mientras como donde en de a al con por"
    " para sin sobre tras desde hasta entre contra según durante no sí ya también además ahora hoy"
    " ayer mañana así aunque porque qué quién cómo cuándo dónde todos todas muchos varios otro otra"
    " otros otras más es son fue era ha han hay había",
)
ITALIAN = _row(
    "sig sigg sig.ra dott dott.ssa prof prof.ssa ing avv arch geom on sen gen col cap ten mar mons"
    " don rag s ss spett egr gent cfr es ca p.es",
    "n nr art pag pagg p pp vol cap fig",
    "ecc gen feb mar apr mag giu lug ago set sett ott nov dic s.p.a s.r.l spa srl inc ltd a.c d.c",
    "il lo la i gli le un uno una l' questo questa questi queste quello quella egli ella essi lui"
    " lei"
    " loro noi voi io si ci ma e o se quando mentre come dove in di a da con su per tra fra dal"
    " dalla"
    " nel nella al alla sul sulla secondo dopo prima durante non già anche inoltre ora oggi ieri"
    " domani così perché chi che cosa tutti tutte molti alcuni altri altre è sono era ha hanno",
)
PORTUGUESE = _row(
    "sr sra srs srta dr dra drs prof profa profª eng arq exmo exma gen cel cap ten sgt d dom av r"
    " pe p.ex dep sen",
    "no n° nº art pág págs p pp vol cap fig",
    "etc jan fev mar abr mai jun jul ago set out nov dez cia ltda s.a s.a.r.l a.c d.c inc",
    "o a os as um uma uns umas este esta estes estas esse essa isso isto aquele ele ela eles elas"
    " lo"
    " se seu sua seus suas meu minha nosso eu nós você mas e ou se quando enquanto como onde em de"
    " no na nos nas do da dos das ao à com por para sem sobre após desde até entre contra segundo"
    " durante não já também além agora hoje ontem amanhã assim porque quem que qual todos todas"
    " muitos vários outro outra outros é são foi era há tem têm",
)
DUTCH = _row(
    "dhr mevr mw mr dr drs prof ir ing ds st gen kol kap lt jhr bijv bv ca d.w.z d.m.v o.a t.o.v"
    " i.v.m"
    " m.b.t t.a.v z.g z.g.n zgn resp evt incl excl max min vgl",
    "nr blz p art fig hfst",
    "enz etc jan feb mrt apr jun jul aug sep sept okt nov dec mln mld b.v n.v v.chr n.chr e.d co"
    " inc",
    "de het een dit dat deze die er hij zij ze wij we je u ik hun zijn haar onze maar en of want"
    " dus"
    " als toen terwijl omdat hoewel in op aan bij met van voor na naar uit door over onder tussen"
    " tegen zonder sinds volgens tijdens niet geen ook nog al nu vandaag gisteren morgen zo wie wat"
    " waar waarom hoe alle veel enkele andere daarna daarom daarmee toch bovendien",
    ordinals=False,
)
RUSSIAN = _row(
    "г-н г-жа г гг ул пр пл пер д стр гл рис табл им проф акад доц инж ген полк св др тов см ср"
    " напр"
    " т.е т.к т.н т.ч обл р-н пос оз о",
    "с стр гл рис п пп ст № т",
    "млн млрд тыс руб коп долл янв февр апр авг сент окт нояб дек в вв г гг н.э т.д т.п и.о мин сек"
    " час",
    "в на по с со из к ко о об от до за для при у и а но или что это этот эта эти он она оно они мы"
    " вы я ты его её ее их как когда если хотя пока так также однако после перед между без через"
    " уже ещё еще не ни все многие некоторые сегодня вчера завтра тогда там здесь кто где почему"
    " согласно ранее позже кроме",
)
GREEK = _row(
    "κ κα κκ δρ καθ αγ οδ λεωφ π.χ δηλ βλ πρβλ τηλ",
    "αρ σελ τομ κεφ",
    "κ.λπ κλπ κ.ά κ.α π.μ μ.μ μ.χ ιαν φεβ μαρ απρ ιουν ιουλ αυγ σεπ οκτ νοε δεκ α.ε ε.ε η.π.α",
    "ο η το οι τα ένας μια ένα αυτός αυτή αυτό αυτοί αλλά και ή αν όταν ενώ όπως στο στη στην στον"
    " στα στις από για με σε προς κατά μετά πριν χωρίς δεν όχι τώρα σήμερα χθες αύριο γιατί ποιος"
    " τι πώς πού όλοι πολλοί σύμφωνα ωστόσο επίσης",
)
POLISH = _row(
    "p pan pani dr prof hab mgr inż gen płk kpt por ks św ul al pl im tzw np m.in tj tzn ok woj pow"
    " red",
    "nr s str art t ust pkt",
    "itd itp r w tys mln mld zł godz min sek sp",
    "w na z ze do od po o u za dla przy przez i a ale lub to ten ta te on ona oni my wy ja jak gdy"
    " kiedy jeśli choć jednak nie już też także teraz dziś wczoraj jutro kto co gdzie dlaczego"
    " wszyscy wielu według",
    ordinals=True,
)
ARABIC = _row("د أ م ا.د ص ج", "ص ج رقم", "إلخ الخ هـ م ق.م", "")
HINDI = _row("डॉ डा श्री श्रीमती प्रो पं सु कु एस के आर एम पी बी सी डी", "नं सं पृ", "रु कि.मी मि", "")
BY_LANGUAGE: Mapping[str, Abbreviations] = MappingProxyType(
    {
        "en": ENGLISH,
        "de": GERMAN,
        "fr": FRENCH,
        "es": SPANISH,
        "it": ITALIAN,
        "pt": PORTUGUESE,
        "nl": DUTCH,
        "ru": RUSSIAN,
        "uk": RUSSIAN,
        "el": GREEK,
        "pl": POLISH,
        "ar": ARABIC,
        "hi": HINDI,
    }
)


def base_language(tag: str | None) -> str:
    """Tell the primary subtag of a BCP 47 tag in small letters; "en" when there is none."""
    return (tag or "en").replace("_", "-").partition("-")[0].casefold() or "en"


def abbreviations_of(tag: str | None) -> Abbreviations:
    """Choose a language's table; English for one that has none."""
    return BY_LANGUAGE.get(base_language(tag), ENGLISH)
