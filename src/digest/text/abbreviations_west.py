"""What western and northern Europe abbreviates. `abbreviations` says how the rows are read.

Of what is a word as well, such as the Portuguese "set", a row says only where it is safe: nothing
here may join two sentences that a reader would tell apart.
"""

WEST: dict[str, dict[str, str]] = {
    "en": {
        "titles": (
            "mr mrs ms messrs dr prof Gen Gens Sen Sens Rep Reps Gov Govs Lt Col Capt Cpt Sgt "
            "Maj Cmdr Cdr Adm Brig Rev Hon Pres Supt Insp Det Pvt Cpl Atty Mt Ft Ste Fr vs v "
            "viz cf approx univ assn dept dist Ald Esp mgr Msgr Pfc Spc Pte Amb Asst hr hrh e.g "
            "i.e al Ph smt shri dy addl Const Mgr Dep Dir Sr Comdr Ens Vice-Adm Lt.Col P.C"
        ),
        "numbered": (
            "no nos p pp vol vols sec sect art arts fig figs ch chap para paras par ed n° nr eq "
            "ex op rs prop pop est ca c fl app ref rule reg cl ser Ext ext tel ft pt pts bk ll "
            "ver Apt Apts Rm Ste Bldg"
        ),
        "dated": (
            "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Weds Thu Thur "
            "Thurs Fri Sat Sun"
        ),
        "others": (
            "inc corp ltd co cos llc plc bros jr Sr esq ave blvd rd hwy st etc Ala Ariz Ark "
            "Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Mass Md Mich Minn Miss Mo Mont Neb "
            "Nev Okla Ore Pa Penn Tenn Tex Vt Va Wash Wis Wyo N.y D.c u.s u.k u.n e.u u.s.a n.y "
            "d.c l.a a.m p.m ph.d m.d b.a m.a b.c a.d b.sc m.sc d.phil ll.b n.y.c p.c ret Est "
            "Gmt e.t a.k.a trans res abbr intl govt p.s Vs dr Sq Ct Ln Pl Pkwy Terr cent"
        ),
        "starters": (
            "the this that these those there then they their he she it its it's we you i i'm "
            "his her our my your a an in on at as after before but and or so if when while "
            "where why how what who which whose with by for from to is are was were be do does "
            "did has have had can could will would should may might must not no none nobody now "
            "one two three some many most more all both each every several since until although "
            "though because despite during under over between among about however meanwhile "
            "still yet also here once only even just such nor another other others people "
            "police officials critics residents experts analysts investors shares according "
            "asked earlier later last next today yesterday tomorrow instead thus of without "
            "within against through let let's that's there's he's she's they're we're you're "
            "perhaps maybe never nothing everyone everything someone neither either like unlike "
            "unless whether whatever whenever yes please thanks hers ours theirs back soon "
            "again therefore moreover furthermore finally eventually"
        ),
    },
    "de": {
        "titles": (
            "dr prof hr Fr fr frl dipl ing _med _jur _phil _nat _rer St hl bspw ggf bzw ca evtl "
            "inkl exkl vgl geb verh gest _gen lt z.b d.h i.d.r z.t u.u i.a s.o s.u v.a z.zt d.j "
            "o.ä o.g sog bes allg insb ehem _max _min _mind rd _tel gez _betr zzgl abzgl stellv "
            "stv wg hrsg _red Dr.med Ing Hptm Oblt Lt Gen Msgr Hl _urspr _lat _griech _engl "
            "_frz _dt amtl Mag RA _bez _röm _kath _ev"
        ),
        "numbered": (
            "s nr nrn abs art artt kap ziff bd bde tab abb str Jg jg rn rdnr bl hs Verf Anm anm "
            "Aufl aufl § ff f"
        ),
        "dated": "Jan Feb Mrz Mär Apr Jun Jul Aug Sep Sept Okt Nov Dez Mo Di Mi Do Fr Sa So",
        "others": (
            "usw etc mio mrd tsd jh jhd Co Inc Corp Ltd u.s e.v a.d n.chr v.chr Chr u.a u.ä a.m "
            "i.r i.l i.g d.r a.a m.e i.v p.a u.v.m u.v.a o.k Jr Sr St.gallen"
        ),
        "starters": (
            "der die das dem den des ein eine einer eines einem einen er sie es wir ihr ich du "
            "man dies diese dieser dieses diesem diesen damit dabei dafür dagegen daran darauf "
            "daraus darin darum darunter dann danach da dazu daher dort doch denn aber und oder "
            "auch als wenn weil während nachdem bevor obwohl ob dass in im am an auf aus bei "
            "beim mit nach seit von vom vor zu zum zur für gegen ohne um unter über zwischen "
            "durch trotz wegen statt neben so wie was wer wen wem wo warum wann welche welcher "
            "wieso nun jetzt heute gestern morgen nur noch schon sein seine seiner seinen ihre "
            "ihren unser unsere kein keine keiner alle viele einige mehrere manche andere zudem "
            "außerdem allerdings jedoch dennoch deshalb deswegen trotzdem laut bisher zuvor "
            "später hier nicht nichts niemand jeder jede jedes beide bis sogar erst immer mehr "
            "wieder zunächst schließlich inzwischen mittlerweile derzeit ebenso hinzu sonst "
            "einst bald ja nein kann soll will muss wird wurde ist sind war waren hat haben "
            "hatte gibt"
        ),
        "ordinals": "yes",
    },
    "fr": {
        "titles": (
            "M MM Mme Mmes Mlle Mlles Me Mes Mgr Dr Pr Prof St Ste Sts gal Gal Col Cdt Cap Lt "
            "Sgt _bd Bd _av Av cf env p.ex c.-à-d vs max min dir adj Capt Cne Adjt Pdt _éd "
            "_trad _coll Jos Th Ph Chr"
        ),
        "numbered": "no n° nos art p pp vol chap fig t al § ch ex tél réf",
        "dated": "janv févr avr juil sept oct nov déc lun mar mer jeu ven sam dim",
        "others": (
            "etc cie sté inc ltd j.-c s.a r.a.s s.n.c.f s.a.r.l p.-s c.-à-d env h u.e o.n.u "
            "e.-u n.d.l.r a.m p.m"
        ),
        "starters": (
            "le la les l' l un une des du de ce cet cette ces il elle ils elles on nous vous je "
            "j tu son sa ses leur leurs notre nos votre vos mon ma mes mais et ou donc car si s "
            "quand lorsque lorsqu comme dans en à au aux avec pour par sur sous depuis après "
            "avant pendant selon d c c'est c'était qui que qu quoi où pourquoi comment combien "
            "tous toutes tout toute plusieurs certains certaines aucun aucune même aussi ainsi "
            "cependant pourtant toutefois enfin alors hier aujourd demain entre contre sans "
            "chez malgré puis ensuite désormais déjà jamais personne rien chaque quelque "
            "quelques beaucoup très trop plus moins ici là voilà voici non oui celui celle ceux "
            "celles cela ça ne n y peu près face grâce parmi outre dès lors or ni autre autres "
            "deux trois"
        ),
    },
    "es": {
        "titles": (
            "sr sra sres sras srta Srtas D Dª Dña dr dra dres prof profa lic ing arq Gral Cnel "
            "Cap Capt Tte Sgto Mons Rvdo Ud Uds Vd Vds Av Avda Sta Sto p.ej c/ Fco Mª Dpto Dip "
            "Sen Pdte Pte Hnos Fdo pza pl ej aprox máx mín"
        ),
        "numbered": "no n° nº núm núms art arts pág págs p pp vol cap caps fig tel § párr inc apdo",
        "dated": "ene feb abr jun jul ago sep sept oct nov dic lun mié jue vie sáb dom",
        "others": (
            "etc cía s.a s.l s.a.u ee.uu rr.hh cc.oo ff.aa ee aa rr cc ff jj uu oo a.c d.c a.m "
            "p.m inc ltd u.e o.n.u jr d.f c.v e.u a.d k.o"
        ),
        "starters": (
            "el la los las lo un una unos unas este esta estos estas ese esa esos esas eso esto "
            "aquel aquella él ella ellos ellas su sus se nos me te mi mis tu yo nosotros usted "
            "ustedes pero y e o u si cuando mientras como donde en de del a al con por para sin "
            "sobre tras desde hasta entre contra según durante mediante no sí ya también "
            "tampoco además ahora hoy ayer mañana así aunque porque qué quién quiénes cómo "
            "cuándo dónde cuánto todos todas todo toda muchos muchas varios varias algunos "
            "algunas otro otra otros otras más menos es son fue fueron era eran ha han hay "
            "había será nadie nada nunca siempre cada ambos tanto dos tres después luego "
            "entonces embargo antes que quien cual le les"
        ),
    },
    "it": {
        "titles": (
            "sig sigg sig.ra sig.na dott dott.ssa prof prof.ssa ing avv arch geom On _on Sen "
            "Gen Col Cap Ten Mar Mons rag rev Ss S spett egr gent cfr p.es es ecc.mo on.le Magg "
            "Serg Dr Dir ca"
        ),
        "numbered": "n nr art artt pag pagg p pp vol cap fig co tel lett § par",
        "dated": "gen feb mar apr mag giu lug ago set sett ott nov dic lun mer gio ven sab dom",
        "others": "ecc etc s.p.a s.r.l s.n.c inc ltd a.c d.c d.l d.lgs u.s u.e o.n.u a.m p.m Jr",
        "starters": (
            "il lo la i gli le l un uno una questo questa questi queste quello quella quelli "
            "quelle egli ella essi lui lei loro noi voi io tu si ci mi ti vi ma e ed o se "
            "quando mentre come dove in di a ad da con su per tra fra del della dei degli delle "
            "dal dalla nel nella nei nelle al alla ai alle sul sulla secondo dopo prima durante "
            "non già anche inoltre ora oggi ieri domani così perché poiché chi che cosa quale "
            "tutti tutte tutto molti molte alcuni alcune altri altre è sono era erano ha hanno "
            "nessuno nulla niente mai sempre ogni entrambi due tre poi quindi infatti però "
            "tuttavia intanto invece ecco suo sua suoi sue nostro mio"
        ),
    },
    "pt": {
        "titles": (
            "sr sra srs sras srta dr dra drs dras prof profa profª eng arq exmo exma Gen Cel "
            "Cap Ten Sgt D Dom _av Av Pe p.ex Dep Sen Gov Pres Min Des Cb Alm Brig Pça Lgo "
            "aprox máx mín"
        ),
        "numbered": "no n° nº núm art arts pág págs p pp vol cap fig r tel § par inc",
        "dated": "jan fev mar abr mai jun jul ago set out nov dez seg ter qua qui sex sáb dom",
        "others": "etc cia ltda s.a s.a.r.l a.c d.c inc u.e o.n.u e.u.a a.m p.m Jr",
        "starters": (
            "o a os as um uma uns umas este esta estes estas esse essa esses essas isso isto "
            "aquele aquela ele ela eles elas lo se seu sua seus suas meu minha nosso nossa eu "
            "tu nós você vocês mas e ou quando enquanto como onde em de no na nos nas do da dos "
            "das ao à aos às com por pelo pela para sem sobre após desde até entre contra "
            "segundo durante não já também além agora hoje ontem amanhã assim porque quem que "
            "qual todos todas tudo muitos muitas vários várias alguns algumas outro outra "
            "outros outras é são foi foram era há tem têm ninguém nada nunca sempre cada ambos "
            "dois duas três depois então porém entretanto ainda só mais menos"
        ),
    },
    "nl": {
        "titles": (
            "dhr mevr mw Mr dr drs prof ir ing ds St Gen Kol Kap Lt jhr bijv bv ca d.w.z d.m.v "
            "o.a t.o.v i.v.m m.b.t t.a.v z.g z.g.n zgn resp evt incl excl _max _min vgl m.n "
            "o.l.v i.p.v t.g.v a.d burg wed v.d p/a gebr lic kard mgr"
        ),
        "numbered": "nr nrs blz p pp art fig hfst tel par §",
        "dated": "jan feb mrt apr jun jul aug sep sept okt nov dec ma di wo do vr za zo",
        "others": "enz etc mln mld b.v n.v v.chr n.chr e.d co inc e.a u.s a.u.b jr sr v.z.w n.a.v",
        "starters": (
            "de het een dit dat deze die er hij zij ze wij we jij je u ik hun zijn haar onze "
            "ons mijn maar en of want dus als toen terwijl omdat hoewel nadat voordat in op aan "
            "bij met van voor na naar uit door over onder tussen tegen zonder sinds volgens "
            "tijdens tot te om niet geen niemand niets ook nog al nu vandaag gisteren morgen zo "
            "wie wat waar waarom hoe wanneer alle alles veel vele enkele sommige andere daarna "
            "daarom daarmee daarbij daar toch bovendien echter wel heeft is was zal kan wordt "
            "elke ieder iedereen beide twee drie later hier dan eerder"
        ),
    },
    "sv": {
        "titles": "dr prof fr hr St s.k bl.a t.ex d.v.s m.a.o resp jfr _ca fil kand o.dyl sk dvs",
        "numbered": "nr s kap art fig tel § st kl",
        "dated": "jan feb apr jun jul aug sep sept okt nov dec mån tis ons tors fre lör sön",
        "others": (
            "m.m m.fl o.s.v osv etc f.d p.g.a f.kr e.kr milj mdr tkr e.m f.m jr ab o.d f.n "
            "fr.o.m t.o.m"
        ),
        "starters": (
            "den det de en ett han hon hen vi ni jag du man min hans hennes deras vår sin men "
            "och eller så om när medan eftersom därför att i på av till från med för vid efter "
            "före under över mellan mot utan enligt inte nej ja också nu idag igår imorgon vem "
            "vad var varför hur alla många några andra här där då sedan dock ändå redan bara "
            "även ingen inget allt varje båda två tre är har hade blir ska kan dessutom "
            "samtidigt senare tidigare"
        ),
    },
    "da": {
        "titles": "dr prof fr hr Skt St bl.a f.eks fx dvs d.v.s hhv jf _ca cand mag sml s.k",
        "numbered": "nr s kap art fig tel § stk kl pkt",
        "dated": "jan feb apr jun jul aug sep sept okt nov dec man tirs ons tors fre lør søn",
        "others": "osv mv m.m m.fl etc f.kr e.kr mio mia kr pct jr a/s p.t mht if.m",
        "starters": (
            "den det de en et ei ein han hun vi i jeg eg du man min hans hendes hennes deres "
            "vår vores sin men og eller så om når da mens fordi derfor at på av af til fra med "
            "for ved etter efter før under over mellom mellem mot mod uten uden ifølge ikke nei "
            "nej ja også nå nu dag går morgen hvem hva hvad hvor hvorfor hvordan alle mange "
            "noen nogle andre her der siden dog likevel allerede bare selv ingen intet alt hver "
            "begge to tre er var har hadde havde blir bliver skal kan vil dessuten desuden "
            "samtidig senere tidligere dette denne disse"
        ),
    },
    "no": {
        "titles": "dr prof fr hr St bl.a f.eks dvs d.v.s hhv jf _ca cand mag sml s.k",
        "numbered": "nr s kap art fig tel § pkt kl",
        "dated": "jan feb apr jun jul aug sep sept okt nov des man tirs ons tors fre lør søn",
        "others": "osv mv m.m m.fl etc f.kr e.kr mill mrd kr pst jr a/s p.t mht f.o.m t.o.m",
        "starters": (
            "den det de en et ei ein han hun vi i jeg eg du man min hans hendes hennes deres "
            "vår vores sin men og eller så om når da mens fordi derfor at på av af til fra med "
            "for ved etter efter før under over mellom mellem mot mod uten uden ifølge ikke nei "
            "nej ja også nå nu dag går morgen hvem hva hvad hvor hvorfor hvordan alle mange "
            "noen nogle andre her der siden dog likevel allerede bare selv ingen intet alt hver "
            "begge to tre er var har hadde havde blir bliver skal kan vil dessuten desuden "
            "samtidig senere tidligere dette denne disse"
        ),
    },
    "fi": {
        "titles": "tri prof dos tt tkt ent em ns ts ks _ks esim mm _n n.s vrt",
        "numbered": "nro s sv art luku kpl puh § n:o klo",
        "dated": (
            "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu ma ti ke to "
            "pe la su"
        ),
        "others": "ym yms jne mrd milj e.kr j.kr eaa jaa jr oy",
        "starters": (
            "se ne hän he me te minä sinä tämä nämä tuo nuo mutta ja tai vai jos kun koska "
            "vaikka että niin myös ei eivät kyllä nyt tänään eilen huomenna kuka mikä missä "
            "mistä miksi miten milloin kaikki moni monet jotkut toinen muut siellä täällä "
            "sitten kuitenkin silti jo vain vasta kukaan mitään jokainen molemmat kaksi kolme "
            "on oli ovat olivat lisäksi samalla myöhemmin aiemmin mukaan yksi hänen heidän sen"
        ),
    },
}
