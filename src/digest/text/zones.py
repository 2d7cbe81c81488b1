"""Names of time zones as newspapers and feeds write them."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from digest.text.values import is_timezone

FURTHEST = timedelta(hours=14)
MINUTES_PER_HOUR = 60

# Minutes east of Greenwich. An abbreviation that several countries use has its best known meaning;
# the publication's own zone comes first where it uses the same one.
_OFFSETS = {
    0: "Z UTC UT GMT WET UCT ZULU",
    60: "BST CET MEZ MET WEST WAT",
    120: "CEST MESZ MEST EET CAT SAST HAEC",
    180: "EEST MSK EAT TRT IDT",
    210: "IRST",
    240: "GST SAMT AZT GET MSD",
    270: "AFT IRDT",
    300: "PKT UZT YEKT TJT TMT MVT",
    330: "IST SLST",
    345: "NPT",
    360: "BDT BTT OMST ALMT",
    390: "MMT",
    420: "ICT WIB KRAT NOVT HOVT",
    480: "SGT HKT MYT PHT AWST WITA IRKT ULAT BNT",
    540: "JST KST WIT YAKT",
    570: "ACST",
    600: "AEST CHST VLAT PGT",
    630: "ACDT",
    660: "AEDT MAGT SBT NCT",
    720: "NZST PETT FJT",
    780: "NZDT TOT",
    -60: "CVT AZOT",
    -120: "BRST FNT",
    -150: "NDT",
    -180: "BRT ART UYT CLST ADT GFT",
    -210: "NST",
    -240: "AST EDT CLT VET BOT GYT",
    -300: "EST CDT COT PET ECT",
    -360: "CST MDT",
    -420: "MST PDT",
    -480: "PST AKDT",
    -540: "AKST HDT",
    -600: "HST",
}
OFFSETS = {name: minutes for minutes, names in _OFFSETS.items() for name in names.split()}
# Names that leave it to the season.
SEASONAL = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
    "AKT": "America/Anchorage",
    "AET": "Australia/Sydney",
    "NZT": "Pacific/Auckland",
}
# Names of several words; the words "time", "standard" and "daylight" are written out.
LONG = {
    "coordinated universal time": "UTC",
    "universal time": "UTC",
    "greenwich mean time": "UTC",
    "british summer time": "BST",
    "uk time": "Europe/London",
    "london time": "Europe/London",
    "irish standard time": "Etc/GMT-1",
    "western european time": "WET",
    "western european summer time": "WEST",
    "central european time": "CET",
    "central european standard time": "CET",
    "central european summer time": "CEST",
    "mitteleuropaische zeit": "CET",
    "mitteleuropaische sommerzeit": "CEST",
    "eastern european time": "EET",
    "eastern european standard time": "EET",
    "eastern european summer time": "EEST",
    "paris time": "Europe/Paris",
    "heure de paris": "Europe/Paris",
    "berlin time": "Europe/Berlin",
    "moscow time": "MSK",
    "moscow standard time": "MSK",
    "eastern time": "ET",
    "eastern standard time": "EST",
    "eastern daylight time": "EDT",
    "central time": "CT",
    "central standard time": "CST",
    "central daylight time": "CDT",
    "mountain time": "MT",
    "mountain standard time": "MST",
    "mountain daylight time": "MDT",
    "pacific time": "PT",
    "pacific standard time": "PST",
    "pacific daylight time": "PDT",
    "new york time": "ET",
    "india standard time": "IST",
    "indian standard time": "IST",
    "china standard time": "Asia/Shanghai",
    "beijing time": "Asia/Shanghai",
    "hong kong time": "HKT",
    "hong kong standard time": "HKT",
    "singapore time": "SGT",
    "singapore standard time": "SGT",
    "japan standard time": "JST",
    "korea standard time": "KST",
    "korean standard time": "KST",
    "australian eastern time": "AET",
    "australian eastern standard time": "AEST",
    "australian eastern daylight time": "AEDT",
    "new zealand standard time": "NZST",
    "new zealand daylight time": "NZDT",
    "south africa standard time": "SAST",
    "east africa time": "EAT",
    "west africa time": "WAT",
    "brasilia time": "BRT",
    "brasilia standard time": "BRT",
}
SOLSTICES = (1, 7)


def is_zone(name: str) -> bool:
    """Tell whether this is a zone's known abbreviation, in any case."""
    return name.upper() in OFFSETS or name.upper() in SEASONAL


def find_zone(name: str, *, home: tzinfo | None, year: int) -> tzinfo | None:
    """Find the zone that a name means.

    Args:
        name: An abbreviation, a long name such as "Eastern Time", or an IANA name.
        home: Zone of the publication, whose own abbreviations come before all others: IST is
            Irish time in Dublin, Israeli in Jerusalem, Indian elsewhere.
        year: Year of the date, for the abbreviations of `home`.

    Returns:
        The zone, or None when nobody knows it.
    """
    name = LONG.get(name.casefold(), name)
    short = name.upper()
    at_home = home_offset(short, home, year) if home and short not in SEASONAL else None
    if at_home is not None:
        return timezone(at_home)
    if short in OFFSETS:
        return timezone(timedelta(minutes=OFFSETS[short]))
    path = SEASONAL.get(short, name)
    return ZoneInfo(path) if "/" in path and is_timezone(path) else None


def home_offset(short: str, home: tzinfo, year: int) -> timedelta | None:
    """Find the offset that a zone itself calls by an abbreviation, in winter or in summer."""
    for month in SOLSTICES:
        moment = datetime(year, month, 1, tzinfo=home)
        if moment.tzname() == short:
            return moment.utcoffset()
    return None


def make_offset(sign: str, hours: int, minutes: int) -> timezone | None:
    """Make a fixed offset from UTC; None past 14 hours, which no clock on Earth shows."""
    offset = timedelta(hours=hours, minutes=minutes)
    if minutes >= MINUTES_PER_HOUR or offset > FURTHEST:
        return None
    return timezone(offset if sign == "+" else -offset) if offset else UTC


def open_zone(zone: str | tzinfo | None) -> tzinfo | None:
    """Open a zone that is given by its IANA name; None for one that there is not."""
    if not isinstance(zone, str):
        return zone
    if zone.upper() in ("UTC", "Z"):
        return UTC
    return ZoneInfo(zone) if is_timezone(zone) else None
