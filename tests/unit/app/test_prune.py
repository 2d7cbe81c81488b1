"""What [retention] of digest.toml says is applied: the right kinds, up to the right moments."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.unit.app.edition_desk import PUBLICATION

from digest.adapters.memory import MemoryStore
from digest.app.prune import PruneReport, prune_records
from digest.model.delivery import Outcome, Phase, Reply
from digest.model.publication import Publication, RetentionRules, Source, SourceKind, Span
from digest.model.record import Kept
from digest.model.signup import ConsentText, SignUp
from digest.model.subscriber import Subscriber, SubscriberState, SuppressionReason

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
KEY = "ada@example.org"


def prune(
    store: MemoryStore, rules: RetentionRules, *, now: datetime = NOW, dry_run: bool = False
) -> PruneReport:
    publication: Publication = replace(PUBLICATION, retention=rules)
    return prune_records(
        publication,
        records=store.records,
        subscribers=store.subscribers,
        now=now,
        dry_run=dry_run,
    )


def store_with(**changes: object) -> MemoryStore:
    store = MemoryStore(secret="k" * 32)
    person = Subscriber(key=KEY, email=KEY, **changes)  # type: ignore[arg-type]
    store.subscribers.import_subscribers([person], now=NOW)
    return store


def test_without_a_rule_everything_is_kept_for_good() -> None:
    store = store_with()
    store.subscribers.suppress(KEY, SuppressionReason.UNSUBSCRIBED, now=NOW, detail="")
    report = prune(store, RetentionRules(), now=NOW + timedelta(days=9999))
    assert not report.has_rules
    assert set(report.before.values()) == {None}
    assert sum(report.pruned.values()) == 0
    assert store.subscribers.subscriber(KEY)


def test_a_rule_counts_by_the_calendar_from_the_present_moment() -> None:
    rules = RetentionRules(left=Span(months=24), pending=Span(days=7))
    report = prune(store_with(), rules)
    assert report.before[Kept.LEFT] == datetime(2024, 11, 23, 4, 30, tzinfo=UTC)
    assert report.before[Kept.PENDING] == NOW - timedelta(days=7)
    assert report.before[Kept.ARTICLES] is None


def test_who_left_is_forgotten_on_the_day_and_not_before() -> None:
    store = store_with()
    store.subscribers.suppress(KEY, SuppressionReason.UNSUBSCRIBED, now=NOW, detail="")
    rules = RetentionRules(left=Span(months=1))
    day = datetime(2026, 12, 23, 4, 30, tzinfo=UTC)
    assert prune(store, rules, now=day).pruned[Kept.LEFT] == 0
    later = day + timedelta(seconds=1)
    assert prune(store, rules, now=later, dry_run=True).pruned[Kept.LEFT] == 1
    assert store.subscribers.subscriber(KEY), "a rehearsal"
    assert prune(store, rules, now=later).pruned[Kept.LEFT] == 1
    assert store.subscribers.subscriber(KEY) is None
    assert store.subscribers.suppression(KEY), "never mailed again all the same"


def test_a_pause_ends_on_its_day() -> None:
    store = store_with(state=SubscriberState.PAUSED, paused_until=NOW + timedelta(days=1))
    assert prune(store, RetentionRules()).pauses == 0
    later = NOW + timedelta(days=1)
    assert prune(store, RetentionRules(), now=later, dry_run=True).pauses == 1
    assert prune(store, RetentionRules(), now=later).pauses == 1
    person = store.subscribers.subscriber(KEY)
    assert person
    assert person.state is SubscriberState.SUBSCRIBED
    assert prune(store, RetentionRules(), now=later).pauses == 0


def test_a_rehearsal_counts_what_a_person_takes_along() -> None:
    store = MemoryStore(secret="k" * 32)
    text = ConsentText(version="0123456789abcdef", language="en", text="Yes.", first_shown=NOW)
    store.sign_ups.ask(SignUp(key=KEY, email=KEY, at=NOW, language="en", text=text.version), text)
    [letter] = store.letters.claim_letters(now=NOW, lease=timedelta(hours=1), most=1)
    reply = Reply(phase=Phase.FINAL, code=250, text="2.0.0 taken")
    store.letters.settle_letter(letter, reply, Outcome.ACCEPTED, due=None, now=NOW)
    rules = RetentionRules(pending=Span(days=7), letters=Span(days=7))
    later = NOW + timedelta(days=30)
    rehearsed = prune(store, rules, now=later, dry_run=True).pruned
    assert (rehearsed[Kept.PENDING], rehearsed[Kept.LETTERS]) == (1, 1)
    assert prune(store, rules, now=later).pruned == rehearsed


def test_pages_of_a_folder_are_spared() -> None:
    """Collected anew they would be taken for news, as they count from when they are seen."""
    asked: list[object] = []
    store = store_with()

    class Watched:
        def __getattr__(self, name: str) -> object:
            return getattr(store.records, name)

        def prune(self, kind: Kept, **wish: object) -> int:
            asked.append((kind, wish["spare"]))
            return 0

    folder = Source(name="Saved pages", kind=SourceKind.FOLDER, url="pages")
    feed = Source(name="Varrow Post", kind=SourceKind.FEED, url="https://post.example.org/rss")
    prune_records(
        replace(
            PUBLICATION, sources=(folder, feed), retention=RetentionRules(articles=Span(months=1))
        ),
        records=Watched(),  # type: ignore[arg-type]
        subscribers=store.subscribers,
        now=NOW,
    )
    assert asked == [(Kept.ARTICLES, ["Saved pages"])]
