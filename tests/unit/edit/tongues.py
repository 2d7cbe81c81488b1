"""The same invented news in many languages."""

TONGUES = {
    "de": (
        "Der Stadtrat von Lammstedt hat am Montagabend nach sechsstündiger Debatte beschlossen,"
        " die Norderbrücke bis Ostern zu sperren, weil Gutachter vierzehn Risse in den"
        " Längsträgern gefunden haben, die das Bauwerk gefährden. Baudirektorin Wiebke Harms"
        " sagte, dass der Verkehr über die alte Fähre umgeleitet werde, die künftig alle zehn"
        " Minuten fahren soll. Der Einzelhandel, der um das Weihnachtsgeschäft fürchtet,"
        " verlangt Hilfe vom Land, das bisher aber nur Gespräche angeboten hat."
    ),
    "fr": (
        "Le conseil municipal de Valmont a décidé lundi soir, après six heures de débat, de"
        " fermer le vieux port, dont le quai menace de s’effondrer, alors que les pêcheurs"
        " réclament depuis trois ans des travaux. « Nous n’avions pas le choix », a déclaré la"
        " maire, Anne Roux, qui a promis une aide de 2,5 millions d’euros aux familles"
        " concernées. Les ferries partiront du nouveau quai à partir de mai."
    ),
    "es": (
        "El ayuntamiento de Ribera decidió el lunes por la noche, tras seis horas de debate,"
        " cerrar el viejo puerto, cuyo muelle amenaza con derrumbarse, mientras los pescadores"
        " exigen desde hace tres años que se repare. La alcaldesa, Ana Ruiz, que prometió ayudas"
        " por 2,5 millones de euros, dijo que no había otra salida. Los transbordadores saldrán"
        " del nuevo muelle a partir de mayo."
    ),
    "it": (
        "Il consiglio comunale di Valsanta ha deciso lunedì sera, dopo sei ore di dibattito, di"
        " chiudere il vecchio porto, il cui molo rischia di crollare, mentre i pescatori"
        " chiedono da tre anni che venga riparato. La sindaca Anna Ruggeri, che ha promesso"
        " aiuti per 2,5 milioni di euro, ha detto che non c’era altra scelta. I traghetti"
        " partiranno dal nuovo molo da maggio."
    ),
    "pt": (
        "A câmara de Alvor decidiu na segunda-feira à noite, após seis horas de debate, fechar"
        " o velho porto, cujo cais ameaça ruir, enquanto os pescadores exigem há três anos que"
        " seja reparado. A presidente, Ana Reis, que prometeu ajudas de 2,5 milhões de euros,"
        " disse que não havia outra saída. Os ferries partirão do novo cais a partir de maio."
    ),
    "nl": (
        "De gemeenteraad van Lamme heeft maandagavond na zes uur debat besloten de oude haven"
        " te sluiten, omdat de kade op instorten staat, terwijl de vissers al drie jaar om"
        " herstel vragen. Burgemeester Anna Ruys, die 2,5 miljoen euro steun beloofde, zei dat"
        " er geen andere uitweg was. De veerboten vertrekken vanaf mei van de nieuwe kade."
    ),
    "ru": (
        "Городской совет Кальдвика в понедельник вечером после шести часов споров решил закрыть"
        " старый порт, причал которого может обрушиться, хотя рыбаки уже три года требуют"
        " ремонта. Мэр Анна Рюйс, которая пообещала выделить 2,5 млн крон, заявила, что другого"
        " выхода не было. С мая паромы будут отходить от нового причала."
    ),
    "el": (
        "Το δημοτικό συμβούλιο του Καλντβικ αποφάσισε τη Δευτέρα το βράδυ, μετά από έξι ώρες"
        " συζήτησης, να κλείσει το παλιό λιμάνι, επειδή η προβλήτα κινδυνεύει να καταρρεύσει,"
        " ενώ οι ψαράδες ζητούν εδώ και τρία χρόνια να επισκευαστεί. Η δήμαρχος Άννα Ρούις είπε"
        " ότι δεν υπήρχε άλλη λύση. Τι θα γίνει με τα πλοία; Θα φεύγουν από τη νέα προβλήτα."
    ),
    "ar": (
        "قرر مجلس مدينة كالدفيك مساء الاثنين إغلاق الميناء القديم بعد نقاش استمر ست ساعات، لأن"
        " الرصيف مهدد بالانهيار، بينما يطالب الصيادون منذ ثلاث سنوات بإصلاحه. وقالت العمدة آنا"
        " رويس إنه لم يكن هناك خيار آخر. هل ستتوقف العبارات؟ ستنطلق من الرصيف الجديد اعتبارا من"
        " مايو."
    ),
    "hi": (
        "काल्डविक की नगर परिषद ने सोमवार की रात छह घंटे की बहस के बाद पुराने बंदरगाह को बंद"
        " करने का फैसला किया, क्योंकि घाट के गिरने का खतरा है, जबकि मछुआरे तीन साल से मरम्मत की"
        " मांग कर रहे हैं। महापौर अन्ना रुइस ने कहा कि कोई दूसरा रास्ता नहीं था। मई से नौकाएं नए"
        " घाट से चलेंगी।"
    ),
    "zh": (
        "卡尔德维克市议会周一晚间经过六个小时的辩论，决定关闭旧港口，因为码头有坍塌的危险，而渔民"
        "三年来一直要求维修。市长安娜·鲁伊斯说：“我们别无选择。”她承诺向受影响的家庭提供二百五"
        "十万克朗的援助。渡轮将从五月起改停新码头。"
    ),
    "ja": (
        "カルドビク市議会は月曜日の夜、六時間にわたる議論の末、岸壁が崩れる恐れがあるとして、古い"
        "港を閉鎖することを決めたが、漁師たちは三年前から修理を求めている。アンナ・ルイス市長は「"
        "ほかに道はなかった」と述べ、影響を受ける家庭に二百五十万クローネを支援すると約束した。渡"
        "船は五月から新しい桟橋を使う。"
    ),
    "ko": (
        "칼드빅 시의회는 월요일 밤 여섯 시간의 토론 끝에 부두가 무너질 위험이"
        " 있다며 낡은 항구를 폐쇄하기로 결정했지만, 어민들은 3년 전부터 수리를"
        " 요구해 왔다. 안나 루이스 시장은 다른 방법이 없었다고 말했다. 여객선은"
        " 5월부터 새 부두에서 출발한다."
    ),
    "pl": (
        "Rada miejska Kaldviku zdecydowała w poniedziałek wieczorem po sześciu godzinach"
        " debaty, że zamknie stary port, ponieważ nabrzeże grozi zawaleniem, choć rybacy od"
        " trzech lat domagają się remontu. Burmistrz Anna Ruys, która obiecała 2,5 mln koron,"
        " powiedziała, że nie było innego wyjścia. Promy będą odpływać z nowego nabrzeża od"
        " maja."
    ),
    "he": (
        "מועצת העיר קלדוויק החליטה ביום שני בערב אחרי שש שעות של דיון לסגור את הנמל הישן, משום"
        " שהרציף עלול להתמוטט, בעוד שהדייגים דורשים זה שלוש שנים לתקן אותו. ראש העיר אנה רויס"
        " אמרה כי לא הייתה ברירה אחרת. המעבורות יצאו מהרציף החדש החל ממאי."
    ),
    "hu": (
        "Kaldvik képviselő-testülete hétfő este hatórás vita után úgy döntött, hogy bezárja a"
        " régi kikötőt, mert a rakpart összedőlhet, miközben a halászok három éve követelik a"
        " javítását. Anna Ruys polgármester azt mondta, hogy nem volt más megoldás. A kompok"
        " májustól az új rakpartról indulnak."
    ),
    "tr": (
        "Kaldvik belediye meclisi pazartesi akşamı altı saat süren tartışmanın ardından eski"
        " limanı kapatmaya karar verdi, çünkü rıhtım çökme tehlikesiyle karşı karşıya,"
        " balıkçılar ise üç yıldır onarım istiyor. Belediye başkanı Anna Ruys, başka çare"
        " olmadığını söyledi. Feribotlar mayıstan itibaren yeni rıhtımdan kalkacak."
    ),
    "sv": (
        "Kommunfullmäktige i Kaldvik beslutade på måndagskvällen efter sex timmars debatt att"
        " stänga den gamla hamnen, eftersom kajen riskerar att rasa, medan fiskarna i tre år har"
        " krävt att den lagas. Borgmästaren Anna Ruys, som lovade 2,5 miljoner kronor i stöd,"
        " sade att det inte fanns någon annan utväg. Färjorna avgår från den nya kajen från maj."
    ),
    "uk": (
        "Міська рада Кальдвіка в понеділок увечері після шести годин суперечок вирішила закрити"
        " старий порт, причал якого може обвалитися, хоча рибалки вже три роки вимагають"
        " ремонту. Мер Анна Рюйс заявила, що іншого виходу не було. З травня пороми"
        " відходитимуть від нового причалу."
    ),
    "fa": (
        "شورای شهر کالدویک دوشنبه شب پس از شش ساعت بحث تصمیم گرفت بندر قدیمی را ببندد، زیرا"
        " اسکله در خطر فروریختن است، در حالی که ماهیگیران سه سال است خواستار تعمیر آن هستند. آنا"
        " رویس، شهردار، گفت راه دیگری نبود. کشتی‌ها از ماه مه از اسکله جدید حرکت می‌کنند."
    ),
    "bn": (
        "কাল্ডভিক শহর পরিষদ সোমবার রাতে ছয় ঘণ্টা বিতর্কের পর পুরোনো বন্দর বন্ধ করার সিদ্ধান্ত"
        " নিয়েছে, কারণ ঘাট ধসে পড়ার ঝুঁকি রয়েছে। মেয়র আনা রুইস বলেন, অন্য কোনো উপায় ছিল না।"
    ),
}
