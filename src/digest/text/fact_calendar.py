"""Whether a date fits a source: told there, or meant by what is told."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from digest.text.fact_dates import DateTold

WEEK = 7


@dataclass(slots=True, kw_only=True)
class Calendar:
    """Every day that a source speaks of.

    Attributes:
        published: The days it may have been written on; empty when unknown.
        days, months, weekdays, years: What stands in it or can be meant.
        told: Days that its own words mean, without those of publication.
    """

    published: frozenset[date]
    days: set[tuple[int, int]] = field(default_factory=set)
    months: set[int] = field(default_factory=set)
    weekdays: set[int] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    told: set[date] = field(default_factory=set)

    def add(self, told: DateTold) -> None:
        """Take in a date of the source, and the days that it may mean."""
        if told.year:
            self.years.add(told.year)
        self.days |= told.days
        self.months |= {month for month, _ in told.days} | ({told.month} if told.month else set())
        if told.weekday is not None:
            self.weekdays.add(told.weekday)
        for day in self._meant(told):
            self._add_day(day)
            self.told.add(day)

    def close(self) -> None:
        """Take in the days of publication, when all dates are in."""
        for day in self.published:
            self._add_day(day)
            self.years.add(day.year)

    def _add_day(self, day: date) -> None:
        self.days.add((day.month, day.day))
        self.months.add(day.month)
        self.weekdays.add(day.weekday())

    def _meant(self, told: DateTold) -> Iterator[date]:
        """List the days that a date can mean, seen from the day of publication."""
        for month, day in told.days:
            years = [told.year] if told.year else [one.year for one in self.published]
            for year in years:
                try:
                    yield date(year, month, day)
                except ValueError:
                    continue
        for written in self.published:
            if told.away is not None:
                yield written + timedelta(days=told.away)
            if told.weekday is not None:
                ahead = (told.weekday - written.weekday()) % WEEK
                yield written + timedelta(days=ahead)
                yield written + timedelta(days=ahead - WEEK)

    def has(self, told: DateTold) -> bool:
        """Tell whether a date fits the source."""
        if told.year and told.year not in self.years:
            return False
        if told.days:
            return not told.days.isdisjoint(self.days)
        if told.month:
            return told.month in self.months
        if told.weekday is not None:
            return told.weekday in self.weekdays
        return self._has_relative(told.away or 0)

    def _has_relative(self, away: int) -> bool:
        """Whether "yesterday" can be right: seen from the article's day, or from the next one."""
        if away == 0:
            return True
        fitting = {one + timedelta(days=away) for one in self.published}
        # An edition goes out on the morning after: yesterday is then the article's own day.
        fitting |= {one + timedelta(days=away + 1) for one in self.published}
        if away > 0:
            fitting -= self.published
        return not self.told.isdisjoint(fitting)
