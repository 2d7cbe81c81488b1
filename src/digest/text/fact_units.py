"""What a number counts: percent, money, measures; the words for each in many languages."""

# ruff: noqa: RUF001 - letters of many scripts are meant here

from digest.text.fact_tokens import CJK, fold_text

PERCENT = "%"
POINTS = "percentage points"
_UNITS = {
    PERCENT: "% ‰ ٪ ％ percent pct prozent procent procento procenta procentów процент процента"
    " процентов प्रतिशत फीसदी फ़ीसदी パーセント",
    POINTS: "prozentpunkt prozentpunkte prozentpunkten procentpunt procentpunten",
    "dollar": "$ dollar dollars dólar dólares dollari dollaro usd доллар доллара долларов δολάρια"
    " دولار डॉलर ドル 美元",
    "euro": "€ euro euros eur евро ευρώ يورو यूरो ユーロ 欧元",
    "pound": "£ pound pounds pfund livres libras sterline pond gbp фунтов",
    "yen": "¥ yen иен 円 日元",
    "yuan": "yuan renminbi юаней 元",
    "rupee": "₹ rupee rupees rupien roupies rupias रुपये रुपए",
    "rouble": "₽ rouble roubles ruble rubles rubel rublos rubli рубль рубля рублей",
    "franc": "franc francs franken francos franchi chf",
    "zloty": "zloty zlotys złoty złotych złote",
    "crown": "krone kronen kronor kroner crowns kronas",
    "lira": "₺ lira liras",
    "tenge": "tenge тенге",
    "kilometre": "km kilometre kilometres kilometer kilometers kilometern kilomètre kilomètres"
    " kilómetro kilómetros chilometro chilometri quilômetro quilômetros quilómetros километр"
    " километра километров χιλιόμετρα キロ 公里",
    "mile": "mile miles meile meilen millas miglia milhas mijl мили миль",
    "metre": "m metre metres meter meters metern mètre mètres metro metros metri метр метра метров"
    " μέτρα メートル 米",
    "centimetre": "cm centimetre centimetres zentimeter centimètres centímetros centimetri",
    "foot": "ft foot feet",
    "hectare": "ha hectare hectares hektar hectáreas ettari hectaren гектаров",
    "kilogram": "kg kilogram kilograms kilogramm kilo kilos kilogrammes килограммов",
    "tonne": "tonne tonnes ton tons tonnen tonelada toneladas tonnellata tonnellate тонн тонны"
    " τόνοι トン 吨",
    "litre": "litre litres liter liters litern litro litros litri литров",
    "degree": "° degree degrees grad degré degrés grados gradi graus graden градусов βαθμούς",
    "second": "second seconds sekunde sekunden secondes segundos secondi seconden секунд",
    "minute": "min minute minutes minuten minuto minutos minuti минут минуты λεπτά 分 分钟",
    "hour": "h hr hrs hour hours stunde stunden heure heures hora horas ora ore uur uren час часа"
    " часов ώρες ساعة ساعات घंटे 時間 小时",
    "day": "day days tag tage tagen jour jours día días giorno giorni dia dias dag dagen день дня"
    " дней ημέρες يوم أيام दिन 日間 天",
    "week": "week weeks woche wochen semaine semaines semana semanas settimana settimane weken"
    " неделя недели недель εβδομάδες أسابيع أسبوع हफ्ते 週間 周",
    "month": "month months monat monate monaten mois mes meses mese mesi mês maand maanden месяц"
    " месяца месяцев μήνες أشهر شهر महीने か月 个月",
    "year": "year years jahr jahre jahren ans année années año años anno anni ano anos jaar"
    " год года лет χρόνια έτη سنوات سنة عاما साल वर्ष 年間",
    "watt": "megawatt megawatts mw", "gigawatt": "gigawatt gigawatts gw",
}  # fmt: skip
UNITS = {fold_text(word): unit for unit, row in _UNITS.items() for word in row.split()}
CJK_UNITS = {word: unit for word, unit in UNITS.items() if CJK.match(word)}
_MONEY = "dollar euro pound yen yuan rupee rouble franc zloty crown lira tenge"
MONEY = frozenset(_MONEY.split())
# "per cent", "pour cent", "por ciento": a small word, then this.
PER = frozenset(("per", "pour", "por", "τοις"))
CENT = frozenset(map(fold_text, ("cent", "cento", "ciento", "εκατό")))
# "percentage points", "points de pourcentage", "puntos porcentuales".
POINT = frozenset(
    map(fold_text, ("point", "points", "punto", "puntos", "punti", "ponto", "pontos", "пункта",
                    "пунктов"))
)  # fmt: skip
OF_HUNDRED = ("percentage", "pourcentage", "porcentual", "percentual", "процентн")
# Stand between a number and what it counts.
LINKS = frozenset(("of", "de", "d", "di", "von", "us", "u", "s", "canadian", "australian"))
CODES = {"us": "dollar", "usd": "dollar", "eur": "euro", "gbp": "pound", "chf": "franc"}
