"""A mail for each reader from one rendering: compiled once into pieces of bytes, then joined.

The pieces are cut at the personal places, and no piece's encoding depends on its neighbours.
"""

import re
from collections.abc import Iterator, Sequence
from email.utils import format_datetime
from hashlib import sha256
from html import escape
from urllib.parse import quote as quote_url

from digest.errors import RenderError
from digest.model.message import Lock, PersonalContext, PersonalField, Rendered, Sentinel
from digest.render.compiled import (
    CompiledHash,
    CompiledMail,
    CompiledPart,
    Mailbox,
    MailPlan,
    Personal,
)
from digest.render.headers import (
    clean_text,
    write_lines,
    write_list,
    write_mailbox,
    write_phrase,
    write_text,
)
from digest.render.personal import personalise
from digest.render.quoted import quote
from digest.text.relaxed import relax_lines

LINE_ENDS = re.compile("\r\n?")
LONGEST_SENDER_ID = 15
# RFC 5322 section 2.1.1; our own lines keep to 78.
LONGEST_LINE = 998
CONTEXTS = (PersonalContext.TEXT, PersonalContext.HTML, PersonalContext.URL)
ONE_CLICK = "List-Unsubscribe=One-Click"


def compile_mail(lock: Lock, plan: MailPlan, variant: int | None = None) -> CompiledMail:
    """Compile a locked edition once for all readers of it, or of one of its variants.

    Raises:
        RenderError: A field cannot be written, or the mail would have other header fields than
            those that were meant.
    """
    try:
        parts = tuple(
            compile_part(lock, plan, rendered, is_main=number == 0)
            for number, rendered in enumerate(
                lock.rendered if variant is None else lock.variants[variant].rendered
            )
        )
    except ValueError as error:
        raise RenderError(
            f"{lock.slug} cannot be made into a mail: {error}.",
            "Look at sender and reply_to in digest.toml, and at DIGEST_PUBLIC_URL.",
        ) from error
    if not parts:
        raise RenderError(f"{lock.slug} was rendered in no language.", "Check it: digest check")
    mail = CompiledMail(parts=parts, languages=tuple(part.language for part in parts))
    verify(mail, lock, plan)
    return mail


def compile_part(lock: Lock, plan: MailPlan, rendered: Rendered, *, is_main: bool) -> CompiledPart:
    """Compile one language."""
    boundary = f"=_{lock.content_hash[:32]}"
    page = page_of(plan, rendered, is_main=is_main)
    pieces = list(merge(fill(piece, page) for piece in compile_body(rendered, boundary)))
    shared = tuple(piece if isinstance(piece, bytes) else b"" for piece in pieces)
    places = [(one.field, one.context) for one in pieces if isinstance(one, Sentinel)]
    fields = tuple(sorted({field for field, _ in places}))
    before = b"".join(fields_before(plan))
    subject = " ".join(filter(None, [plan.mark, rendered.subject]))
    date = write_lines("Date", [format_datetime(lock.date)])
    after = write_text("Subject", subject) + date
    closing = b"".join(closing_fields(lock, plan, boundary, rendered.language)) + b"\r\n"
    return CompiledPart(
        language=rendered.language,
        before=before,
        after=after,
        closing=closing,
        body=shared,
        fields=fields,
        order=tuple(
            len(CONTEXTS) * fields.index(field) + CONTEXTS.index(context)
            for field, context in places
        ),
        name_in_url=(PersonalField.NAME, PersonalContext.URL) in places,
        dotless=all(map(is_dotless, (before, after, closing, *shared))),
        hashed=compile_hash(shared) if plan.hashed else None,
    )


def page_of(plan: MailPlan, rendered: Rendered, *, is_main: bool) -> str:
    """Tell the edition's page in a language: below the main one's, as in the archive."""
    if not plan.view_url or is_main:
        return plan.view_url
    return f"{plan.view_url}{rendered.language}/"


def fill(piece: bytes | Sentinel, page: str) -> bytes | Sentinel:
    """Write the edition's page where it is named: the same for all readers of a language."""
    if isinstance(piece, bytes) or piece.field is not PersonalField.VIEW:
        return piece
    url = clean_text(page)
    return quote(url if piece.context is PersonalContext.TEXT else escape(url))


def is_dotless(lines: bytes) -> bool:
    """Whether none of these whole lines begins with a dot."""
    return not lines.startswith(b".") and b"\n." not in lines


def compile_hash(shared: Sequence[bytes]) -> CompiledHash:
    """Hash what comes before the first personal place, and relax what comes after it.

    Pieces are whole lines, so each is relaxed by itself. The last holds the final boundary: no
    empty line stands at the end of the body, whoever reads it.
    """
    first, *rest = map(relax_lines, shared)
    return CompiledHash(begun=sha256(first), rest=tuple(rest))


def fields_before(plan: MailPlan) -> Iterator[bytes]:
    """Write From and Reply-To."""
    yield write_mailbox("From", plan.sender.name, plan.sender.address)
    if plan.reply_to:
        yield write_mailbox("Reply-To", plan.reply_to.name, plan.reply_to.address)


def closing_fields(lock: Lock, plan: MailPlan, boundary: str, language: str) -> Iterator[bytes]:
    """Write the fields after List-Unsubscribe."""
    domain = plan.sender.address.rpartition("@")[2]
    answers = plan.reply_to or plan.sender
    list_id = f"<{lock.publication_id}.{domain}>"
    if plan.public_url:
        yield write_lines("List-Unsubscribe-Post", [ONE_CLICK])
    yield write_phrase("List-Id", lock.publication_name, list_id) or write_lines(
        "List-Id", [list_id]
    )
    if plan.public_url:
        yield write_list("List-Archive", [f"{plan.public_url}/archive/"])
    yield write_list("List-Help", [f"mailto:{quote_url(answers.address, safe='@+')}?subject=help"])
    sender_id = lock.publication_id[:LONGEST_SENDER_ID]
    yield write_text("Feedback-ID", f"{lock.slug}:{lock.publication_id}:newsletter:{sender_id}")
    if plan.automatic:
        yield write_lines("Auto-Submitted", ["auto-generated"])
    yield write_text("Content-Language", language)
    yield write_lines("MIME-Version", ["1.0"])
    yield write_lines("Content-Type", ["multipart/alternative;", f'boundary="{boundary}"'])


def compile_body(rendered: Rendered, boundary: str) -> Iterator[bytes | Sentinel]:
    """Write both parts, cut at the sentinels: text first, since the last is the best (RFC 2046)."""
    for kind, content in (("plain", rendered.text), ("html", rendered.html)):
        yield (
            f"--{boundary}\r\nContent-Type: text/{kind}; charset=utf-8\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        ).encode()
        yield from cut(LINE_ENDS.sub("\n", content), rendered.sentinels)
        yield b"\r\n"
    yield f"--{boundary}--\r\n".encode()


def cut(content: str, sentinels: tuple[Sentinel, ...]) -> Iterator[bytes | Sentinel]:
    """Cut a part at its personal places and encode the pieces between them."""
    by_token = {sentinel.token: sentinel for sentinel in sentinels}
    if not by_token:
        yield quote(content)
        return
    tokens = sorted(by_token, key=len, reverse=True)
    for piece in re.split(f"({'|'.join(map(re.escape, tokens))})", content):
        yield by_token.get(piece) or quote(piece)


def merge(pieces: Iterator[bytes | Sentinel]) -> Iterator[bytes | Sentinel]:
    """Join neighbouring pieces of bytes, so that a reader's mail is a join of few.

    Between two sentinels there is always a piece, which may be empty, and so there is at both ends.
    """
    waiting = b""
    for piece in pieces:
        if isinstance(piece, bytes):
            waiting += piece
            continue
        yield waiting
        yield piece
        waiting = b""
    yield waiting


def planned_names(plan: MailPlan) -> list[str]:
    """Name the header fields of every copy, in their order."""
    pages = bool(plan.public_url)
    names = {
        "From": True,
        "Reply-To": plan.reply_to is not None,
        "To": True,
        "Subject": True,
        "Date": True,
        "Message-ID": True,
        "List-Unsubscribe": True,
        "List-Unsubscribe-Post": pages,
        "List-Id": True,
        "List-Archive": pages,
        "List-Help": True,
        "Feedback-ID": True,
        "Auto-Submitted": plan.automatic,
        "Content-Language": True,
        "MIME-Version": True,
        "Content-Type": True,
    }
    return [name for name, wanted in names.items() if wanted]


def verify(mail: CompiledMail, lock: Lock, plan: MailPlan) -> None:
    """Read every compiled part as a receiver does, and compare its header fields with the plan.

    Raises:
        RenderError: There are others, or a line is too long or ends in another way than CRLF.
    """
    from email.parser import BytesParser

    planned = planned_names(plan)
    for part in mail.parts:
        data = personalise(mail, example_reader(plan, part.language)).data
        found = BytesParser().parsebytes(data).keys()
        if found != planned:
            raise RenderError(
                f"{lock.slug} would have these header fields: {', '.join(found)}; "
                f"meant were: {', '.join(planned)}.",
                "Look at its subject, and at name, sender and reply_to in digest.toml.",
            )
        lines = data.split(b"\r\n")
        if any(len(line) > LONGEST_LINE or b"\r" in line or b"\n" in line for line in lines):
            raise RenderError(f"{lock.slug} has a line that mail cannot carry.")


def example_reader(plan: MailPlan, language: str) -> Personal:
    """Invent a reader whose name and addresses exercise every personal place."""
    name = 'Zoë =?utf-8?q?x=0D=0ABcc:?= <"O\'Neill">'
    return Personal(
        message_id="<example@example.org>",
        envelope_sender="bounces@example.org",
        to=Mailbox(name=name, address="reader@example.org"),
        language=language,
        unsubscribe_url=f"{plan.public_url}/unsubscribe/x",
        unsubscribe_mailto="mailto:leave@example.org?subject=unsubscribe%20x",
        preferences_url=f"{plan.public_url}/preferences/x",
    )
