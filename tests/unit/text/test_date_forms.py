"""One morning, written as servers, feeds and newspapers of many countries write it."""

from datetime import UTC, date, datetime, timedelta
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from digest.model.article import Precision
from digest.text.date_names import LOCAL_MONTHS, MONTHS, WEEKDAYS
from digest.text.date_words import fold
from digest.text.dates import find_date, read_date

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
BRUSSELS = ZoneInfo("Europe/Brussels")
# Twelve minutes past six in Brussels.
MORNING = datetime(2026, 11, 23, 5, 12, tzinfo=UTC)

OF_SERVERS = """
Mon, 23 Nov 2026 05:12:00 UT
Mon, 23 Nov 2026 05:12:00 WET
Mon, 23 Nov 2026 06:12:00 WEST
Mon, 23 Nov 2026 08:12:00 TRT
Mon, 23 Nov 2026 09:12:00 GST
Mon, 23 Nov 2026 13:12:00 PHT
Mon, 23 Nov 2026 13:12:00 AWST
Mon, 23 Nov 2026 15:42:00 ACDT
Mon, 23 Nov 2026 07:12:00 CAT
Mon, 23 Nov 2026 01:12:00 CLT
Mon, 23 Nov 2026 00:12:00 COT
Mon, 23 Nov 2026 00:12:00 PET
Mon, 23 Nov 2026 00:12:00 EST
Mon, 23 Nov 2026 01:12:00 EDT
Sun, 22 Nov 2026 23:12:00 CST
Sun, 22 Nov 2026 22:12:00 MST
Sun, 22 Nov 2026 21:12:00 PST
Sun, 22 Nov 2026 21:12:00 AKDT
Sun, 22 Nov 2026 19:12:00 HST
Mon, 23 Nov 2026 06:12:00 Etc/GMT-1
Mon, 23 Nov 2026 06:12:00 GMT+1
Mon, 23 Nov 2026 06:12:00 UTC+0100
Mon, 23 Nov 2026 07:12 GMT +2
Mon, 23 Nov 2026 07:12 (UTC+2)
Mon, 23 Nov 2026 06:12:00 +0100 (CET)
Mon, 23 Nov 2026 06:12:00 "CET"
Mon,23 Nov 2026 05:12:00 +0000
Monday, 23-Nov-26 05:12:00 GMT
Mon, 23 Nov 2026 05:12:00 GMT]]>
Mon Nov 23 2026 06:12:00 GMT+0100 (heure normale d’Europe centrale)
Mon Nov 23 05:12:00 +0000 2026
2026-11-23T10:42:00+0530
2026-11-23T10:12:00+05
2026-11-23T04:12:00−01:00
2026-11-23T06:12:00 01:00
2026-11-23T06:12:00&#43;01:00
2026-11-23 06:12:00 +1
2026-11-23T05:12:00.123456789Z
2026327T051200Z
2026W481T051200Z
2026-11-22T24:00:00-05:12
1795410720.5
@1795410720
/Date(1795410720000+0100)/
""".strip().splitlines()


@pytest.mark.parametrize("text", OF_SERVERS)
def test_servers_and_feeds_name_the_instant(text: str) -> None:
    found = read_date(text, now=NOW, zone="Asia/Tokyo")
    assert found is not None
    assert abs(found.instant - MORNING) < timedelta(seconds=1)
    assert (found.precision, found.zone_known) == (Precision.MINUTE, True)


OF_PAGES = """
en|Published: Nov 23, 2026 6:12 am
en|Published: Nov 23, 2026, 6:12 AM | Updated: Nov 23, 2026, 9:00 AM
en|Updated: Nov 23, 2026, 9:00 AM | Published: Nov 23, 2026, 6:12 AM
en|Nov 23, 2026 6:12 AM / Updated 3 hours ago
en|First published: 23 November 2026, 06:12
en|Last updated: 23 November 2026 06:12
en|Updated 12:12 AM EST, Mon November 23, 2026
en|Nov 23, 2026 12:12 AM Eastern
en|23 November 2026 - 06:12 local time
en|23 November 2026 at 0612
en|Mon 23 Nov, 06:12
en|23 Nov 2026, 06:12–07:00
en|<2026-11-23 06:12>
en|2026-11-23&nbsp;06:12
en|Nov/23/2026 06:12
en|23 November 2026, 06:12 CET (05:12 GMT)
de|Stand: 23.11.2026, 06:12 Uhr
de|Veröffentlicht am 23.11.2026 um 06:12 Uhr
de|Montag, den 23. November 2026 um 6 Uhr 12
de|23.11.2026 06:12 Uhr Ortszeit
fr|Publié le 23 novembre 2026 à 06h12 - Mis à jour le 24 novembre 2026 à 07h00
fr|lun. 23 nov. 2026 - 06 h 12 min
fr|23 novembre 2026 à 06:12 (heure de Paris)
it|Pubblicato il 23 novembre 2026 alle ore 06.12
es|lunes, 23 de noviembre de 2026, a las 06.12 horas
es|23/11/2026 a las 06:12h.
pt-BR|Publicado em 23/11/2026 06h12 Atualizado há 2 horas
nl|Gepubliceerd op 23 november 2026 om 06:12
pl|Data publikacji: 23 listopada 2026, godz. 06:12
ru|23 ноября 2026 г. в 08:12 по московскому времени
ru|23 ноября 2026, 08:12 (мск)
uk|23 лис 2026, 06:12
uk|пʼятниця, 20 листопада 2026 р. Оновлено 23.11.2026 06:12
bg|23 ное 2026, 06:12
sr|ponedeljak, 23. novembar 2026. u 06:12h
hr|23. studenog 2026. u 6.12 sati
sl|ponedeljek, 23. novembra 2026, ob 6.12
cs|pondělí 23. listopadu 2026 v 6:12
hu|2026. november 23. 6 óra 12 perc
el|Δημοσιεύτηκε στις 23/11/2026, 06:12
tr|Giriş Tarihi: 23.11.2026 06:12
sv|Publicerad: 23 nov. 2026 kl. 06.12
da|23. november 2026 06.12.00
nb|23. november 2026 klokken 06.12
fi|Julkaistu 23.11.2026 6:12
ro|Publicat la 23 noiembrie 2026, ora 06:12
ca|23 de novembre del 2026 a les 06:12
et|esmaspäev, 23. november 2026 kell 06:12
lv|2026. gada 23. novembrī 06:12
lt|2026 m. lapkričio 23 d., pirmadienis, 06:12
id|Senin, 23 November 2026 pukul 06.12
vi|Thứ Hai, ngày 23 tháng 11 năm 2026, 06:12
ar|نُشر: 23-11-2026 06:12
ar|٢٣ تشرين الثاني ٢٠٢٦ ٠٦:١٢
he|פורסם 23.11.2026 06:12
hi|सोमवार, 23 नव॰ 2026 सुबह 06:12 बजे
bn|২৩ নভেম্বর ২০২৬, ০৬:১২
zh|发布时间：2026-11-23 06:12
zh|2026-11-23 13:12 北京时间
zh|11月23日 06:12
ja|公開日時：2026年11月23日 06:12
ja|2026年11月23日 6時12分更新
ko|기사입력 2026.11.23. 오전 6:12
ko|입력 2026.11.23 06:12 수정 2026.11.23 08:00
ko|2026년 11월 23일 PM 2시 12분 KST
""".strip().splitlines()


@pytest.mark.parametrize("row", OF_PAGES)
def test_newspapers_announce_the_moment_in_their_own_words(row: str) -> None:
    language, _, text = row.partition("|")
    found = read_date(text, now=NOW, zone=BRUSSELS, languages=[language])
    if "20 листопада" in text:
        # The date of publication comes before that of the change.
        assert found is not None
        assert found.precision is Precision.DAY
        return
    assert found is not None
    assert (found.instant, found.zone_known) == (MORNING, True)


OTHER_CALENDARS = """
ja|令和8年11月23日 6時12分
ja|令和８年１１月２３日（月）午前６時１２分
ja|2026年（令和8年）11月23日 06:12
ja|令和8年（2026年）11月23日 06:12
zh|二〇二六年十一月二十三日 06:12
zh-TW|民國115年11月23日 上午6:12
th|23 พฤศจิกายน 2569 06:12
th|23 พ.ย. 69 06:12 น.
th|วันจันทร์ที่ 23 พฤศจิกายน พ.ศ. 2569 เวลา 06:12 น.
th|23 พฤศจิกายน ค.ศ. 2026 6 นาฬิกา 12 นาที
fa|دوشنبه ۲ آذر ۱۴۰۵ ۰۶:۱۲
fa|۱۴۰۵/۹/۲ ۰۶:۱۲
fa|1405/09/02 06:12
""".strip().splitlines()


@pytest.mark.parametrize("row", OTHER_CALENDARS)
def test_other_calendars_tell_the_same_morning(row: str) -> None:
    language, _, text = row.partition("|")
    found = read_date(text, now=NOW, zone=BRUSSELS, languages=[language])
    assert found is not None
    assert found.instant == MORNING


def test_persian_years_begin_with_spring_and_end_with_a_leap_day() -> None:
    days = [("1 فروردین 1403", "2024-03-20"), ("30 اسفند 1403", "2025-03-20")]
    days += [("1 فروردین 1404", "2025-03-21"), ("29 اسفند 1404", "2026-03-20")]
    # After seven ordinary leap years one comes a year late.
    days += [("30 اسفند 1370", "1992-03-20"), ("1 فروردین 1371", "1992-03-21")]
    for text, day in days:
        found = read_date(text, now=NOW, zone=UTC)
        assert found is not None
        assert str(found.instant.date()) == day
    assert read_date("30 اسفند 1404", now=NOW, zone=UTC) is None


@pytest.mark.parametrize(
    ("text", "local", "precision"),
    [
        ("3 hours ago", "2026-11-24T00:00", "day"),
        ("5 minutes ago", "2026-11-24T12:55", "minute"),
        ("vor 2 Tagen", "2026-11-22T00:00", "day"),
        ("il y a une heure", "2026-11-24T00:00", "day"),
        ("hace 5 minutos", "2026-11-24T12:55", "minute"),
        ("un'ora fa", "2026-11-24T00:00", "day"),
        ("há 2 dias", "2026-11-22T00:00", "day"),
        ("3 uur geleden", "2026-11-24T00:00", "day"),
        ("för 5 min sedan", "2026-11-24T12:55", "minute"),
        ("2 дні тому", "2026-11-22T00:00", "day"),
        ("час назад", "2026-11-24T00:00", "day"),
        ("5 minut temu", "2026-11-24T12:55", "minute"),
        ("před 3 hodinami", "2026-11-24T00:00", "day"),
        ("2 napja", "2026-11-22T00:00", "day"),
        ("πριν από 5 λεπτά", "2026-11-24T12:55", "minute"),
        ("3 saat önce", "2026-11-24T00:00", "day"),
        ("منذ يومين", "2026-11-22T00:00", "day"),
        ("לפני 5 דקות", "2026-11-24T12:55", "minute"),
        ("3 घंटे पहले", "2026-11-24T00:00", "day"),
        ("5分钟前", "2026-11-24T12:55", "minute"),
        ("3時間前", "2026-11-24T00:00", "day"),
        ("2일 전", "2026-11-22T00:00", "day"),
        ("3 months ago", "2026-08-01T00:00", "month"),
        ("today at 6:12", "2026-11-24T06:12", "minute"),
        ("Yesterday", "2026-11-23T00:00", "day"),
        ("heute, 6.12 Uhr", "2026-11-24T06:12", "minute"),
        ("Aujourd’hui à 06h12", "2026-11-24T06:12", "minute"),
        ("вчера в 06:12", "2026-11-23T06:12", "minute"),
        ("i går kl. 06.12", "2026-11-23T06:12", "minute"),
        ("今天 06:12", "2026-11-24T06:12", "minute"),
        ("어제 오전 6:12", "2026-11-23T06:12", "minute"),
    ],
)
def test_what_is_told_from_now_is_no_more_exact_than_it_says(
    text: str, local: str, precision: str
) -> None:
    found = read_date(text, now=NOW, zone=BRUSSELS)
    assert found is not None
    there = found.instant.astimezone(BRUSSELS).replace(tzinfo=None)
    assert (there.isoformat(timespec="minutes"), found.precision) == (local, precision)
    assert found.relative
    # In a line of a page it would mean the day the page was made.
    assert find_date(text, now=NOW, zone=BRUSSELS) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("23–25 November 2026", "2026-11-23"),
        ("Nov 20–23, 2026", "2026-11-20"),
        ("1. bis 3. November 2026", "2026-11-01"),
        ("28 October – 2 November 2026", "2026-10-28"),
        ("12 March 2026 to 15 March 2026", "2026-03-12"),
        ("Monday 23 November", "2026-11-23"),
        ("Sunday 23 November", "2025-11-23"),
        ("Dec 24, 06:12", "2025-12-24"),
        ("1er septembre 2026", "2026-09-01"),
        ("23 Nov 2026 GMT", "2026-11-23"),
        ("2 May, 23 June 2026", None),
        ("4 lis 2026", "2026-11-04"),
        ("4 led 2026", None),
    ],
)
def test_the_first_day_of_several_and_the_nearest_year_are_meant(text: str, day: str) -> None:
    found = read_date(text, now=NOW, zone=UTC)
    assert (str(found.instant.date()) if found else None) == day
    if found:
        assert (found.precision is Precision.MINUTE) == (":" in text)


@pytest.mark.parametrize(
    "text",
    """
020 7946 0958|+44 20 7946 0958|01.42.10.11.12|212-555-0123|$1,200.50|€12.11.2026|6-4, 6-3, 7-5
v1.2.2024|Version 10.11.12|10.11.12.13|1.2.3|May|may 5|March on|28 September|July 4th|9/11|23.11.
20000101T|2026/27|2026-11-23-24|ISBN 978-3-16-148410-0|0000-00-00 00:00:00|0001-01-01T00:00:00Z
1970-01-01|null|Invalid Date|3 hours|hours ago|in 3 hours|3 4 hours ago|Monday 06:12|99/99/2026
Mon, 23 Nov 2026 05:12 GMT+15|2026-11-23T06:12:00+24:00|23 Nov 2026 Reuters|Nov 2026 06:12
years ago|400 years ago|12 % on 3 May 2026|#23.11.2026
""".replace("\n", "|")
    .strip("|")
    .split("|"),
)
def test_what_only_looks_like_a_date_is_refused(text: str) -> None:
    assert read_date(text, now=NOW, zone="UTC", languages=["en"]) is None


@pytest.mark.parametrize(
    "text",
    ["Version 10.11.12 is out", "Call 01.42.10.11.12 now", "v1.2.2024 released", "By Jo, yesterday",
     "The council meets on Monday 23 November at 10:15", "10.11.12.13 is an address"],
)  # fmt: skip
def test_a_line_without_a_date_has_none(text: str) -> None:
    assert find_date(text, now=NOW, zone="UTC", languages=["en-GB"]) is None


@pytest.mark.parametrize(
    ("text", "language", "hour"),
    [
        ("23 Nov 2026 12:00 IST", "he", "10:00"),
        ("23 Nov 2026 12:00 IST", "en-IE", "11:00"),
        ("23 Nov 2026 12:00 IST", "hi", "06:30"),
        ("23 Nov 2026 12:00 IST", "en", "06:30"),
        ("23 Nov 2026 12:00 CST", "zh-CN", "04:00"),
        ("23 Nov 2026 12:00 CST", "en", "18:00"),
        ("23 Nov 2026 12:00 BST", "bn", "06:00"),
        ("23 Nov 2026 12:00 PST", "en-PH", "04:00"),
    ],
)
def test_the_page_s_language_decides_what_an_abbreviation_means(
    text: str, language: str, hour: str
) -> None:
    found = read_date(text, now=NOW, zone=BRUSSELS, languages=[language])
    assert found is not None
    assert f"{found.instant:%H:%M}" == hour


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mon, 23 Nov 2026 06:12:00 XYZT", "XYZT"),
        ("Mon, 23 Nov 2026 06:12:00 A", "A"),
        ("2026年11月23日 6時12分 XYZT", "XYZT"),
        ("Mon, 23 Nov 2026 06:12:00 M", "M"),
        ("Mon, 23 Nov 2026 06:12 Mars/Olympus", "Mars/Olympus"),
        ("Mon, 23 Nov 2026 06:12 (Nowhere Time)", "Nowhere Time"),
        ("Mon, 23 Nov 2026 06:12 Kaldvik Island Time", "Kaldvik Island Time"),
    ],
)
def test_an_unknown_zone_is_told_by_name_and_the_publication_s_is_taken(
    text: str, name: str
) -> None:
    found = read_date(text, now=NOW, zone=BRUSSELS)
    assert found is not None
    assert (found.instant, found.zone_known, found.unknown_zone) == (MORNING, False, name)
    alone = read_date(text, now=NOW)
    assert alone is not None
    assert (alone.zone_known, alone.unknown_zone) == (False, name)


def test_no_name_means_two_months_but_where_a_language_says_so() -> None:
    meant: dict[str, set[int]] = {}
    for row in MONTHS.values():
        for number, names in enumerate(row.split("|"), 1):
            for name in names.split():
                meant.setdefault(fold(name), set()).add(number)
    assert {name for name, months in meant.items() if len(months) > 1} == set()
    assert {len(row.split("|")) for row in (*MONTHS.values(), *LOCAL_MONTHS.values())} == {12}
    assert {len(row.split("|")) for row in WEEKDAYS.values()} == {7}


LOCALES = (
    "en_US en_GB en_AU de de_AT fr fr_CA es es_MX it pt pt_BR nl pl ru uk be bg sr sr_Latn hr mk sl"
    " cs sk hu ro el tr sv da nb nn fi is et lv lt ca gl sq ar ar_SY he hi ta th vi id sw zh"
    " zh_Hant ja ko ka hy kk af"
)


@given(
    st.dates(date(2000, 1, 2), date(2026, 11, 24)),
    st.sampled_from(LOCALES.split()),
    st.sampled_from(["full", "long"]),
)
def test_a_day_as_the_locales_of_the_world_write_it_is_read_back(
    day: date, locale: str, form: str
) -> None:
    text = format_date(day, format=form, locale=locale)
    found = read_date(text, now=NOW, zone=UTC, languages=[locale.replace("_", "-")])
    assert found is not None, text
    assert (found.instant.date(), found.precision) == (day, Precision.DAY), text


@pytest.mark.parametrize("unit", ["1 ", "12.", "- ", "年", "ago ", "Nov 23 – ", "十", "A", "พ.ย."])
def test_ten_thousand_characters_take_no_time(unit: str) -> None:
    for text in (unit * (10_000 // len(unit)), (unit * 200)[:200]):
        read_date("warm", now=NOW)
        began = process_time()
        read_date(text, now=NOW, languages=["fa"])
        find_date(text, now=NOW)
        assert process_time() - began < 0.1
