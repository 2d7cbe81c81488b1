"""Months and weekdays in the languages of the news.

Names of a language stand in one row, divided by bars, variants of one name by spaces. A short form
that means two months in two languages stands in neither row.
"""

# ruff: noqa: RUF001 - letters of many scripts are meant here

MONTHS = {
    "en": "january jan|february feb febr|march mar|april apr|may|june jun|july jul|august aug|"
    "september sep sept|october oct|november nov|december dec",
    "de": "januar jänner jaenner|februar feber|märz maerz mrz|april|mai|juni|juli|august|"
    "september|oktober okt|november|dezember dez",
    "fr": "janvier janv|février févr fév|mars|avril avr|mai|juin|juillet juil juill|août|"
    "septembre|octobre|novembre|décembre déc",
    "it": "gennaio gen|febbraio|marzo|aprile|maggio mag|giugno giu|luglio lug|agosto ago|"
    "settembre set sett|ottobre ott|novembre|dicembre dic",
    "pt": "janeiro|fevereiro fev|março|abril abr|maio|junho|julho|agosto ago|setembro set|"
    "outubro out|novembro|dezembro dez",
    "es": "enero ene|febrero|marzo|abril abr|mayo|junio|julio|agosto ago|septiembre setiembre|"
    "octubre|noviembre|diciembre dic",
    "ca": "gener|febrer|març|abril|maig|juny|juliol|agost|setembre|octubre|novembre|desembre",
    "nl": "januari|februari|maart mrt|april|mei|juni|juli|augustus|september|oktober|november|"
    "december",
    "pl": "styczeń stycznia sty|luty lutego lut|marzec marca|kwiecień kwietnia kwi|maj maja|"
    "czerwiec czerwca cze|lipiec lipca lip|sierpień sierpnia sie|wrzesień września wrz|"
    "październik października paź|listopad listopada lis|grudzień grudnia gru",
    "hu": "január|február|március márc|április ápr|május máj|június jún|július júl|augusztus|"
    "szeptember szept|október|november|december",
    "el": "ιανουάριος ιανουαρίου ιαν|φεβρουάριος φεβρουαρίου φεβ|μάρτιος μαρτίου μαρ|"
    "απρίλιος απριλίου απρ|μάιος μαΐου μαϊ|ιούνιος ιουνίου ιουν|ιούλιος ιουλίου ιουλ|"
    "αύγουστος αυγούστου αυγ|σεπτέμβριος σεπτεμβρίου σεπ σεπτ|οκτώβριος οκτωβρίου οκτ|"
    "νοέμβριος νοεμβρίου νοε νοεμ|δεκέμβριος δεκεμβρίου δεκ",
    "ru": "январь января янв|февраль февраля фев февр|март марта мар|апрель апреля апр|май мая|"
    "июнь июня июн|июль июля июл|август августа авг|сентябрь сентября сен сент|"
    "октябрь октября окт|ноябрь ноября ноя нояб|декабрь декабря дек",
    "uk": "січень січня|лютий лютого|березень березня|квітень квітня квіт|травень травня трав|"
    "червень червня черв|липень липня|серпень серпня серп|вересень вересня|жовтень жовтня жовт|"
    "листопад листопада лист|грудень грудня груд",
    "bg": "януари яну|февруари|март|април|май|юни|юли|август|септември септ|октомври|"
    "ноември ное|декември",
    "sr": "јануар јануара januar januara|фебруар фебруара februar februara|"
    "март марта mart marta|април априла april aprila|мај маја maj maja|јун јуна jun juna|"
    "јул јула jul jula|август августа avgust avgusta|септембар септембра septembar septembra|"
    "октобар октобра oktobar oktobra|новембар новембра novembar novembra|"
    "децембар децембра decembar decembra",
    "mk": "јануари|февруари|март|април|мај|јуни|јули|август|септември|октомври|ноември|декември",
    "be": "студзень студзеня|люты лютага|сакавік сакавіка|красавік красавіка|май мая|"
    "чэрвень чэрвеня|ліпень ліпеня|жнівень жніўня|верасень верасня|кастрычнік кастрычніка|"
    "лістапад лістапада|снежань снежня",
    "hr": "siječanj siječnja|veljača veljače|ožujak ožujka|travanj travnja|svibanj svibnja|"
    "lipanj lipnja|srpanj srpnja|kolovoz kolovoza|rujan rujna||studeni studenog studenoga|"
    "prosinac prosinca",
    "cs": "leden ledna|únor února|březen března|duben dubna|květen května|červen června|"
    "červenec července|srpen srpna|září|říjen října|listopad listopadu|prosinec prosince",
    "sk": "január januára|február februára|marec marca|apríl apríla|máj mája|jún júna|júl júla|"
    "august augusta|september septembra|október októbra|november novembra|december decembra",
    "sl": "januarja|februarja|marca|aprila|maja|junij junija|julij julija|avgusta avg|septembra|"
    "oktobra|novembra|decembra",
    "ro": "ianuarie|februarie|martie|aprilie|mai|iunie|iulie|august|septembrie|octombrie|"
    "noiembrie|decembrie",
    "sv": "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december",
    "da": "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december",
    "no": "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember des",
    "is": "janúar|febrúar|mars|apríl|maí|júní|júlí|ágúst|september|október|nóvember|desember",
    "fi": "tammikuu tammikuuta|helmikuu helmikuuta|maaliskuu maaliskuuta|huhtikuu huhtikuuta|"
    "toukokuu toukokuuta|kesäkuu kesäkuuta|heinäkuu heinäkuuta|elokuu elokuuta|"
    "syyskuu syyskuuta|lokakuu lokakuuta|marraskuu marraskuuta|joulukuu joulukuuta",
    "et": "jaanuar|veebruar|märts|aprill|mai|juuni|juuli|august|september|oktoober|november|"
    "detsember",
    "lt": "sausio|vasario|kovo|balandžio|gegužės|birželio|liepos|rugpjūčio|rugsėjo|spalio|"
    "lapkričio|gruodžio",
    "tr": "ocak oca|şubat şub|mart|nisan nis|mayıs|haziran haz|temmuz tem|ağustos ağu|eylül eyl|"
    "ekim eki|kasım kas|aralık ara",
    "id": "januari|februari pebruari|maret|april|mei|juni|juli|agustus agu agt|september|"
    "oktober|november nopember nop|desember",
    "ar": "يناير جانفي|فبراير شباط فيفري|مارس آذار|أبريل نيسان أفريل|مايو أيار ماي|"
    "يونيو حزيران جوان|يوليو تموز جويلية يوليوز|أغسطس آب أوت غشت|سبتمبر أيلول شتنبر|أكتوبر|"
    "نوفمبر نونبر|ديسمبر دجنبر",
    "fa": "ژانویه|فوریه|مارس|آوریل|مه|ژوئن|ژوئیه جولای|اوت|سپتامبر|اکتبر|نوامبر|دسامبر",
    "he": "ינואר ינו|פברואר פבר|מרץ מרס|אפריל אפר|מאי|יוני|יולי|אוגוסט אוג|ספטמבר ספט|"
    "אוקטובר אוק|נובמבר נוב|דצמבר דצמ",
    "hi": "जनवरी|फरवरी फ़रवरी फ़र|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर सितम्बर|"
    "अक्टूबर अक्तूबर अक्टू अक्तू|नवंबर नवम्बर|दिसंबर दिसम्बर",
    "lv": "janvāris janvārī|februāris februārī|marts martā|aprīlis aprīlī|maijs maijā|"
    "jūnijs jūnijā|jūlijs jūlijā|augusts augustā|septembris septembrī|oktobris oktobrī|"
    "novembris novembrī|decembris decembrī",
    "sq": "janar|shkurt|mars|prill|maj|qershor|korrik|gusht|shtator|tetor|nëntor|dhjetor",
    "eu": "urtarrilaren urtarrila|otsailaren otsaila|martxoaren martxoa|apirilaren apirila|"
    "maiatzaren maiatza|ekainaren ekaina|uztailaren uztaila|abuztuaren abuztua|irailaren iraila|"
    "urriaren urria|azaroaren azaroa|abenduaren abendua",
    "gl": "xaneiro|febreiro|marzo|abril|maio|xuño|xullo|agosto|setembro|outubro|novembro|decembro",
    "ga": "eanáir|feabhra|márta|aibreán|bealtaine|meitheamh|iúil|lúnasa|mfómh|dfómh|samhain|"
    "nollaig",
    "cy": "ionawr|chwefror chwef|mawrth|ebrill|mai|mehefin|gorffennaf gorff|awst|medi|hydref|"
    "tachwedd|rhagfyr",
    "sw": "januari|februari|machi|aprili|mei|juni|julai|agosti|septemba|oktoba|novemba|desemba",
    "tl": "enero|pebrero|marso|abril|mayo|hunyo|hulyo|agosto|setyembre|oktubre|nobyembre|disyembre",
    "ms": "januari|februari|mac|april|mei|jun|julai|ogos|september|oktober|november|disember",
    "th": "มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม",
    "ka": "იანვარი იან|თებერვალი თებ|მარტი მარ|აპრილი აპრ|მაისი მაი|ივნისი ივნ|ივლისი ივლ|"
    "აგვისტო აგვ|სექტემბერი სექ|ოქტომბერი ოქტ|ნოემბერი ნოე|დეკემბერი დეკ",
    "hy": "հունվարի հունվար հնվ|փետրվարի փետրվար փտվ|մարտի մարտ մրտ|ապրիլի ապրիլ ապր|"
    "մայիսի մայիս մյս|հունիսի հունիս հնս|հուլիսի հուլիս հլս|օգոստոսի օգոստոս օգս|"
    "սեպտեմբերի սեպտեմբեր սեպ|հոկտեմբերի հոկտեմբեր հոկ|նոյեմբերի նոյեմբեր նոյ|"
    "դեկտեմբերի դեկտեմբեր դեկ",
    "kk": "қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан",
    "bn": "জানুয়ারি জানুয়ারী জানু|ফেব্রুয়ারি ফেব্রুয়ারী ফেব|মার্চ|এপ্রিল|মে|জুন|জুলাই জুল|"
    "আগস্ট আগ|সেপ্টেম্বর সেপ|অক্টোবর অক্টো|নভেম্বর নভে|ডিসেম্বর ডিসে",
    "ta": "ஜனவரி ஜன|பிப்ரவரி பிப்|மார்ச் மார்|ஏப்ரல் ஏப்|மே|ஜூன்|ஜூலை|ஆகஸ்ட் ஆக|செப்டம்பர் செப்|"
    "அக்டோபர் அக்|நவம்பர் நவ|டிசம்பர் டிச",
    "ur": "جنوری|فروری|مارچ|اپریل|مئی|جون|جولائی|اگست|ستمبر|اکتوبر|نومبر|دسمبر",
    "ne": "जनवरी|फेब्रुअरी|मार्च|अप्रिल|मे|जुन|जुलाई|अगस्ट|सेप्टेम्बर|अक्टोबर|नोभेम्बर|डिसेम्बर",
    "az": "yanvar|fevral|mart|aprel|may|iyun|iyul|avqust|sentyabr|oktyabr|noyabr|dekabr",
    "uz": "yanvar|fevral|mart|aprel|may|iyun|iyul|avgust|sentabr|oktabr|noyabr|dekabr",
    "af": "januarie|februarie|maart|april|mei|junie|julie|augustus|september|oktober|november|"
    "desember",
}
# Short forms that mean something else elsewhere: "led" is January in Prague alone, "listopad" is
# October in Zagreb alone. They count only on a page of their language.
LOCAL_MONTHS = {
    "cs": "led|úno|bře|dub|kvě|čvn|čvc|srp|zář|říj|lis|pro",
    "hr": "sij|velj|ožu|tra|svi|lip|srp|kol|ruj|lis listopad listopada|stu|pro",
    "cy": "ion|chw|maw|ebr|mai|meh|gor|awst|medi|hyd|tach|rhag",
    "ga": "ean|feabh|márta|aib|beal|meith|iúil|lún|mfómh|dfómh|samh|noll",
    "sq": "jan|shk|mar|pri|maj|qer|korr|gush|sht|tet|nën|dhj",
    "tl": "ene|peb|mar|abr|may|hun|hul|ago|set|okt|nob|dis",
    "az": "yan|fev|mar|apr|may|iyn|iyl|avq|sen|okt|noy|dek",
    "gl": "xan|feb|mar|abr|maio|xuño|xul|ago|set|out|nov|dec",
    "eu": "urt|ots|mar|api|mai|eka|uzt|abu|ira|urr|aza|abe",
    "ms": "jan|feb|mac|apr|mei|jun|jul|ogo|sep|okt|nov|dis",
    "ro": "ian|feb|mar|apr|mai|iun|iul|aug|sep|oct|noi|dec",
    "et": "jaan|veebr|märts|apr|mai|juuni|juuli|aug|sept|okt|nov|dets",
    "ca": "gen|febr|març|abr|maig|juny|jul|ag|set|oct|nov|des",
    "uk": "січ|лют|бер|кві|тра|чер|лип|сер|вер|жов|лис|гру",
    "be": "сту|лют|сак|кра|май|чэр|ліп|жні|вер|кас|ліс|сне",
    "hi": "जन|फर|मार्च|अप्रैल|मई|जून|जुल|अग|सित|अक्टू|नव|दिस",
    "kk": "қаң|ақп|нау|сәу|мам|мау|шіл|там|қыр|қаз|қар|жел",
    "fil": "ene|peb|mar|abr|may|hun|hul|ago|set|okt|nob|dis",
}
WEEKDAYS = {
    "en": "monday mon|tuesday tue tues|wednesday wed weds|thursday thu thur thurs|friday fri|"
    "saturday sat|sunday sun",
    "de": "montag mo|dienstag di|mittwoch mi|donnerstag do|freitag fr|samstag sonnabend sa|"
    "sonntag so",
    "fr": "lundi lun|mardi mar|mercredi mer|jeudi jeu|vendredi ven|samedi sam|dimanche dim",
    "it": "lunedì|martedì|mercoledì|giovedì gio|venerdì|sabato sab|domenica dom",
    "es": "lunes|martes|miércoles mié|jueves jue|viernes vie|sábado sáb|domingo dom",
    "pt": "segunda seg|terça ter|quarta qua|quinta qui|sexta sex|sábado|domingo",
    "ca": "dilluns|dimarts|dimecres|dijous|divendres|dissabte|diumenge",
    "nl": "maandag ma|dinsdag|woensdag wo|donderdag|vrijdag vr|zaterdag za|zondag zo",
    "pl": "poniedziałek pon|wtorek wt|środa śr|czwartek czw|piątek pt|sobota sob|"
    "niedziela niedz nd",
    "hu": "hétfő|kedd|szerda|csütörtök|péntek|szombat|vasárnap",
    "el": "δευτέρα δευ|τρίτη τρι|τετάρτη τετ|πέμπτη πεμ|παρασκευή παρ|σάββατο σαβ|κυριακή κυρ",
    "ru": "понедельник пн|вторник вт|среда среду ср|четверг чт|пятница пятницу пт|"
    "суббота субботу сб|воскресенье вс",
    "uk": "понеділок|вівторок|середа середу|четвер|пʼятниця пʼятницю ятниця ятницю|"
    "субота суботу|неділя неділю",
    "bg": "понеделник|вторник|сряда|четвъртък|петък|събота|неделя",
    "sr": "понедељак ponedjeljak ponedeljak|уторак utorak|среда srijeda|четвртак četvrtak|"
    "петак petak|субота subota|недеља nedjelja nedelja",
    "cs": "pondělí po|úterý út|středa|čtvrtek čt|pátek pá|sobota|neděle ne",
    "sk": "pondelok|utorok|streda|štvrtok|piatok|sobota|nedeľa",
    "ro": "luni|marți|miercuri|joi|vineri|sâmbătă|duminică",
    "sv": "måndag mån|tisdag tis|onsdag ons|torsdag tors tor|fredag fre|lördag lör|söndag sön",
    "da": "mandag man|tirsdag tirs tir|onsdag|torsdag|fredag|lørdag lør|søndag søn",
    "fi": "maanantai maanantaina|tiistai tiistaina ti|keskiviikko keskiviikkona ke|"
    "torstai torstaina|perjantai perjantaina pe|lauantai lauantaina|sunnuntai sunnuntaina su",
    "tr": "pazartesi pzt|salı sal|çarşamba çar|perşembe per|cuma cum|cumartesi cmt|pazar paz",
    "id": "senin|selasa|rabu|kamis|jumat|sabtu|minggu",
    "ar": "الاثنين الإثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد",
    "fa": "دوشنبه|سهشنبه|چهارشنبه|پنجشنبه|جمعه|شنبه|یکشنبه",
    "he": "שני|שלישי|רביעי|חמישי|שישי|שבת|ראשון",
    "hi": "सोमवार|मंगलवार|बुधवार|गुरुवार|शुक्रवार|शनिवार|रविवार",
    "zh": "星期一 周一 週一|星期二 周二 週二|星期三 周三 週三|星期四 周四 週四|"
    "星期五 周五 週五|星期六 周六 週六|星期日 星期天 周日 週日",
    "ja": "月曜日 月曜 月|火曜日 火曜 火|水曜日 水曜 水|木曜日 木曜 木|"
    "金曜日 金曜 金|土曜日 土曜 土|日曜日 日曜 日",
    "ko": "월요일 월|화요일 화|수요일 수|목요일 목|금요일 금|토요일 토|일요일 일",
    "sl": "ponedeljek|torek|sreda|četrtek|petek|sobota|nedelja",
    "no": "mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag",
    "et": "esmaspäev|teisipäev|kolmapäev|neljapäev|reede|laupäev|pühapäev",
    "lt": "pirmadienis|antradienis|trečiadienis|ketvirtadienis|penktadienis|šeštadienis|"
    "sekmadienis",
    "lv": "pirmdiena|otrdiena|trešdiena|ceturtdiena|piektdiena|sestdiena|svētdiena",
    "mk": "понеделник|вторник|среда|четврток|петок|сабота|недела",
    "is": "mánudagur|þriðjudagur|miðvikudagur|fimmtudagur|föstudagur|laugardagur|sunnudagur",
    "ms": "isnin|selasa|rabu|khamis|jumaat|sabtu|ahad",
    "sw": "jumatatu|jumanne|jumatano|alhamisi|ijumaa|jumamosi|jumapili",
    "tl": "lunes|martes|miyerkules|huwebes|biyernes|sabado|linggo",
    "ka": "ორშაბათი|სამშაბათი|ოთხშაბათი|ხუთშაბათი|პარასკევი|შაბათი|კვირა",
    "bn": "সোমবার|মঙ্গলবার|বুধবার|বৃহস্পতিবার|শুক্রবার|শনিবার|রবিবার",
    "ur": "پیر|منگل|بدھ|جمعرات|جمعہ|ہفتہ|اتوار",
    "be": "панядзелак|аўторак|серада|чацвер|пятніца|субота|нядзеля",
    "nn": "måndag|tysdag|onsdag|torsdag|fredag|laurdag|søndag",
    "gl": "luns|martes|mércores|xoves|venres|sábado|domingo",
    "eu": "astelehena|asteartea|asteazkena|osteguna|ostirala|larunbata|igandea",
    "ga": "luain|máirt|céadaoin|déardaoin|haoine|sathairn|domhnaigh",
    "cy": "llun|mawrth|mercher|iau|gwener|sadwrn|sul",
    "sq": "hënë|martë|mërkurë|enjte|premte|shtunë|diel",
    "af": "maandag|dinsdag|woensdag|donderdag|vrydag|saterdag|sondag",
    "ta": "திங்கள்|செவ்வாய்|புதன்|வியாழன்|வெள்ளி|சனி|ஞாயிறு",
    "hy": "երկուշաբթի|երեքշաբթի|չորեքշաբթի|հինգշաբթի|ուրբաթ|շաբաթ|կիրակի",
    "kk": "дүйсенбі|сейсенбі|сәрсенбі|бейсенбі|жұма|сенбі|жексенбі",
    "uz": "dushanba|seshanba|chorshanba|payshanba||shanba|yakshanba",
    "ne": "सोमबार|मङ्गलबार|बुधबार|बिहिबार|शुक्रबार|शनिबार|आइतबार",
}
