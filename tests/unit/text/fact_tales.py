"""Invented reports in many languages: what summaries are held against."""

from datetime import date

from digest.text.facts import SourceText

MONDAY = date(2026, 11, 23)

REPORTS = {
    "en": (
        "Ministers back down on port levy\n\nBy Jo Marsh, Political Editor\n\n"
        "VARROW – The government has shelved its planned levy on container ports, hours before a"
        " vote that it was expected to lose, Prime Minister Ana Ruiz said on Monday.\n\n"
        "The levy would have raised £1.2 million a year, or 24 per cent of the harbour's income,"
        " and cost 1,200 jobs in three towns. “We counted twice, and the votes were not there,”"
        " said Henrik Dahl, the head of the Harbour Union (HU), who met the minister on 19"
        " November. Rates stay at 3.75%, up by two percentage points since 2024. Some 18,431"
        " people signed a petition; the queue at Port Ellis was 12 kilometres long.\n\n"
        "“It is,” she added, “a good day for the coast.” Kazakhstan's envoy, Dana Seitova,"
        " welcomed the news. The talks lasted five hours and will resume tomorrow."
    ),
    "de": (
        "Minister ziehen Hafenabgabe zurück\n\nVon Jo Marsch\n\n"
        "Die Regierung verzichtet auf die geplante Abgabe für Containerhäfen, sagte"
        " Ministerpräsidentin Anna Kehr am Montag in Varrow. Die Abgabe hätte 1,2 Millionen Euro"
        " im Jahr gebracht, 24 Prozent der Einnahmen des Hafens, und 1.200 Stellen in drei Städten"
        " gekostet. „Wir haben zweimal gezählt“, sagte Henrik Dahl, der Chef der Hafengewerkschaft."
        " Der Leitzins bleibt bei 3,75 Prozent. Am 19. November hatte Kehr die Hafenarbeiter in"
        " Ellisbucht besucht. Einundzwanzig Schiffe warteten."
    ),
    "fr": (
        "Les ministres renoncent à la taxe portuaire\n\nPar Jo Marsh\n\n"
        "Le gouvernement renonce à la taxe sur les ports, a déclaré lundi la première ministre Anne"
        " Ruiz à Varrow. La taxe aurait rapporté 1,2 million d’euros par an, soit 24 % des recettes"
        " du port, et coûté 1 200 emplois dans trois villes. « Nous avons compté deux fois », dit"
        " Henri Dahl, chef du syndicat des dockers. Le taux reste à 3,75 %. Le 19 novembre, elle"
        " avait rencontré vingt-deux dockers à l’île d’Ellis."
    ),
    "es": (
        "El Gobierno retira la tasa portuaria\n\nPor Jo Marsh\n\n"
        "El Gobierno ha retirado la tasa a los puertos, dijo el lunes la presidenta Ana Ruiz en"
        " Varrow. La tasa habría recaudado 1,2 millones de euros al año, el 24 por ciento de los"
        " ingresos, y costado 1.200 empleos en tres ciudades. «Contamos dos veces», afirmó Enrique"
        " Dahl, jefe del sindicato. El tipo sigue en el 3,75 %. El 19 de noviembre se reunió con"
        " treinta y dos estibadores."
    ),
    "it": (
        "Il governo ritira la tassa sui porti\n\nDi Jo Marsh\n\n"
        "Il governo ha ritirato la tassa sui porti, ha detto lunedì la premier Anna Ruiz a Varrow."
        " La tassa avrebbe portato 1,2 milioni di euro all’anno, il 24 per cento delle entrate, e"
        " sarebbe costata 1.200 posti in tre città. «Abbiamo contato due volte», dice Enrico Dahl,"
        " capo del sindacato. Il tasso resta al 3,75%. Il 19 novembre aveva incontrato ventidue"
        " portuali."
    ),
    "pt": (
        "Governo retira a taxa portuária\n\nPor Jo Marsh\n\n"
        "O governo retirou a taxa sobre os portos, disse na segunda-feira a ministra Ana Ruiz em"
        " Varrow. A taxa renderia 1,2 milhão de euros por ano, 24% das receitas, e custaria 1.200"
        " empregos em três cidades. “Contámos duas vezes”, afirmou Henrique Dahl, chefe do"
        " sindicato. Em 19 de novembro ela encontrou trinta e dois estivadores."
    ),
    "nl": (
        "Ministers trekken havenheffing in\n\nDoor Jo Marsh\n\n"
        "De regering ziet af van de heffing op havens, zei premier Anna Ruiz maandag in Varrow. De"
        " heffing had 1,2 miljoen euro per jaar opgebracht, 24 procent van de inkomsten, en 1.200"
        " banen in drie steden gekost. ‘We hebben twee keer geteld’, zei Henk Dahl, baas van de"
        " bond. De rente blijft 3,75 procent. Op 19 november sprak ze tweeëntwintig dokwerkers."
    ),
    "ru": (
        "Правительство отказалось от портового сбора\n\n"
        "Правительство отказалось от сбора, заявила в понедельник премьер Анна Руис в Варроу. Сбор"
        " принёс бы 1,2 миллиона евро в год, 24 процента доходов, и стоил бы 1200 рабочих мест в"
        " трёх городах. «Мы посчитали дважды», – сказал Генрих Даль, глава профсоюза. 19 ноября"
        " она встретилась с докерами."
    ),
    "el": (
        "Η κυβέρνηση απέσυρε το τέλος\n\n"
        "Η κυβέρνηση απέσυρε το τέλος στα λιμάνια, δήλωσε η πρωθυπουργός Άννα Ρουίζ στο Βάροου. Το"
        " τέλος θα απέφερε 1,2 εκατομμύρια ευρώ, το 24% των εσόδων, σε τρεις πόλεις. «Μετρήσαμε"
        " δύο φορές», είπε ο Χένρικ Νταλ. Στις 19 Νοεμβρίου συνάντησε τους λιμενεργάτες."
    ),
    "ja": (
        "政府は港湾税を撤回した。アナ・ルイス首相が23日、発表した。税収は年3万5000ドルで、港の収入の24%に"
        "当たる。「二度数えた」とヘンリク・ダール氏は語った。11月19日（木曜日）に会談した。"
    ),
    "zh": (
        "政府撤回港口税。总理周一宣布，该税每年可征收3.5亿元，占收入的24%，涉及1200个岗位。“我们数了两遍，”工会主席"
        "说。11月19日双方举行了会谈。"
    ),
    "ar": (
        "تراجعت الحكومة عن رسوم الموانئ يوم الاثنين. كانت الرسوم ستجلب ١٫٢ مليون يورو، أي ٢٤٪ من"
        " الدخل، وتكلف ١٢٠٠ وظيفة. وقال رئيس النقابة: «لقد عددنا الأصوات مرتين». وعقد الاجتماع في"
        " 19 نوفمبر."
    ),
    "hi": (
        "सरकार ने बंदरगाह शुल्क वापस लिया। इससे पांच लाख रुपये, यानी आय का 24 प्रतिशत मिलता और 1,200 नौकरियां"
        " जातीं। “हमने दो बार गिना,” संघ के प्रमुख ने कहा। बैठक 19 नवंबर को हुई।"
    ),
}  # fmt: skip


def source_of(language: str) -> SourceText:
    return SourceText(text=REPORTS[language], language=language, published=frozenset((MONDAY,)))
