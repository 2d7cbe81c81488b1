"""What the south and the east abbreviate. `abbreviations` says how the rows are read.

Of what is a word as well, such as the Russian "им", a row says only where it is safe: nothing
here may join two sentences that a reader would tell apart.
"""

# ruff: noqa: RUF001 - letters of many scripts are meant here

EAST: dict[str, dict[str, str]] = {
    "ru": {
        "titles": (
            "г-н г-жа г-жи гн гжа ул пр-т пр пл пер наб бул пос дер оз проф акад доц инж ген "
            "полк подп майор кап лейт св тов см ср напр т.е т.к т.н т.ч обл р-н о д-р мл "
            "ст-ца к.т.н д.м.н чл.-корр в.-л"
        ),
        "numbered": "с стр гл рис табл п пп ст № т д кв к корп оф разд ч вып тел",
        "dated": "янв февр апр авг сент окт нояб дек пн вт ср чт пт сб вс",
        "others": "тыс долл в вв г гг н.э т.д т.п и.о им ч мин сек см кг пр др обл",
        "starters": (
            "в во на по с со из к ко о об обо от до за для при у и а но или что чтобы это этот "
            "эта эти этого он она оно они мы вы я ты его её ее их мой наш свой как когда где "
            "если хотя пока так также однако после перед между без через над под уже ещё еще не "
            "ни нет да все всё весь вся многие некоторые никто ничто ничего сегодня вчера "
            "завтра тогда там здесь кто куда почему сколько какой который согласно ранее позже "
            "кроме затем потом теперь сейчас только лишь именно даже каждый каждая другой "
            "другие другая один два три среди против около вместо по-прежнему впрочем поэтому "
            "ведь то тот та те туда оба"
        ),
    },
    "uk": {
        "titles": (
            "п пп вул просп пл пров буд обл проф акад доц інж ген полк св ім ред див пор напр "
            "т.зв о м-р р-н"
        ),
        "numbered": "с ст стор гл рис табл п пп т № кв д тел розд",
        "dated": "січ лют бер квіт трав черв лип серп вер жовт лист груд пн вт ср чт пт сб нд",
        "others": "тис дол р рр ст н.е т.д т.п і.о грн м хв год сек",
        "starters": (
            "в у на по з із зі до від за для при про і й та а але або що щоб це цей ця ці він "
            "вона воно вони ми ви я ти його її їх мій наш свій як коли де якщо хоча поки так "
            "також однак після перед між без через над під уже вже ще не ні немає усі всі "
            "багато деякі ніхто ніщо нічого сьогодні вчора завтра тоді там тут хто куди чому "
            "скільки який згідно раніше пізніше крім потім тепер зараз лише тільки навіть кожен "
            "інший інші один два три серед проти замість тому адже то"
        ),
    },
    "el": {
        "titles": (
            "κ κα κες κκ δρ δρα καθ αγ Αγ οδ λεωφ π.χ δηλ βλ πρβλ τηλ σχετ στρ υπ κος πλ αρχ μητρ"
        ),
        "numbered": "αρ αριθ σελ τομ κεφ παρ άρθ αρθ εδ",
        "dated": "ιαν φεβ μαρ απρ μαϊ ιουν ιουλ αυγ σεπ σεπτ οκτ νοε δεκ δευ τρι τετ πεμ παρ σαβ",
        "others": "κ.λπ κλπ κ.ά κ.α κ.ο.κ π.μ μ.μ μ.χ α.ε ε.ε η.π.α ε.π.ε ο.ε χλμ εκατ δισ",
        "starters": (
            "ο η το οι τα του της των τον την τους τις ένας μια μία ένα αυτός αυτή αυτό αυτοί "
            "αυτές αυτά αλλά και κι ή αν όταν ενώ όπως όπου στο στη στην στον στα στις στους "
            "από για με σε προς κατά μετά πριν χωρίς μέχρι παρά δεν μη όχι ναι τώρα σήμερα χθες "
            "αύριο γιατί ποιος ποια τι πώς πού πότε πόσο όλοι όλες όλα πολλοί πολλές κάθε "
            "κανείς τίποτα σύμφωνα ωστόσο επίσης όμως έτσι τότε εκεί εδώ μόνο ήδη ακόμα ακόμη "
            "να θα είναι ήταν έχει είχε που ότι εκείνος εκείνη εκείνο δύο τρεις άλλοι"
        ),
    },
    "pl": {
        "titles": (
            "dr prof hab mgr inż gen płk ppłk mjr kpt por ppor sierż ks św bł _ul _al _pl _os "
            "tzw np m.in tj tzn _ok woj pow red lek _im o s p dyr doc bp abp kard śp ww _zob"
        ),
        "numbered": "nr nry s str art t ust pkt rozdz tel poz par § m",
        "dated": "sty lut mar kwi maj cze lip sie wrz paź lis gru pon wt śr czw pt sob niedz nd",
        "others": "itd itp r w tys mln mld godz sek sp n.e p.n.e ub wg pt św k",
        "starters": (
            "w we na z ze do od po o u za dla przy przez i a ale lub albo to ten ta te tego tej "
            "on ona ono oni one my wy ja ty jego jej ich jak gdy kiedy jeśli jeżeli choć "
            "chociaż jednak nie tak też także już jeszcze teraz dziś dzisiaj wczoraj jutro kto "
            "co gdzie dlaczego ile wszyscy wszystko wiele wielu według potem później wcześniej "
            "następnie wtedy tam tu nikt nic każdy inni inny dwa dwie trzy jeden oprócz mimo "
            "ponieważ bo więc dlatego że żeby pod nad między bez przed podczas są był była było "
            "były jest będzie ma mają się niektórzy tylko nawet obie"
        ),
    },
    "cs": {
        "titles": (
            "p pí dr prof doc mgr bc ing mudr judr phdr rndr thdr csc gen plk pplk mjr kpt por "
            "sv ul nám tř arch red tzv např tj tzn resp popř příp mj aj Dr.h.c zvl"
        ),
        "numbered": "č čís str s odst viz čl kap obr tab sv roč tel písm §",
        "dated": "led úno bře dub kvě čvn čvc srp zář říj lis pro po út st čt pá so ne",
        "others": (
            "atd apod cca mil mld tis hod min sek s.r.o a.s v.o.s o.p.s z.s př.n.l n.l r stol "
            "jr sr kol k.s"
        ),
        "starters": (
            "v ve na z ze do od po o u za pro při přes i a ale nebo to ten ta ti ty toho té on "
            "ona ono oni my vy já jeho její jejich jak když kdy jestli pokud ačkoli však ne tak "
            "také už ještě teď dnes včera zítra kdo co kde proč kolik všichni všechno mnoho "
            "podle potom pak později dříve tam tady nikdo nic každý jiný dva dvě tři jeden "
            "kromě protože proto že aby pod nad mezi bez před během jsou byl byla bylo byli je "
            "bude má mají se si jen některé některý oba s k"
        ),
    },
    "sk": {
        "titles": (
            "p pí dr prof doc mgr bc ing mudr judr phdr gen plk mjr kpt sv ul nám red tzv napr "
            "tj resp príp"
        ),
        "numbered": "č str s ods čl kap obr tab roč tel písm §",
        "dated": "jan feb mar apr máj jún júl aug sep okt nov dec po ut st št pi so ne",
        "others": "atď apod cca mil mld tis hod min s.r.o a.s n.l pr.n.l r stor jr",
        "starters": (
            "v vo na z zo do od po o u za pre pri cez i a ale alebo to ten tá tí toho on ona "
            "ono oni my vy ja ty jeho jej ich ako keď kedy ak hoci však nie tak tiež už ešte "
            "teraz dnes včera zajtra kto čo kde prečo koľko všetci všetko mnoho podľa potom "
            "neskôr skôr tam tu nikto nič každý iný dva dve tri jeden okrem pretože preto že "
            "aby pod nad medzi bez pred počas sú bol bola bolo boli je bude má majú sa si len "
            "niektorí obaja s k"
        ),
    },
    "hu": {
        "titles": "dr prof id özv gr br mgr Szt szt ún vö pl ill _kb _ld ifj Gy Sz Cs Zs Ny Ty",
        "numbered": "sz old bek fsz tel § p",
        "dated": "jan febr márc ápr máj jún júl aug szept okt nov dec",
        "others": "stb u.n kft bt zrt nyrt rt i.e i.sz kr.u kr.e ker u du de",
        "starters": (
            "a az egy ez azt ezt ezek azok ő ők mi ti én te nem igen is és de vagy ha mert hogy "
            "amikor míg bár mint ahol aki ami amely itt ott ma tegnap holnap most már még csak "
            "így úgy ezért azért azonban ugyanakkor később korábban majd aztán ki mit miért hol "
            "mennyi minden mindenki senki semmi sok több kevés két három egyik másik után előtt "
            "között szerint volt van lesz lett nincs ezzel azzal erre arra ebben abban"
        ),
        "ordinals": "yes",
    },
    "tr": {
        "titles": "dr prof doç av op alb gen yzb bşk sn mah cad sok apt hz yrd uzm müh örn bkz krş",
        "numbered": "no nr s sf syf md par tel § cilt",
        "dated": "oca şub nis haz tem ağu eyl eki kas ara pzt sal çar per cum cmt paz",
        "others": "vb vs vd yy a.ş ltd şti t.c m.ö m.s mad km kg",
        "starters": (
            "bu şu o bir biz siz ben sen onlar ama fakat ancak ve veya ya eğer çünkü için ile "
            "gibi kadar sonra önce göre karşı değil evet hayır da de ki ne kim nerede neden "
            "nasıl zaman kaç bütün her herkes bazı birçok diğer burada orada şimdi bugün dün "
            "yarın hiç kimse hiçbir iki üç ayrıca öte yandan böylece ise var yok oldu olan onun "
            "bunun şunun bunu onu"
        ),
        "ordinals": "yes",
    },
    "ro": {
        "titles": (
            "dl dna d-na d-l dr prof ing gen col lt cpt Sf str bd Al av arh ec acad conf lect "
            "şef ex cf"
        ),
        "numbered": "nr art pag p vol cap fig alin lit tel §",
        "dated": "ian feb mar apr iun iul aug sept oct nov dec lun mie joi vin sâm dum",
        "others": "etc s.a s.r.l mld mil î.hr d.hr ş.a a.m p.m inc jr e.n",
        "starters": (
            "un o unul una unii el ea ei ele noi voi eu tu acest această acesta aceasta aceştia "
            "acele acel acea lui său sa săi dar şi și sau dacă când în din la de pe cu pentru "
            "prin fără după înainte între contra conform nu da mai deja încă acum azi ieri "
            "mâine aşa așa cine ce unde cum cât toţi toți toate mulţi mulți alţi alți fiecare "
            "nimeni nimic niciodată totuşi totuși apoi însă iar deşi deși că este sunt era erau "
            "a au fost are va două trei doi aici acolo doar"
        ),
    },
    "ar": {
        "titles": "د أ م أ.د ا.د ص ج",
        "numbered": "ص ج رقم",
        "others": "إلخ الخ هـ م ق.م",
    },
    "fa": {
        "titles": "د م ص ج",
        "numbered": "ص ج",
        "others": "و.غ ه.ش م ق.م",
    },
    "hi": {
        "titles": ("डॉ डा श्री श्रीमती प्रो पं सु कु एस के आर एम पी बी सी डी जी वी एन एल टी लेफ्ट कर्नल मो"),
        "numbered": "नं सं पृ क्र",
        "others": "रु कि.मी मि",
    },
    "he": {
        "titles": "פרופ מר גב",
        "numbered": "עמ סע ס",
        "others": "וכו",
    },
    "zh": {
        "titles": "mr mrs ms dr prof St",
        "numbered": "no vol p",
        "dated": "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec",
        "others": "inc corp ltd co jr u.s u.k a.m p.m etc",
        "starters": "the this it he she they we",
    },
    "ja": {
        "titles": "mr mrs ms dr prof St",
        "numbered": "no vol p",
        "dated": "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec",
        "others": "inc corp ltd co jr u.s u.k a.m p.m etc",
        "starters": "the this it he she they we",
    },
    "ko": {
        "titles": "mr mrs ms dr prof St",
        "numbered": "no vol p",
        "dated": "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec",
        "others": "inc corp ltd co jr u.s u.k a.m p.m etc",
        "starters": "the this it he she they we",
    },
    "hr": {
        "titles": "dr prof mr ing sv ul tzv npr tj gđa g gosp Don fra dipl odn vl primarij",
        "numbered": "br str čl st sl kat",
        "dated": "sij velj ožu tra svi lip srp kol ruj stu pon uto sri čet pet sub ned",
        "others": "itd i.d d.o.o d.d tis mil mlrd god st jr",
        "starters": (
            "u na po s sa iz kod od do za pri i a ali ili da to taj ta te ti on ona ono oni one mi "
            "vi ja njegov njihov kako kad kada gdje gde ako iako dok ne također takođe već još "
            "sada danas jučer juče sutra tko ko što šta zašto koliko svi sve mnogi prema nakon "
            "prije pre kasnije zatim nitko niko ništa svaki drugi dva dvije tri jedan osim jer "
            "zato međutim ipak samo čak je su bio bila će ima nema ove ovaj nakon uz bez među"
        ),
    },
    "bg": {
        "titles": "г-н г-жа д-р проф доц акад инж ген полк св ул бул пл т.е т.нар напр чл.-кор",
        "numbered": "с стр чл ал т № ст",
        "dated": "яну фев мар апр авг сеп септ окт ное дек пон вт ср четв пет съб нед",
        "others": "г гг в вв хил т.н и.д км лв ст пр.н.е сл.хр",
        "starters": (
            "в във на по със с от из към до за при у и а но или че да това този тази тези той тя "
            "те ние вие аз ти неговия как когато където ако докато обаче след преди между без през "
            "над под още вече не няма всички много някои никой нищо днес вчера утре тогава там тук "
            "кой защо колко според освен после сега само дори всеки друг два две три един срещу"
        ),
    },
}
