"""What a language model wrote into a draft, told."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from digest.app.writing import Writing


def writing_lines(writing: "Writing | None") -> list[str]:
    """Tell what a language model wrote, what of it was refused, and what did not come."""
    if writing is None:
        return []
    written = [count("summary", writing.summaries), *(kind.value for kind in writing.lines)]
    details = [
        f"{len(writing.refusals)} refused" if writing.refusals else "",
        f"{writing.kept} from an earlier draft" if writing.kept else "",
        f"{writing.tokens:,} tokens" if writing.tokens else "",
    ]
    told = f" ({', '.join(filter(None, details))})" if any(details) else ""
    refused = [
        f"Refused: the {one.kind.value}{f' of {one.about}' if one.about else ''}: {one.reason}."
        for one in writing.refusals
    ]
    failed = [f"{writing.model}: {reason}; the extracts stand." for reason in writing.failures]
    return [f"By {writing.model}: {', '.join(written)}{told}", *refused, *failed]


def shape_writing(writing: "Writing") -> dict[str, Any]:
    """Write what a language model did as its JSON object."""
    return {
        "model": writing.model,
        "summaries": writing.summaries,
        "lines": [kind.value for kind in writing.lines],
        "refused": [
            {"kind": one.kind.value, "about": one.about or None, "reason": one.reason}
            for one in writing.refusals
        ],
        "kept": writing.kept,
        "tokens": writing.tokens,
        "failures": list(writing.failures),
    }


def count(noun: str, number: int) -> str:
    """Write a number with its noun."""
    many = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number} {noun if number == 1 else many}"
