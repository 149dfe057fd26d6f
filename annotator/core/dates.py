"""Dates as newspapers and news databases write them, as ISO 8601 with no more than was said."""

from collections.abc import Iterable
from datetime import date, time
from functools import cache

import regex

_MONTHS = """
january enero januar janvier gennaio janeiro januari januari stycznia styczeń leden ledna ocak
    января январь січня ianuarie január tammikuuta tammikuu јануар ιανουαρίου jan janv ene gen sty
    led oca янв 1月 يناير ינואר januara janeiro
february febrero februar février febbraio fevereiro februari lutego luty únor února şubat
    февраля февраль лютого februarie február helmikuuta helmikuu φεβρουαρίου feb févr fév fev lut
    úno şub фев فبراير פברואר
march marzo märz mars março maart marca marzec březen března mart марта март березня martie
    március maaliskuuta maaliskuu μαρτίου maret mar mrt mär мар مارس מרץ מרס
april abril avril aprile kwietnia kwiecień duben dubna nisan апреля апрель квітня aprilie április
    huhtikuuta huhtikuu απριλίου apr abr avr kwi dub nis апр أبريل ابريل אפריל
may mayo mai maggio maio mei maja maj květen května mayıs мая май травня május toukokuuta
    toukokuu μαΐου mag kvě مايو מאי
june junio juni juin giugno junho czerwca czerwiec červen června haziran июня июнь червня iunie
    június kesäkuuta kesäkuu ιουνίου jun giu cze haz июн يونيو יוני
july julio juli juillet luglio julho lipca lipiec červenec července temmuz июля июль липня iulie
    július heinäkuuta heinäkuu ιουλίου jul juil lug lip tem июл يوليو יולי
august agosto août augustus augusti sierpnia sierpień srpen srpna ağustos августа август серпня
    augusztus elokuuta elokuu αυγούστου agustus aug ago agu sie srp ağu авг أغسطس اغسطس אוגוסט
september septiembre setiembre septembre settembre setembro września wrzesień září eylül сентября
    сентябрь вересня septembrie szeptember syyskuuta syyskuu σεπτεμβρίου sep sept set wrz zář eyl
    сен сент سبتمبر ספטמבר
october octubre oktober octobre ottobre outubro października październik říjen října ekim октября
    октябрь жовтня octombrie október lokakuuta lokakuu οκτωβρίου oct okt ott out paź říj eki окт
    أكتوبر اكتوبر אוקטובר
november noviembre novembre novembro listopada listopad kasım ноября ноябрь листопада noiembrie
    marraskuuta marraskuu νοεμβρίου nov lis kas ноя نوفمبر נובמבר
december diciembre dezember décembre dicembre dezembro desember grudnia grudzień prosinec prosince
    aralık декабря декабрь грудня decembrie joulukuuta joulukuu δεκεμβρίου desember dec dic dez déc
    des gru pro ara дек ديسمبر דצמבר
"""  # fmt: skip


def _numbered() -> dict[str, int]:
    rows: list[list[str]] = []
    for line in _MONTHS.strip("\n").splitlines():
        rows = [*rows[:-1], [*rows[-1], line]] if line.startswith(" ") else [*rows, [line]]
    return {name: at for at, row in enumerate(rows, 1) for name in " ".join(row).split()}


_NUMBERS = _numbered()
_MONTH = "|".join(sorted(map(regex.escape, _NUMBERS), key=len, reverse=True))
_DAYS = """
monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag
freitag samstag sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes
miércoles jueves viernes sábado domingo lunedì martedì mercoledì giovedì venerdì sabato domenica
segunda segunda-feira terça-feira quarta-feira quinta-feira sexta-feira maandag dinsdag woensdag
donderdag vrijdag zaterdag zondag mandag tirsdag onsdag torsdag fredag lørdag søndag måndag tisdag
lördag söndag poniedziałek wtorek środa czwartek piątek sobota niedziela
mon tue wed thu fri sat sun ma di wo do vr za zo mo mi fr sa so lu me je ve пн вт ср чт пт сб вс
"""
_WEEKDAYS = frozenset(_DAYS.split())
_DAY = r"(?<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?"
_YEAR = r"(?<year>[12]\d{3})"
_ISO = regex.compile(r"(?<![\p{L}\d-])(?<year>[12]\d{3})-(?<month>\d\d)-(?<day>\d\d)(?![\d-])")
_CJK = regex.compile(
    r"(?<year>[12]\d{3})\s*[年년]\s*(?:(?<month>\d{1,2})\s*[月월]\s*(?:(?<day>\d{1,2})\s*[日일号號])?)?"
)
_YEAR_ALONE = regex.compile(r"\s*(?<year>[12]\d{3})\s*")
_TIME = regex.compile(
    r"""^[\s,;T()|–-]*(?:\p{L}{1,12}\.?,?\s+){0,2}?
    (?<hour>[01]?\d|2[0-3])(?:[:.h時시]|(?=\s?[ap]\.?m))(?<minute>[0-5]\d)?
    (?::(?<second>[0-5]\d)(?:[.,]\d+)?)?
    \s*(?<half>[ap]\.?m\b\.?)?\s*(?:Uhr|hrs?|h)?\s*\(?
    (?<zone>Z\b|(?:GMT|UTC)?[+−-]\d{1,2}:?(?:\d\d)?\b|\p{Lu}{2,5}\b)?\)?""",
    regex.VERBOSE | regex.IGNORECASE | regex.V1,
)
_ZONES = {
    "Z": 0, "GMT": 0, "UTC": 0, "WET": 0, "BST": 1, "WEST": 1, "CET": 1, "MEZ": 1, "CEST": 2,
    "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3, "EST": -5, "EDT": -4, "CDT": -5, "MST": -7,
    "MDT": -6, "PST": -8, "PDT": -7, "JST": 9, "KST": 9,
}  # fmt: skip
_OFFSET = regex.compile(r"(?:GMT|UTC)?(?<sign>[+−-])(?<hours>\d{1,2}?):?(?<minutes>\d\d)?")


def iso_date(text: str, *, day_first: bool | None = None) -> str:
    """Give the first date in a text as ISO 8601, as exact as it is said; "" where there is none.

    The result is a year, a month, a day, or a time with minutes or seconds, with its distance
    from UTC only where the text tells one by a number or by a name of one meaning (CST and IST
    have several and are left out). Where day and month may be either, as in 3/4/2026, it is
    "" unless ``day_first`` says which comes first.

    >>> iso_date("Montag, 18. April 1998"), iso_date("April 2026"), iso_date("2026年3月1日")
    ('1998-04-18', '2026-04', '2026-03-01')
    >>> iso_date("March 1, 2026 Sunday 5:07 PM GMT"), iso_date("3/4/2026"), iso_date("13/4/2026")
    ('2026-03-01T17:07+00:00', '', '2026-04-13')
    """
    found = _first(text[:400])
    if found is None:
        return ""
    known = found.groupdict()
    year, month, day = _parts(known, day_first)
    said = _as_said(year, month, day)
    return said + _time(text[found.end() : found.end() + 60]) if len(said) == 10 else said


def day_comes_first(dates: Iterable[str]) -> bool | None:
    """Say whether numeric dates, all written alike, begin with the day; None where none tells.

    >>> day_comes_first(["3/4/2026", "13/4/2026"]), day_comes_first(["3/4/2026"])
    (True, None)
    """
    found = (_dates()[_NUMERIC].search(text[:400]) for text in dates)
    pairs = [(int(match["first"]), int(match["second"])) for match in found if match]
    said = {first > 12 for first, second in pairs if (first > 12) != (second > 12)}
    return said.pop() if len(said) == 1 else None


def is_dateline(text: str) -> bool:
    """Say whether a line is a date and little else: a weekday, a time, an edition.

    >>> is_dateline("Monday, 2 March 2026, Late Edition"), is_dateline("On 2 March 2026 it sank")
    (True, False)
    """
    found = _first(text) if len(text) <= 120 else None
    if found is None or len(iso_date(text, day_first=True)) < len("2026-03"):
        return False
    before, after = text[: found.start()].strip(" ,.("), text[found.end() :]
    is_alone = not before or is_weekday(before) or (
        2 < len(before) <= 25 and len(before.split()) == 1
    )  # fmt: skip
    return is_alone and len(after.split()) <= 8


def is_weekday(word: str) -> bool:
    """Say whether a word is the name of a day in one of the commoner languages.

    >>> is_weekday("Samedi,"), is_weekday("Politique")
    (True, False)
    """
    return word.strip(" .,").casefold() in _WEEKDAYS


_NUMERIC = 5  # of these, the one whose first number may be the day or the month


@cache
def _dates() -> "tuple[regex.Pattern[str], ...]":
    """Give the patterns with names of months; 0.2 s of work that most starts never need."""
    return tuple(
        regex.compile(rf"(?<![\p{{L}}\d])(?:{pattern})(?![\p{{L}}\d])", regex.IGNORECASE | regex.V1)
        for pattern in (
            rf"{_DAY}[\s,/-]*(?:de\s|of\s|ב|tháng\s)?(?<name>{_MONTH})\.?[\s,/-]*(?:de\s|del\s)?{_YEAR}",
            rf"(?<name>{_MONTH})\.?\s*{_DAY}\s*,?\s+{_YEAR}",
            rf"{_YEAR}[\s.]+(?<name>{_MONTH})\.?\s+{_DAY}",
            r"(?<day>\d{1,2})\.\s?(?<month>\d{1,2})\.\s?(?<year>[12]\d{3})",
            r"(?<year>[12]\d{3})[./](?<month>\d{1,2})[./](?<day>\d{1,2})\.?",
            r"(?<first>\d{1,2})[/-](?<second>\d{1,2})[/-](?<year>[12]\d{3})",
            r"(?<year>[12]\d{3})(?<month>[01]\d)(?<day>[0-3]\d)",
            rf"(?<name>{_MONTH})\.?[\s,]+(?:de\s|del\s)?{_YEAR}",
            rf"{_YEAR}-(?<month>\d\d)",
        )
    )


def _first(text: str) -> "regex.Match[str] | None":
    by_place = [found for pattern in (_ISO, *_dates(), _CJK) if (found := pattern.search(text))]
    if not by_place:
        return _YEAR_ALONE.fullmatch(text)
    return min(by_place, key=lambda found: (found.start(), -len(found[0])))


def _parts(known: dict[str, str | None], day_first: bool | None) -> tuple[int, int, int]:
    year = int(known["year"] or 0)
    if known.get("first"):
        one, two = int(known["first"] or 0), int(known["second"] or 0)
        if one != two and max(one, two) <= 12 and day_first is None:
            return 0, 0, 0
        is_day_first = one > 12 or (two <= 12 and day_first is not False)
        return (year, two, one) if is_day_first else (year, one, two)
    name = (known.get("name") or "").casefold()
    month = _NUMBERS.get(name, 0) if name else int(known.get("month") or 0)
    return year, month, int(known.get("day") or 0)


def _as_said(year: int, month: int, day: int) -> str:
    try:
        whole = date(year, month or 1, day or 1).isoformat()
    except ValueError:
        return ""
    return whole[: 10 if day else 7 if month else 4]


def _time(rest: str) -> str:
    found = _TIME.match(rest)
    if not found or (found["minute"] is None and found["half"] is None):
        return ""
    hour, half = int(found["hour"]), (found["half"] or "").casefold()
    if half and not 1 <= hour <= 12:
        return ""
    hour = hour % 12 + (12 if half.startswith("p") else 0) if half else hour
    moment = time(hour, int(found["minute"] or 0), int(found["second"] or 0))
    return f"T{moment.isoformat('seconds' if found['second'] else 'minutes')}" + _zone(
        found["zone"] or ""
    )


def _zone(said: str) -> str:
    known = _ZONES.get(said.upper())
    if known is not None:
        return f"{known:+03d}:00"
    found = _OFFSET.fullmatch(said)
    if not found or int(found["hours"]) > 14:
        return ""
    sign = "+" if found["sign"] == "+" else "-"
    return f"{sign}{int(found['hours']):02d}:{found['minutes'] or '00'}"
