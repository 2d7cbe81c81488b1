"""What a language model answered, in the database."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, delete, insert, select

from digest.adapters.store.database import Database
from digest.adapters.store.schema import proposal
from digest.adapters.store.slices import slices
from digest.model.proposal import Proposal, ProposalKind, Refusal

REFUSALS = "refusals"


class SqlProposals:
    """Answers by their question, and what was refused by its edition.

    Args:
        database: Where they lie.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def proposals(self, keys: Sequence[str]) -> Mapping[str, Proposal]:
        """Find answers by the key of their question; what was never asked is left out."""
        found: dict[str, Proposal] = {}
        with self._database.reading() as connection:
            for some in slices(keys):
                query = select(proposal).where(
                    proposal.c.key.in_(some), proposal.c.kind != REFUSALS
                )
                for row in connection.execute(query):
                    found[row.key] = Proposal(
                        key=row.key,
                        at=row.at,
                        kind=ProposalKind(row.kind),
                        tokens=row.tokens,
                        answer=row.answer,
                    )
        return found

    def save_proposals(self, proposals: Sequence[Proposal]) -> None:
        """Keep answers, in place of earlier ones to the same questions."""
        rows = {one.key: asdict(one) | {"kind": one.kind.value} for one in proposals}
        if not rows:
            return
        with self._database.writing() as connection:
            for some in slices([*rows]):
                connection.execute(delete(proposal).where(proposal.c.key.in_(some)))
                connection.execute(insert(proposal), [rows[key] for key in some])

    def refusals(self, slug: str) -> list[Refusal]:
        """What was refused for an edition when it was drafted last, as it was saved."""
        query = select(proposal.c.answer).where(proposal.c.key == key_of(slug))
        with self._database.reading() as connection:
            answer = connection.execute(query).scalar()
        told = json.loads(answer) if answer else []
        return [Refusal(**one | {"kind": ProposalKind(one["kind"])}) for one in told]

    def save_refusals(self, slug: str, refusals: Sequence[Refusal], *, now: datetime) -> None:
        """Keep what was refused for an edition, in place of what was kept before."""
        with self._database.writing() as connection:
            connection.execute(delete(proposal).where(proposal.c.key == key_of(slug)))
            if refusals:
                write_refusals(connection, slug, refusals, now=now)

    def forget_proposals(self, *, before: datetime) -> int:
        """Forget everything from before a moment; tell how many rows that were."""
        with self._database.writing() as connection:
            return connection.execute(delete(proposal).where(proposal.c.at < before)).rowcount


def write_refusals(
    connection: Connection, slug: str, refusals: Sequence[Refusal], *, now: datetime
) -> None:
    """Write what was refused for an edition as one row, which goes with its answers."""
    row = {
        "key": key_of(slug),
        "at": now,
        "kind": REFUSALS,
        "tokens": 0,
        "answer": json.dumps([asdict(one) for one in refusals]),
    }
    connection.execute(insert(proposal), row)


def key_of(slug: str) -> str:
    """Make the key of an edition's row; no question has it."""
    return sha256(f"{REFUSALS} {slug}".encode()).hexdigest()
