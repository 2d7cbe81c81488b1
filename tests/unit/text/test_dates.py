"""Dates are read as they are meant, or not at all; what is guessed is marked."""

from datetime import UTC, date, datetime, timedelta, timezone
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.model.article import Precision
from digest.text.date_words import known_words
from digest.text.dates import ReadDate, find_date, read_date
from digest.text.zone_names import HERE, LONG, OFFSETS, SEASONAL

NOW = datetime(2023, 11, 23, 12, tzinfo=UTC)
# A quarter to seven in London, in summer time.
MORNING = datetime(2023, 9, 28, 5, 46, tzinfo=UTC)

WITH_ZONE = """
Thu, 28 Sep 2023 06:46:00 +0100
Thu, 28 Sep 2023 06:46 BST
Thu, 28 Sep 23 05:46:00 GMT
28 Sep 2023 05:46 UT
2023-09-28T05:46:00Z
2023-09-28T05:46Z
2023-09-28t05:46:00z
2023-09-28T06:46:00+01:00
2023-09-28T06:46:00+01:00Z
2023-09-28T06:46:00.000+0100
2023-09-28T06:46:00,000+01
2023-09-28 06:46:00 +0100
2023-09-28T06:46 BST
20230928T054600Z
20230928T0546Z
20230928054600 UTC
2023-W39-4T05:46:00Z
2023W394T0546Z
2023-271T05:46Z
Thu Sep 28 06:46:00 BST 2023
Thu Sep 28 06:46:00 2023 +0100
Thu Sep 28 2023 06:46:00 GMT+0100 (British Summer Time)
Thu Sep 28 2023 05:46:00 GMT+0000 (Coordinated Universal Time)
1695879960
1695879960000
1695879960000000
1695879960.0
Thur, 28 Sep 2023 07:46:00 CEST
Thu, 28 Sep 2023 06:46:00 CET
Thu, 28 Sep 2023 07:46:00 EET
Thu, 28 Sep 2023 08:46:00 EEST
Thu, 28 Sep 2023 08:46:00 MSK
Thu, 28 Sep 2023 11:16:00 IST
Thu, 28 Sep 2023 13:46:00 SGT
Thu, 28 Sep 2023 13:46:00 HKT
Thu, 28 Sep 2023 14:46:00 JST
Thu, 28 Sep 2023 14:46:00 KST
Thu, 28 Sep 2023 15:46:00 AEST
Thu, 28 Sep 2023 16:46:00 AEDT
Thu, 28 Sep 2023 18:46:00 NZDT
Thu, 28 Sep 2023 17:46:00 NZST
Thu, 28 Sep 2023 07:46:00 SAST
Thu, 28 Sep 2023 06:46:00 WAT
Thu, 28 Sep 2023 08:46:00 EAT
Thu, 28 Sep 2023 02:46:00 BRT
Thu, 28 Sep 2023 02:46:00 ART
Thu, 28 Sep 2023 10:46:00 PKT
Thu, 28 Sep 2023 12:46:00 ICT
Thu, 28 Sep 2023 12:46:00 WIB
2023-09-28 07:46:00 Europe/Paris
2023-09-28T07:46:00[Europe/Paris]
2023-09-28T07:46:00+02:00[Europe/Paris]
September 28, 2023 at 01:46 AM EDT
September 28, 2023 1:46 a.m. ET
Sept. 28, 2023 12:46 a.m. CT
Sep 27, 2023 10:46 PM PT
Wed, 27 Sep 2023 22:46:00 GMT-07:00
28th September 2023, 6:46am BST
28th September 2023, 6:46 a. m. BST
28/Sep/2023:06:46:00 +0100
28-Sep-2023 06:46:00 BST
0646 BST, Thursday 28 September 2023
28 September 2023 6.46 BST
Donnerstag, 28. September 2023, 7:46 Uhr MESZ
Do, 28 Sep 2023 07:46:00 +0200
jeu., 28 sept. 2023 07:46:00 +0200
чт, 28 сен 2023 08:46:00 +0300
2023. szeptember 28. 7:46 CEST
Thu, 28 Sep 2023 06:46:00 (BST)
Thu, 28 Sep 2023 05:46:00 -0000
28 Sep 2023 1:46 Eastern Daylight Time
28 Sep 2023 6:46 UK time
2023年9月28日 14時46分 JST
""".strip().splitlines()


@pytest.mark.parametrize("text", WITH_ZONE)
def test_every_way_to_write_one_instant_with_its_zone_is_read(text: str) -> None:
    expected = ReadDate(instant=MORNING, precision=Precision.MINUTE, zone_known=True)
    assert read_date(text, now=NOW) == expected
    # The publication's zone changes nothing about a date that names its own.
    assert read_date(f" {text}\n", now=NOW, zone="Asia/Tokyo") == expected


IN_THE_ZONE_OF_THE_PUBLICATION = [
    ("September 28. 2023. 6:46", "en"),
    ("Thursday, September 28th, 2023 at 6:46 AM", "en"),
    ("6:46 AM | Sep 28, 2023", "en-US"),
    ("09/28/2023 6:46 AM", "en-US"),
    ("28 Sep 2023 - 06:46", "en-GB"),
    ("2023/09/28 06:46", "en"),
    ("Thu 28 Sep 2023 06.46", "en-GB"),
    ("28. September 2023, 6.46 Uhr", "de"),
    ("am Donnerstag, 28.09.2023 um 06:46 Uhr", "de"),
    ("28.09.23 06:46", "de"),
    ("le jeudi 28 septembre 2023 à 6 h 46", "fr"),
    ("28/09/2023 à 06h46", "fr"),
    ("giovedì 28 settembre 2023 alle 6:46", "it"),
    ("28 de setembro de 2023 às 06h46", "pt"),
    ("quinta-feira, 28/09/2023 06:46", "pt-BR"),
    ("jueves, 28 de septiembre de 2023 - 06:46 h", "es"),
    ("28 set 2023 6:46", "es"),
    ("donderdag 28 september 2023 om 6.46 uur", "nl"),
    ("czwartek, 28 września 2023 r., godz. 6:46", "pl"),
    ("2023. szeptember 28., csütörtök 6:46", "hu"),
    ("Πέμπτη, 28 Σεπτεμβρίου 2023 06:46", "el"),
    ("28 Σεπ 2023 6:46 π.μ.", "el"),
    ("28 сентября 2023 г., 06:46", "ru"),
    ("28 вересня 2023, 06:46", "uk"),
    ("28. září 2023 6:46", "cs"),
    ("28 september 2023 kl 06:46", "sv"),
    ("28. sep. 2023 kl. 06.46", "da"),
    ("torsdag 28. september 2023 kl. 6.46", "no"),
    ("torstaina 28. syyskuuta 2023 klo 6.46", "fi"),
    ("28.9.2023 klo 6.46", "fi"),
    ("28 Eylül 2023 Perşembe 06:46", "tr"),
    ("28 rujna 2023. 06:46", "hr"),
    ("joi, 28 septembrie 2023, 06:46", "ro"),
    ("28 September 2023 06:46", "id"),
    ("الخميس 28 سبتمبر 2023 06:46 ص", "ar"),
    ("28 سبتمبر/أيلول 2023 06:46", "ar"),
    ("٢٨ سبتمبر ٢٠٢٣ ٠٦:٤٦", "ar"),
    ("28 בספטמבר 2023, 06:46", "he"),
    ("28 सितंबर 2023, 06:46", "hi"),
    ("2023年9月28日(木) 午前6時46分", "ja"),
    ("2023年9月28日木曜日午前6時46分", "ja"),
    ("2023-09-28 星期四 06:46", "zh"),
    ("2023年9月28日 06:46", "zh"),
    ("2023년 9월 28일 목요일 오전 6:46", "ko"),
    ("2023. 9. 28. 오전 6:46", "ko"),
    ("2023.09.28. 06:46", "ko"),
]


@pytest.mark.parametrize(("text", "language"), IN_THE_ZONE_OF_THE_PUBLICATION)
def test_a_date_without_a_zone_is_read_in_the_zone_of_the_publication(
    text: str, language: str
) -> None:
    found = read_date(text, now=NOW, zone="Europe/London", languages=[language])
    assert found == ReadDate(instant=MORNING, precision=Precision.MINUTE, zone_known=True)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("8:46 μ.μ.", 20),
        ("오후 8:46", 20),
        ("午後8時46分", 20),
        ("下午8:46", 20),
        ("8:46 م", 20),
        ("8:46 p.m.", 20),
        ("8:46PM", 20),
        ("8:46 P. M.", 20),
        ("12:46 am", 0),
        ("12:46 pm", 12),
        ("0:46 AM", 0),
        ("20:46 PM", 20),
        ("8 pm", 20),
        ("20 Uhr", 20),
        ("20h", 20),
        ("8:46p", 20),
    ],
)
def test_halves_of_the_day_and_whole_hours_are_read(text: str, hour: int) -> None:
    found = read_date(f"2023-09-28 {text}", now=NOW, zone=UTC)
    assert found is not None
    assert found.instant.hour == hour
    assert found.instant.date() == date(2023, 9, 28)


def test_a_zone_that_nobody_knows_is_never_taken_for_utc_in_silence() -> None:
    for text in ("28 Sep 2023 06:46 XYZT", "28 Sep 2023 06:46 (Nowhere Time)"):
        assert read_date(text, now=NOW) == ReadDate(
            instant=datetime(2023, 9, 28, 6, 46, tzinfo=UTC),
            precision=Precision.MINUTE,
            zone_known=False,
        )
        guessed = read_date(text, now=NOW, zone="Europe/London")
        assert guessed == ReadDate(instant=MORNING, precision=Precision.MINUTE, zone_known=False)
    assert read_date("2023-09-28T06:46:00 Mars/Olympus", now=NOW, zone=UTC) is not None
    assert not getattr(read_date("2023-09-28 06:46 Mars/Olympus", now=NOW), "zone_known", True)


def test_no_zone_at_all_is_marked_too() -> None:
    found = read_date("2023-09-28 06:46", now=NOW)
    assert found is not None
    assert not found.zone_known
    unknown = read_date("2023-09-28 06:46", now=NOW, zone="No/Where")
    assert unknown == found


@pytest.mark.parametrize(
    ("text", "zone", "offset"),
    [
        ("28 Sep 2023 12:00 IST", "Europe/Dublin", 60),
        ("28 Jan 2023 12:00 IST", "Asia/Jerusalem", 120),
        ("28 Sep 2023 12:00 IST", "Asia/Kolkata", 330),
        ("28 Sep 2023 12:00 IST", "Europe/Brussels", 330),
        ("28 Sep 2023 12:00 CST", "Asia/Shanghai", 480),
        ("28 Jan 2023 12:00 CST", "Europe/Brussels", -360),
        ("28 Sep 2023 12:00 PST", "Asia/Manila", 480),
    ],
)
def test_an_ambiguous_abbreviation_means_what_it_means_at_home(
    text: str, zone: str, offset: int
) -> None:
    found = read_date(text, now=NOW, zone=zone)
    assert found is not None
    there = found.instant.astimezone(timezone(timedelta(minutes=offset)))
    assert (there.hour, there.minute) == (12, 0)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("28 Jan 2023 12:00 ET", 17),
        ("28 Jul 2023 12:00 ET", 16),
        ("28 Jul 2023 12:00 EST", 17),
        ("28 Jan 2023 12:00 CT", 18),
        ("28 Jul 2023 12:00 Eastern Time", 16),
        ("28 Jan 2023 12:00 PT", 20),
        ("28 Jul 2023 12:00 PT", 19),
    ],
)
def test_bare_american_zones_follow_the_season(text: str, hour: int) -> None:
    found = read_date(text, now=NOW)
    assert found is not None
    assert found.instant.hour == hour


@pytest.mark.parametrize(
    ("text", "languages", "zone", "day"),
    [
        ("04/11/2020", ["en-US"], None, date(2020, 4, 11)),
        ("04/11/2020", ["en-GB"], None, date(2020, 11, 4)),
        ("04/11/2020", ["de"], "America/New_York", date(2020, 11, 4)),
        ("04/11/2020", ["en"], "America/New_York", date(2020, 4, 11)),
        ("04/11/2020", ["en"], "Europe/Paris", date(2020, 11, 4)),
        ("04.11.2020", ["en"], None, date(2020, 11, 4)),
        ("04-11-2020", ["fr"], None, date(2020, 11, 4)),
        ("13/11/2020", ["en-US"], None, date(2020, 11, 13)),
        ("11/13/2020", ["de"], None, date(2020, 11, 13)),
        ("Sat, 11 04 2020", [], None, date(2020, 4, 11)),
        ("Wed, 11 04 2020", [], None, date(2020, 11, 4)),
        ("Sat 11/04/2020", ["en-US"], None, date(2020, 4, 11)),
        ("20/11/04", ["ja"], None, date(2020, 11, 4)),
        ("28 09 23", [], None, None),
        ("mar 12 mar 2019", ["es"], None, date(2019, 3, 12)),
        ("lis 3, 2022", ["pl"], None, date(2022, 11, 3)),
        ("3. listopada 2022", ["hr"], None, date(2022, 10, 3)),
        ("3. listopadu 2022", ["cs"], None, date(2022, 11, 3)),
        # Only one of the two can be: 12 November has been, 11 December has not.
        ("11/12/2023", [], None, date(2023, 11, 12)),
        ("11.12.2023", ["de"], None, None),
    ],
)
def test_language_weekday_and_possibility_decide_between_day_and_month(
    text: str, languages: list[str], zone: str | None, day: date | None
) -> None:
    found = read_date(text, now=NOW, zone=zone, languages=languages)
    shown = found and found.instant.astimezone(ZoneInfo(zone or "UTC")).date()
    assert shown == day


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo", "Asia/Beirut"])
@pytest.mark.parametrize("text", ["2022-03-27", "27 March 2022", "27.03.2022", "2022年3月27日"])
def test_a_day_begins_where_the_publication_is(text: str, zone: str) -> None:
    found = read_date(text, now=NOW, zone=zone)
    assert found is not None
    assert found.precision is Precision.DAY
    assert found.zone_known
    local = found.instant.astimezone(ZoneInfo(zone))
    # In Beirut the clocks skip the first hour of this day.
    assert local.replace(tzinfo=None) == datetime(2022, 3, 27, 1 if zone == "Asia/Beirut" else 0)  # noqa: DTZ001


def test_a_day_with_an_offset_stays_that_day_for_readers() -> None:
    found = read_date("2023-09-28+09:00", now=NOW, zone="Europe/Brussels")
    assert found is not None
    assert found.instant == datetime(2023, 9, 27, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["September 2023", "2023-09", "09/2023", "Sept. 2023", "2023年9月"]
)
def test_a_month_alone_is_known_as_a_month(text: str) -> None:
    found = read_date(text, now=NOW, zone="Europe/Brussels")
    assert found is not None
    assert found.precision is Precision.MONTH
    assert found.instant == datetime(2023, 8, 31, 22, tzinfo=UTC)


REFUSED = """
2023
28 September
banana
12345
in the morning
06:46
2023-13-01
2023-02-30
00/00/0000
32 September 2023
28 Sep 2023 25:00 GMT
28 Sep 2023 06:60 GMT
28 Sep 2023 06:46 +1401
28 Sep 2023 06:46 -1500
28 Sep 2023 06:46 +01:75
31 Dec 1989 12:00 UTC
25 Nov 2023 12:01 UTC
26 Nov 2023
1 Jan 2999
28 Sep 2023 29 Sep 2023
2023-09-28 2023-09-29
28 Sep 2023 06:46 07:46
28 Sep Oct 2023
28 September 2023 pm
2023-09-28 5 6
2023-W54-1
2023-000
2023-366
2023W391T99
28 Sep 2023 by Jo Marsh
28 Sep 123
28 Sep 2023 06:46 +0100 +0200
500000000
99999999999
""".strip().splitlines()


@pytest.mark.parametrize("text", ["", "   ", "0" * 5000, "28 Sep 2023 " * 30, *REFUSED])
def test_what_is_no_date_of_an_article_is_refused(text: str) -> None:
    assert read_date(text, now=NOW, zone="UTC") is None


@pytest.mark.parametrize("text", ["28 Sep 2023 06:46 +1400", "28 Sep 2023 06:46 -14:00"])
def test_fourteen_hours_from_greenwich_are_still_possible(text: str) -> None:
    assert read_date(text, now=NOW) is not None


def test_the_bounds_of_time_are_exact() -> None:
    assert read_date("25 Nov 2023 12:00 UTC", now=NOW) is not None
    assert read_date("1 Jan 1990 00:00 +0100", now=NOW) is not None
    assert read_date("1 Jan 90", now=NOW) is not None
    assert read_date("28 Sep 2023 24:00 UTC", now=NOW) == read_date("29 Sep 2023 0:00 UTC", now=NOW)
    assert read_date("31 Dec 2016 23:59:60 UTC", now=NOW) == read_date(
        "31 Dec 2016 23:59:59 UTC", now=NOW
    )


VISIBLE = [
    ("Published on 12 March 2023 at 10:15 by Jo Marsh", "2023-03-12T10:15"),
    ("By Jo Marsh | 12 March 2023 | 3 min read", "2023-03-12T00:00"),
    ("Updated: 13 March 2023, Published 12 March 2023 10:15 GMT", "2023-03-12T10:15"),
    ("Published 12 March 2023 10:15 – updated 13 March 2023 8:00", "2023-03-12T10:15"),
    ("Last updated 10:15 on 12 March 2023", "2023-03-12T10:15"),
    ("Mis à jour le 13 mars 2023 à 8h00 - Publié le 12 mars 2023 à 10h15", "2023-03-12T10:15"),
    ("Veröffentlicht am 12.03.2023, 10:15 Uhr | Lesezeit 4 Minuten", "2023-03-12T10:15"),
    ("The Daily, September 28. 2023. 6:46 Edition", "2023-09-28T06:46"),
    ("ASTANA, 28 September 2023 (Agency) – The court", "2023-09-28T00:00"),
    ("12 March 2023 to 15 March 2023", "2023-03-12T00:00"),
    ("Опубликовано 12 марта 2023, 10:15", "2023-03-12T10:15"),
    ("公開日：2023年3月12日 10時15分 更新日：2023年3月13日", "2023-03-12T10:15"),
    ("입력 2023.03.12 10:15 수정 2023.03.13 08:00", "2023-03-12T10:15"),
    ("نشر في 12 مارس 2023", "2023-03-12T00:00"),
    ("17 comments, 12 March 2023", "2023-03-12T00:00"),
    ("© 2023 The Daily", None),
    ("In May 2023, 12 people moved", None),
    ("Call 1695879960 today", None),
    ("nothing at all in May", None),
    ("September 2023", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "expected"), VISIBLE)
def test_a_date_is_found_in_a_line_of_visible_text(text: str, expected: str | None) -> None:
    found = find_date(text, now=NOW, zone="UTC", languages=["en-GB"])
    assert (found and found.instant.isoformat(timespec="minutes")[:16]) == expected


def test_a_word_behind_a_visible_clock_is_no_zone() -> None:
    for text in ("12 March 2023 10:15 by Jo Marsh", "12 March 2023 10:15 BY JO MARSH"):
        found = find_date(text, now=NOW, zone="Europe/London")
        assert found is not None
        assert found.zone_known


def test_a_name_means_one_month_in_all_languages() -> None:
    assert {senses.month for senses in known_words().values() if senses.month} == set(range(1, 13))
    for name, month in (("march", 3), ("mai", 5), ("agosto", 8), ("listopad", 11), ("مايو", 5)):
        assert known_words()[name].month == month


def test_every_known_zone_leads_somewhere() -> None:
    for name in (*OFFSETS, *SEASONAL, *LONG):
        found = read_date(f"28 Sep 2023 06:46 {name}", now=NOW, zone="Asia/Tokyo")
        assert found is not None, name
        assert found.zone_known, name
        if LONG.get(name) == HERE:
            assert found.instant == datetime(2023, 9, 27, 21, 46, tzinfo=UTC), name


INSTANTS = st.datetimes(
    min_value=datetime(1990, 1, 3),  # noqa: DTZ001
    max_value=datetime(2023, 11, 20),  # noqa: DTZ001
    timezones=st.sampled_from(
        [UTC, *(timezone(timedelta(minutes=15 * quarter)) for quarter in range(-56, 57, 5))]
    ),
)
FORMATS = [
    "%a, %d %b %Y %H:%M:%S %z",
    "%d %B %Y %I:%M:%S %p %z",
    "%Y-%m-%dT%H:%M:%S%z",
    "%Y%m%dT%H%M%S%z",
    "%G-W%V-%uT%H:%M:%S%z",
    "%Y-%jT%H:%M:%S%z",
    "%a %b %d %H:%M:%S %Y %z",
    "%A, %B %d, %Y at %H:%M:%S GMT%z",
    "%d-%b-%Y %H.%M.%S %z",
    "%Y年%m月%d日 %H時%M分%S秒 %z",
    "%Y. %m. %d. %H:%M:%S %z",
    "%I:%M:%S %p %z · %b %d, %Y",
    "Published: %b %d, %Y, %H:%M:%S %z | Updated: Nov 20, 2023",
    "am %A, den %d. %B %Y um %H:%M:%S Uhr %z",
]


@given(INSTANTS, st.sampled_from(FORMATS))
@settings(deadline=None)
def test_what_is_written_is_read_back(moment: datetime, form: str) -> None:
    found = read_date(moment.strftime(form), now=NOW)
    assert found is not None
    assert found.instant == moment.replace(microsecond=0)
    assert found.zone_known


@given(st.dates(date(1990, 1, 2), date(2023, 11, 23)), st.sampled_from(["Asia/Tokyo", "UTC"]))
@settings(deadline=None)
def test_a_written_day_is_read_as_that_day(day: date, zone: str) -> None:
    found = read_date(day.strftime("%d %B %Y"), now=NOW, zone=zone)
    assert found is not None
    assert found.precision is Precision.DAY
    assert found.instant.astimezone(ZoneInfo(zone)).date() == day


PIECES = st.lists(
    st.one_of(
        st.sampled_from([*" ,.:/-+()[]T@Zé日年月時", "Sep", "mar", "am", "GMT", "28", "2023"]),
        st.text(max_size=4),
        st.integers(0, 10**9).map(str),
        st.sampled_from(sorted(known_words())),
    ),
    max_size=40,
).map("".join)


@given(PIECES, st.sampled_from([None, "UTC", "Asia/Kathmandu", "Nowhere/Land", "\0"]))
@settings(max_examples=400, deadline=None)
def test_no_text_whatever_makes_it_raise(text: str, zone: str | None) -> None:
    for found in (
        read_date(text, now=NOW, zone=zone, languages=("hu", "x")),
        find_date(text, now=NOW, zone=zone, languages=("en-US",)),
    ):
        if found:
            assert found.instant.tzinfo is UTC
            assert found.instant <= NOW + timedelta(days=2)


@pytest.mark.parametrize(
    "unit", ["1 ", "1:1:", "(", "1.1.", "may ", "12 mar 2023 ", "+01:00", "a/", "1/1/1/", "\u0301"]
)
def test_hostile_text_takes_no_time(unit: str) -> None:
    began = process_time()
    find_date(unit * 100_000, now=NOW)
    read_date(unit * 100_000, now=NOW)
    read_date((unit * 200)[:200], now=NOW)
    assert process_time() - began < 1
