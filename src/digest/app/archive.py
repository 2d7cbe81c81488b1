"""The archive of sent editions: any of its pages at a time, each from the lock that was mailed.

In the archive is what somebody was sent: an edition with a lock that is being sent, halted, done or
expired, of which at least one reader has got a copy, or may have. Never one that is only drafted,
approved or planned. Test copies leave no trace in the store, so they never make one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from digest.app.archive_locks import find_rendering, hosted_pictures, make_sent
from digest.app.ports import EditionStore, Renderer, Stores
from digest.errors import StoreError
from digest.model.edition import EditionRecord
from digest.model.message import Lock
from digest.model.publication import Publication
from digest.render.archive import House, Origin, Sent, month_of, open_house
from digest.render.archive_feeds import (
    JSON_FEED,
    ROBOTS,
    RSS,
    Fed,
    Feed,
    Place,
    write_json_feed,
    write_robots,
    write_rss,
    write_sitemaps,
)
from digest.render.archive_lists import LATEST, list_page
from digest.render.archive_pages import edition_page, list_alternates, top_page
from digest.render.characters import printable
from digest.render.locales import edition_day

TOP = "index.html"
IN_FEEDS = 30
SITEMAPS = re.compile(r"sitemap(?:-[0-9]{1,6})?\.xml")


@dataclass(slots=True, kw_only=True)
class Archive:
    """The archive as it is now.

    Attributes:
        house: What all pages share.
        editions: Where the locks are.
        records: Every edition that is in the archive, by slug, the latest day last.
        days: The local date of each.
        has_cards: Whether each page has a social card.
    """

    house: House
    editions: EditionStore
    records: Mapping[str, EditionRecord]
    days: Mapping[str, date]
    has_cards: bool = False
    _known: dict[str, Sent] = field(default_factory=dict)
    _pictures: dict[str, set[str]] = field(default_factory=dict)

    def sent(self, slug: str) -> Sent:
        """Tell what is known of an edition."""
        if slug not in self._known:
            lock = self.lock(slug)
            self._known[slug] = make_sent(
                lock, day=self.days[slug], house=self.house, has_cards=self.has_cards
            )
            self._pictures[slug] = hosted_pictures(lock)
        return self._known[slug]

    def hand_over(self, later: "Archive") -> None:
        """Tell a later archive what is known of each edition: what was mailed never changes."""
        if later.house.public_url == self.house.public_url:
            later.remember(self._known, self._pictures)

    def remember(self, known: Mapping[str, Sent], pictures: Mapping[str, set[str]]) -> None:
        """Take over what an earlier archive knew."""
        self._known |= {slug: sent for slug, sent in known.items() if slug in self.records}
        self._pictures |= {slug: names for slug, names in pictures.items() if slug in self.records}

    def drop_card(self, path: str) -> None:
        """Take note that a social card cannot be had."""
        for slug, sent in self._known.items():
            versions = tuple(
                replace(one, has_card=one.has_card and sent.card_path(one.language) != path)
                for one in sent.versions
            )
            self._known[slug] = replace(sent, versions=versions)

    def pictures(self) -> list[str]:
        """Name the publication's own pictures that any of the mails shows."""
        for slug in self.records:
            self.sent(slug)
        return sorted(set().union(*self._pictures.values()))

    def lock(self, slug: str) -> Lock:
        """Read a lock.

        Raises:
            StoreError: There is none, although the edition was sent.
        """
        lock = self.editions.lock(slug)
        if lock is None:
            raise StoreError(f"{slug} was sent, but its lock is not in the database.")
        return lock

    def newest(self) -> list[str]:
        """List the editions, the newest first."""
        return [*self.records][::-1]

    def around(self, slug: str) -> tuple[Sent | None, Sent | None]:
        """Find the editions before and after one."""
        slugs = list(self.records)
        at = slugs.index(slug)
        return (
            self.sent(slugs[at - 1]) if at else None,
            self.sent(slugs[at + 1]) if at + 1 < len(slugs) else None,
        )

    def months(self) -> list[str]:
        """List the months that have editions, the newest first; empty when one page holds all."""
        if len(self.records) <= LATEST:
            return []
        return list(dict.fromkeys(month_of(self.days[slug]) for slug in self.newest()))

    def page(self, path: str) -> str | None:
        """Write one file of the site.

        Args:
            path: Below the site's folder, such as "archive/SLUG/index.html".

        Returns:
            Its text; None when there is no such file.

        Raises:
            StoreError: A lock cannot be read.
            RenderError: A template is missing.
        """
        if path == TOP:
            return top_page(self.house)
        if path == ROBOTS:
            return write_robots(self.house)
        if SITEMAPS.fullmatch(path):
            return self.sitemaps().get(path)
        found = self.edition_page(path)
        return found if found is not None else self.listing(path)

    def edition_page(self, path: str) -> str | None:
        """Write the page of an edition; None when the path is none of one."""
        parts = path.split("/")
        slug = parts[1] if len(parts) > 1 else ""
        if slug not in self.records:
            return None
        sent = self.sent(slug)
        language = next(
            (one.language for one in sent.versions if sent.path(one.language) == path), ""
        )
        if not language:
            return None
        lock = self.lock(slug)
        rendered, edition = find_rendering(lock, language, self.house)
        return edition_page(
            sent,
            rendered,
            edition,
            house=self.house,
            origin=Origin(name=lock.publication_name, public_url=lock.public_url),
            around=self.around(slug),
        )

    def listing(self, path: str) -> str | None:
        """Write a list or a feed; None when the path is none of one."""
        for language in self.house.languages:
            for name, write in ((RSS, write_rss), (JSON_FEED, write_json_feed)):
                if path == self.house.feed_path(language, name):
                    return write(self.feed(language))
            for month in ("", *self.months()):
                if path == self.house.list_path(language, month):
                    return self.list_page(language, month)
        return None

    def list_page(self, language: str, month: str) -> str:
        """Write a list of editions."""
        shown = [one for one in self.newest() if month_of(self.days[one]) == month]
        return list_page(
            [self.sent(slug) for slug in (shown if month else self.newest()[:LATEST])],
            house=self.house,
            language=language,
            month=month,
            months=() if month else self.months(),
        )

    def feed(self, language: str) -> Feed:
        """Gather the newest editions for a feed."""
        fed = []
        for slug in self.newest()[:IN_FEEDS]:
            sent = self.sent(slug)
            _, edition = find_rendering(
                self.lock(slug), sent.version(language).language, self.house
            )
            fed.append(Fed(sent=sent, edition=edition))
        return Feed(house=self.house, language=language, editions=fed)

    def sitemaps(self) -> dict[str, str]:
        """Write the sitemap; nothing while there are no whole addresses, which it must have."""
        if not self.house.public_url:
            return {}
        places = [*self.list_places()]
        for slug in self.newest():
            sent = self.sent(slug)
            places += [
                Place(
                    address=self.house.absolute(sent.path(one.language)),
                    changed=sent.at.isoformat(),
                    alternates=list_alternates(sent, self.house),
                )
                for one in sent.versions
            ]
        return write_sitemaps(places, house=self.house)

    def list_places(self) -> list[Place]:
        """List the lists for the sitemap, with the date of the newest edition in each."""
        found = []
        for month in ("", *self.months()):
            newest = next(
                (one for one in self.newest() if month in ("", month_of(self.days[one]))), None
            )
            changed = self.sent(newest).at.isoformat() if newest else ""
            found += [
                Place(
                    address=self.house.absolute(self.house.list_path(one, month)), changed=changed
                )
                for one in self.house.languages
            ]
        return found

    def edition_paths(self) -> dict[str, str]:
        """List the page of every edition in every language, with its slug."""
        return {
            sent.path(one.language): slug
            for slug in self.newest()
            for sent in (self.sent(slug),)
            for one in sent.versions
        }

    def other_paths(self) -> list[str]:
        """List every other page and feed."""
        found = [TOP]
        for language in self.house.languages:
            found += [self.house.list_path(language, month) for month in ("", *self.months())]
            found += [self.house.feed_path(language, name) for name in (RSS, JSON_FEED)]
        robots = [] if write_robots(self.house) is None else [ROBOTS]
        return [*found, *self.sitemaps(), *robots]


def open_archive(
    publication: Publication,
    *,
    stores: Stores,
    renderer: Renderer,
    files: tuple[Mapping[str, str], Mapping[str, Any]],
    public_url: str,
    has_cards: bool = False,
) -> Archive:
    """Open the archive: find the editions that are in it. No lock is read yet.

    Args:
        publication: The publication.
        stores: Its editions, with those that anybody was sent.
        renderer: Knows the theme's tokens and words.
        files: The archive's templates by name, and its own words by language.
        public_url: Base of the public pages; empty while there are none.
        has_cards: Whether somebody draws a social card for each page.

    Raises:
        RenderError: The theme cannot be used.
    """
    templates, words = files
    zone = ZoneInfo(publication.timezone)
    reached = set(stores.editions.reached())
    records = {one.slug: one for one in stores.editions.editions() if one.slug in reached}
    days = {
        slug: edition_day(slug) or record.window.end.astimezone(zone).date()
        for slug, record in records.items()
    }
    ordered = sorted(records, key=lambda slug: (days[slug], records[slug].window.end, slug))
    return Archive(
        house=open_house(
            printable(publication),
            public_url=public_url,
            theme=renderer.tokens(publication.theme),
            strings=renderer.strings(publication.theme),
            words=words,
            templates=templates,
        ),
        editions=stores.editions,
        records={slug: records[slug] for slug in ordered},
        days=days,
        has_cards=has_cards,
    )
