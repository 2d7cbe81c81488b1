"""The text of digest.toml → a publication, checked value by value."""

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

from digest.adapters.settings_reading import (
    Reading,
    check_address,
    check_domain_rates,
    check_language,
    check_mailbox,
    check_new_name,
    check_rate,
    check_span,
    check_time,
    check_web_address,
    check_zone,
)
from digest.adapters.settings_shape import (
    DAYS,
    TOML_NAME,
    Complaint,
    SectionTable,
    SettingsShape,
    SlotTable,
    SourceTable,
    WeeklyTable,
    check_shape,
    given,
)
from digest.errors import ConfigError
from digest.model.edition import WEEKLY
from digest.model.message import Level
from digest.model.publication import (
    Approval,
    CheckRules,
    CollectRules,
    EditionRules,
    ImageRules,
    LlmRules,
    OnUnknown,
    Publication,
    ReaderList,
    ReaderRules,
    RetentionRules,
    SectionRule,
    SelectionRules,
    SendingRules,
    Slot,
    Source,
    SourceKind,
    Span,
    WeeklyRules,
)
from digest.model.record import RECORDS_ARE_NEEDED, Kept
from digest.text.values import is_host, is_one_line, is_slug, nearest


def read_publication(reading: Reading) -> Publication:
    """Make a publication out of digest.toml.

    Raises:
        ConfigError: The file is broken, has a key that is not known, or a value that cannot be.
    """
    try:
        shape = check_shape(tomllib.loads(reading.text))
    except tomllib.TOMLDecodeError as error:
        raise tell_broken_toml(error) from error
    except RecursionError as error:
        raise ConfigError(f"{TOML_NAME} has lists within lists without end.") from error
    if isinstance(shape, Complaint):
        raise reading.wrong(shape.path, shape.message, shape.hint)
    sections = read_sections(reading, shape)
    return Publication(
        **read_identity(reading, shape),
        edition=read_edition(reading, shape),
        weekly=read_weekly(reading, shape),
        selection=read_selection(reading, shape),
        sending=read_sending(reading, shape),
        collect=read_collect(reading, shape),
        llm=LlmRules(**given(shape.llm)),
        images=ImageRules(**given(shape.images)),
        check=CheckRules(silent=read_silent(reading, shape)),
        retention=read_retention(reading, shape),
        readers=ReaderRules(**given(shape.readers)),
        lists=read_reader_lists(reading, shape),
        sections=sections,
        sources=read_sources(reading, shape, sections),
    )


def tell_broken_toml(error: tomllib.TOMLDecodeError) -> ConfigError:
    """Say what the reader of TOML says, the line first."""
    what, _, where = str(error).partition(" (at ")
    place = f", {where.rstrip(')')}" if where else ""
    return ConfigError(
        f"{TOML_NAME}{place}: {what}.",
        "Texts stand in quotation marks, and a key stands once in its table.",
    )


def read_identity(reading: Reading, shape: SettingsShape) -> dict[str, Any]:
    """Check `[publication]`; leaves out what the file leaves out."""
    table = given(shape.publication)
    languages = table.pop("languages", [])
    for key, text in table.items():
        if not is_one_line(text):
            raise reading.wrong(("publication", key), f"{key!r} must be one line of text.")
    check_id(reading, table["id"])
    if not table["name"].strip():
        raise reading.wrong(("publication", "name"), "'name' is empty.")
    check_zone(reading, table.get("timezone", "UTC"))
    if "language" in table:
        table["language"] = check_language(reading, ("publication", "language"), table["language"])
    if table.get("site"):
        check_web_address(reading, ("publication", "site"), table["site"])
    for key in ("sender", "reply_to"):
        if key in table:
            check_mailbox(reading, ("publication", key), table[key])
    check_theme(reading, table.get("theme", "daily"))
    return table | {"languages": read_languages(reading, languages, table.get("language", "en"))}


def read_languages(reading: Reading, tags: list[str], main: str) -> tuple[str, ...]:
    """Check the further languages of a publication."""
    place = ("publication", "languages")
    checked = tuple(check_language(reading, place, tag) for tag in tags)
    seen = {main.casefold()}
    for tag in checked:
        if tag.casefold() in seen:
            raise reading.wrong(place, f"{tag!r} stands twice.", "Name each language once.")
        seen.add(tag.casefold())
    return checked


def read_reader_lists(reading: Reading, shape: SettingsShape) -> tuple[ReaderList, ...]:
    """Check the lists that readers are told of."""
    lists: dict[str, ReaderList] = {}
    for number, table in enumerate(shape.lists):
        one = ReaderList(**given(table))
        place = ("lists", number)
        for key in ("name", "title", "about"):
            if not is_one_line(getattr(one, key)):
                raise reading.wrong((*place, key), f"{key!r} must be one line of text.")
        if not one.name.strip() or "|" in one.name or one.name != one.name.strip():
            raise reading.wrong(
                (*place, "name"),
                f"{one.name!r} is no name of a list.",
                "Write it as in subscribers.csv, where | stands between lists.",
            )
        if one.name in lists:
            raise reading.wrong((*place, "name"), f"the list {one.name!r} stands twice.")
        lists[one.name] = one
    return tuple(lists.values())


def read_silent(reading: Reading, shape: SettingsShape) -> tuple[str, ...]:
    """Check the rules that shall be silent: they exist, and have warnings to be silent about."""
    from digest.check.catalog import RULES

    known = {rule.id: rule for rule in RULES}
    silent = given(shape.check).get("silent", [])
    for name in silent:
        if name not in known:
            close = nearest(name, sorted(known))
            raise reading.wrong(
                ("check", "silent"),
                f"there is no rule {name!r}.",
                f"Did you mean {close!r}?" if close else "docs/reference/checks.md lists them.",
            )
        if known[name].level is Level.ERROR:
            raise reading.wrong(
                ("check", "silent"),
                f"{name!r} blocks sending, and cannot be silent.",
                "Only warnings can.",
            )
    return tuple(silent)


def read_retention(reading: Reading, shape: SettingsShape) -> RetentionRules:
    """Check `[retention]`."""
    spans: dict[str, Span] = {}
    for key, text in given(shape.retention).items():
        months, days = check_span(reading, ("retention", key), text)
        # A month may have 28 days.
        if key == Kept.RECORDS.value and timedelta(days=28 * months + days) < RECORDS_ARE_NEEDED:
            raise reading.wrong(
                ("retention", key),
                f"{text!r} is too short: round-ups go by who was sent what in the weeks before.",
                'Keep the records for "5 weeks" at least.',
            )
        spans[key] = Span(months=months, days=days)
    return RetentionRules(**spans)


def check_id(reading: Reading, name: str) -> None:
    """Refuse an id that could not stand in a file's name and in the List-Id."""
    if not is_slug(name):
        raise reading.wrong(
            ("publication", "id"),
            f"'id' is {name!r}.",
            'It needs small letters, digits and hyphens, 48 at most, such as "the-daily".',
        )


def check_theme(reading: Reading, name: str) -> None:
    """Refuse a theme that is not there."""
    if name not in reading.themes:
        raise reading.wrong(
            ("publication", "theme"),
            f"there is no theme {name!r}.",
            f"There are: {', '.join(reading.themes)}; your own is a folder under templates/.",
        )


def read_edition(reading: Reading, shape: SettingsShape) -> EditionRules:
    """Check `[edition]`."""
    table = given(shape.edition)
    slots = table.pop("slots", {})
    if table.pop("approval", Approval.AUTO) != Approval.AUTO:
        raise reading.wrong(
            ("edition", "approval"),
            "approval is not available in this version of digest.",
            'Write approval = "auto"; `digest check` still blocks what has errors.',
        )
    rules = EditionRules(
        **table, slots=tuple(read_slot(reading, name, slot) for name, slot in slots.items())
    )
    if rules.minimum > rules.stories:
        raise reading.wrong(
            ("edition", "minimum" if "minimum" in table else "stories"),
            f"the minimum of {rules.minimum} stories is more than the {rules.stories} at most.",
        )
    return order_slots(reading, rules)


def read_slot(reading: Reading, name: str, table: SlotTable) -> Slot:
    """Check one of `slots`."""
    path = ("edition", "slots", name)
    if not is_slug(name) or "-" in name:
        raise reading.wrong(path, f"the slot {name!r} needs small letters and digits alone.")
    if name == WEEKLY:
        raise reading.wrong(path, f"{name!r} names the round-up, and cannot name a slot.")
    at = check_time(reading, (*path, "at"), table.at)
    words = given(table).get("send_by")
    send_by = check_time(reading, (*path, "send_by"), words) if words else None
    if send_by and send_by <= at:
        raise reading.wrong(
            (*path, "send_by"), f"the slot {name!r} ends at {words}, before it begins."
        )
    return Slot(name=name, at=at, send_by=send_by)


def read_weekly(reading: Reading, shape: SettingsShape) -> WeeklyRules | None:
    """Check `[weekly]`; without it no round-up is offered."""
    if not isinstance(shape.weekly, WeeklyTable):
        return None
    table = given(shape.weekly)
    for key in ("at", "send_by"):
        if key in table:
            table[key] = check_time(reading, ("weekly", key), table[key])
    if "day" in table:
        table["day"] = DAYS.index(table["day"])
    rules = WeeklyRules(**table)
    if rules.send_by and rules.send_by <= rules.at:
        raise reading.wrong(
            ("weekly", "send_by"),
            f"the round-up ends at {rules.send_by:%H:%M}, before it begins.",
        )
    if rules.stories < given(shape.edition).get("minimum", EditionRules().minimum):
        raise reading.wrong(
            ("weekly", "stories" if "stories" in table else "day"),
            f"the {rules.stories} stories at most are fewer than the minimum of an edition.",
        )
    return rules


def order_slots(reading: Reading, rules: EditionRules) -> EditionRules:
    """Put the slots in order of their times, of which no two may be the same."""
    slots = sorted(rules.slots, key=lambda slot: slot.at)
    for one, other in pairwise(slots):
        if one.at == other.at:
            raise reading.wrong(
                ("edition", "slots", other.name),
                f"the slots {one.name!r} and {other.name!r} are at the same time.",
            )
    return replace(rules, slots=tuple(slots))


def read_selection(reading: Reading, shape: SettingsShape) -> SelectionRules:
    """Check `[selection]`."""
    table = given(shape.selection)
    words = table.get("drop", [])
    for one in words:
        if not is_one_line(one) or not any(map(str.isalnum, one)):
            raise reading.wrong(
                ("selection", "drop"),
                f"{one!r} is no word of a headline.",
                'Write words or phrases, such as drop = ["horoscope", "win tickets"].',
            )
    return SelectionRules(per_source=table.get("per_source"), drop=tuple(words))


def read_sending(reading: Reading, shape: SettingsShape) -> SendingRules:
    """Check `[sending]`."""
    table = given(shape.sending)
    words = table.get("send_by")
    return SendingRules(
        send_by=check_time(reading, ("sending", "send_by"), words) if words else None,
        bounce_address=check_address(reading, "bounce_address", table.get("bounce_address")),
        unsubscribe_address=check_address(
            reading, "unsubscribe_address", table.get("unsubscribe_address")
        ),
        on_unknown=OnUnknown(table.get("on_unknown", OnUnknown.HOLD)),
        rate=check_rate(reading, ("sending", "rate"), table["rate"]) if "rate" in table else None,
        domain_rates=check_domain_rates(reading, table.get("domain_rates", {})),
    )


def read_collect(reading: Reading, shape: SettingsShape) -> CollectRules:
    """Check `[collect]`."""
    allowed = given(shape.collect).get("allow_private", [])
    for one in allowed:
        if not is_host(one):
            raise reading.wrong(
                ("collect", "allow_private"),
                f"{one!r} is no address, network or host name.",
                'Write it as "127.0.0.1", "10.0.0.0/8" or "feeds.newsroom.internal".',
            )
    return CollectRules(allow_private=tuple(allowed))


def read_sections(reading: Reading, shape: SettingsShape) -> tuple[SectionRule, ...]:
    """Check `[[sections]]`; without any, each section that a source names is one."""
    tables: Sequence[SectionTable] = shape.sections
    if not tables:
        names = [given(source).get("section") for source in shape.sources]
        return tuple(SectionRule(name=name) for name in dict.fromkeys(names) if name)
    rules: list[SectionRule] = []
    for position, table in enumerate(tables):
        check_new_name(reading, ("sections", position), table.name, [one.name for one in rules])
        values = given(table)
        rule = SectionRule(**{**values, "keywords": tuple(values.get("keywords", ()))})
        if rule.minimum > rule.limit:
            raise reading.wrong(
                ("sections", position, "minimum"),
                f"the minimum of {rule.name!r} is more than its limit of {rule.limit}.",
            )
        rules.append(rule)
    return tuple(rules)


def read_sources(
    reading: Reading, shape: SettingsShape, sections: Sequence[SectionRule]
) -> tuple[Source, ...]:
    """Check `[[sources]]`."""
    sources: list[Source] = []
    for position, table in enumerate(shape.sources):
        names = [one.name for one in sources]
        check_new_name(reading, ("sources", position), table.name, names)
        sources.append(read_source(reading, position, table, [one.name for one in sections]))
    return tuple(sources)


def read_source(reading: Reading, position: int, table: SourceTable, sections: list[str]) -> Source:
    """Check one of `[[sources]]`."""
    path = ("sources", position)
    values = given(table)
    kind = SourceKind(table.kind)
    if kind is SourceKind.FOLDER:
        if not table.url.isprintable():
            raise reading.wrong((*path, "url"), f"{table.url!r} is no path of a folder.")
    else:
        check_web_address(reading, (*path, "url"), table.url)
    section = values.get("section")
    if section is not None and section not in sections:
        close = nearest(section, sections)
        raise reading.wrong(
            (*path, "section"),
            f"there is no section {section!r}.",
            f"Did you mean {close!r}?" if close else f"There are: {', '.join(sections)}.",
        )
    if "language" in values:
        values["language"] = check_language(reading, (*path, "language"), values["language"])
    return Source(**{**values, "kind": kind})
