"""Texts compared as numbers and as dates, when they are such."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, Float, and_, case, cast, false, func, or_, select

from digest.adapters.store.schema import subscriber
from digest.deliver.segment_match import DATE
from digest.deliver.segment_values import LONGEST_NUMBER

Condition = ColumnElement[bool]
TextValue = ColumnElement[str]

DIGITS = "0123456789"


def as_number(text: TextValue, asked: Callable[[ColumnElement[float]], Condition]) -> Condition:
    """Ask something of a text that is a number; false of every other."""
    return ask_once(
        text,
        lambda value: case((is_number(value), asked(cast(value, Float))), else_=false()),
    )


def as_date(text: TextValue, asked: Callable[[TextValue], Condition]) -> Condition:
    """Ask something of the date that a text begins with; false when it begins with none."""
    return ask_once(func.substr(text, 1, DATE), lambda value: and_(is_date(value), asked(value)))


def ask_once(text: TextValue, asked: Callable[[TextValue], Condition]) -> Condition:
    """Ask several things of a value that the database is to work out only once."""
    worked_out = select(text.label("value")).correlate(subscriber).subquery()
    return select(asked(worked_out.c.value)).scalar_subquery()


def is_number(text: TextValue) -> Condition:
    """Ask whether a text is a number, such as "-3", "41" or "2.5".

    Most are whole, which is asked first, for each question of every reader takes its time.
    """
    whole = func.rtrim(text, DIGITS).in_(("", "-"))
    digits = func.ltrim(text, "-")
    return and_(
        func.length(text) <= LONGEST_NUMBER,
        text.not_in(("", "-")),
        or_(
            whole,
            and_(
                text.not_like("--%"),
                func.ltrim(digits, DIGITS + ".") == "",
                digits.not_like("%.%.%"),
                digits.not_like(".%"),
                digits.not_like("%."),
            ),
        ),
    )


def is_date(day: TextValue) -> Condition:
    """Ask whether ten letters are a date: four digits, two and two, with a stroke between them."""
    return and_(
        day.like("____-__-__"),
        day.not_like("%-%-%-%"),
        func.ltrim(day, DIGITS + "-") == "",
    )
