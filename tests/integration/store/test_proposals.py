"""What a language model answered is kept for the next draft, and for a while only."""

from dataclasses import replace

from tests.integration.store.examples import HOUR, NOW, AnyStore

from digest.model.proposal import Proposal, ProposalKind, Refusal

SUMMARY = Proposal(
    key="a" * 64, at=NOW, kind=ProposalKind.SUMMARY, tokens=412, answer="The levy is\noff – 🙂."
)
SUBJECT = Proposal(
    key="b" * 64, at=NOW - HOUR, kind=ProposalKind.SUBJECT, tokens=90, answer="Levy off"
)
REFUSED = Refusal(
    kind=ProposalKind.SUMMARY,
    about="https://post.example.org/levy",
    reason="“42 %” is not in the source (“24 %”)",
    instead="The levy is off.",
)


def test_answers_come_back_by_their_question(store: AnyStore) -> None:
    store.proposals.save_proposals([SUMMARY, SUBJECT])

    assert store.proposals.proposals([SUMMARY.key, SUBJECT.key, "c" * 64]) == {
        SUMMARY.key: SUMMARY,
        SUBJECT.key: SUBJECT,
    }
    assert store.proposals.proposals([]) == {}


def test_a_later_answer_takes_the_place_of_the_earlier_one(store: AnyStore) -> None:
    later = replace(SUMMARY, answer="The levy is shelved.", at=NOW + HOUR)
    store.proposals.save_proposals([SUMMARY])
    store.proposals.save_proposals([SUMMARY, later])

    assert store.proposals.proposals([SUMMARY.key]) == {SUMMARY.key: later}


def test_refusals_belong_to_their_edition_and_to_its_last_draft(store: AnyStore) -> None:
    subject = Refusal(kind=ProposalKind.SUBJECT, about="", reason="it is too long", instead="Levy")
    store.proposals.save_refusals("the-daily-2026-11-23", [REFUSED, subject], now=NOW)

    assert store.proposals.refusals("the-daily-2026-11-23") == [REFUSED, subject]
    assert store.proposals.refusals("the-daily-2026-11-24") == []

    store.proposals.save_refusals("the-daily-2026-11-23", [subject], now=NOW)
    assert store.proposals.refusals("the-daily-2026-11-23") == [subject]

    store.proposals.save_refusals("the-daily-2026-11-23", [], now=NOW)
    assert store.proposals.refusals("the-daily-2026-11-23") == []


def test_what_is_old_is_forgotten(store: AnyStore) -> None:
    store.proposals.save_proposals([SUMMARY, SUBJECT])
    store.proposals.save_refusals("the-daily-2026-11-22", [REFUSED], now=NOW - HOUR)

    assert store.proposals.forget_proposals(before=NOW) == 2
    assert set(store.proposals.proposals([SUMMARY.key, SUBJECT.key])) == {SUMMARY.key}
    assert store.proposals.refusals("the-daily-2026-11-22") == []
    assert store.proposals.forget_proposals(before=NOW) == 0
