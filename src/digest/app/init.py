"""Make the folder of a new publication, ready to send into its outbox."""

from dataclasses import dataclass

from digest.app.ports import EmptyFolder
from digest.deliver.audience import address_key
from digest.errors import UsageError
from digest.text.values import (
    is_one_line,
    is_slug,
    is_timezone,
    make_slug,
    read_language,
    split_mailbox,
)

EXAMPLE_SENDER = "daily@example.org"
LONGEST_TEXT = 500
GITIGNORE = """\
# Secrets, people's addresses, and what digest makes again
.env
*.pem
digest.db*
outbox/
pictures/
preview/
*.csv
"""
TOML = """\
# What this newsletter is. Secrets and facts about the machine stand in .env.

[publication]
id = {id}                # names editions and the List-Id; never changes
name = {name}
strapline = {strapline}
timezone = {timezone}
language = {language}
# languages = ["fr"]            # further ones that readers may have it in
# site = "https://example.org"
sender = {sender}
# reply_to = "desk@example.org"
address = {address}            # postal, in the footer; many countries' laws ask for one
# theme = "daily"               # or "brief", "magazine", a folder of your own under templates/

[edition]
stories = 12                    # at most
minimum = 3                     # fewer is a quiet day: nothing is sent
summary_words = 60
# slots = {{ morning = {{ at = "05:30", send_by = "09:30" }}, evening = {{ at = "17:00" }} }}

[selection]
# per_source = 4                # most stories that one source may lead
# drop = ["horoscope", "win tickets"]           # words of headlines that are never told

[sending]
# send_by = "21:00"             # default: the end of the local day
# bounce_address = "bounces@example.org"
# unsubscribe_address = "leave@example.org"
on_unknown = "hold"             # or "retry": mail a reader in doubt once more
# rate = "100/s"                # at most so many messages; also "3000/min" or "50000/h"
# domain_rates = {{ "gmail.com" = "20/s" }}       # the same for single domains

[collect]
# allow_private = ["127.0.0.1", "10.0.0.0/8"]   # hosts or networks that are not public

# Pictures served from your own archive, made small, instead of linked where they are.
# [images]
# hosted = true                 # needs DIGEST_PUBLIC_URL in .env

# The public pages, which `digest serve` answers with: how readers sign up.
# [readers]
# confirm_hours = 48            # how long the link in the letter works
# welcome = true                # write to those who have confirmed

# A round-up once a week for readers who want no more: `digest send --weekly`, run by cron.
# [weekly]
# day = "saturday"
# at = "09:00"

# How long what is kept about people stays; `digest prune`, run by cron, sees to it.
# [retention]
# pending = "7 days"            # people who never confirmed
# left = "24 months"            # people who left: they are forgotten
# records = "13 months"         # who was sent what, edition by edition

# A language model, when .env names one: it proposes texts, each held against its articles first.
# [llm]
# summaries = true
# subject = true

# Lists that readers may choose; a list needs no entry to be used by `digest send --list`.
# [[lists]]
# name = "daily"
# title = "The morning edition"
# about = "Every day at six."

# Sections, in the order in which readers see them; without any, those that the sources name.
# [[sections]]
# name = "Politics"
# limit = 4

# Sources: `digest sources add` writes them here.
"""

ENVIRONMENT_HEAD = """\
# Secrets and facts about this machine, for digest alone: mode 0600, and never in git.
# The process environment wins over this file.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the desk says of its new publication. None leaves it to us.

    Attributes:
        name: The masthead; else made from the folder's name.
        strapline: The slogan under it; may be empty.
        timezone: IANA zone.
        language: BCP 47 tag.
        sender: Mailbox in the From field; else an example to be changed.
        address: Postal address in the footer; may be empty.
        id: Else made from the name, else from the folder's name.
    """

    name: str | None = None
    strapline: str = ""
    timezone: str = "UTC"
    language: str = "en"
    sender: str | None = None
    address: str = ""
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InitReport:
    """What was made.

    Attributes:
        id: The publication's.
        written: Files and folders that were made, folders with a slash.
        kept: Those that were there already and stay as they are.
        missing: Keys of digest.toml that the desk still has to fill in.
    """

    id: str
    written: tuple[str, ...]
    kept: tuple[str, ...]
    missing: tuple[str, ...]


def init_publication(
    wish: Wish, *, folder: EmptyFolder, secret: str, example: str, environment_example: str
) -> InitReport:
    """Write the folder of a new publication. No file that is there is ever changed.

    Args:
        wish: What the desk says.
        folder: Where to; may hold other files.
        secret: Fresh and random, at least 32 characters.
        example: The text of subscribers.example.csv.
        environment_example: The text of .env.example, whose `DIGEST_SECRET=` is filled in; its
            first paragraph tells what that file is, and another one takes its place.

    Returns:
        What was made and what was kept.

    Raises:
        UsageError: A publication is there already, or a value cannot be.
        ConfigError: The folder cannot be written.
    """
    if folder.has("digest.toml"):
        raise UsageError(
            f"There is a publication in {folder.name} already: digest.toml stays as it is.",
            "Edit that file, or name another folder.",
        )
    name = check_wish(wish, folder.name)
    publication_id = choose_id(wish, name, folder.name)
    _, paragraph, settings = environment_example.partition("\n\n")
    settings = settings.replace("\nDIGEST_SECRET=\n", f"\nDIGEST_SECRET={secret}\n")
    environment = f"{ENVIRONMENT_HEAD}{paragraph[1:]}{settings}"
    made = {
        "digest.toml": folder.create("digest.toml", write_toml(wish, name, publication_id)),
        ".env": folder.create(".env", environment, private=True),
        "subscribers.csv": folder.create("subscribers.csv", example, private=True),
        "editions/": folder.create_folder("editions"),
        ".gitignore": folder.create(".gitignore", GITIGNORE),
    }
    asked = {"sender": wish.sender, "address": wish.address}
    return InitReport(
        id=publication_id,
        written=tuple(file for file, written in made.items() if written),
        kept=tuple(file for file, written in made.items() if not written),
        missing=tuple(key for key, value in asked.items() if not value),
    )


def check_wish(wish: Wish, folder_name: str) -> str:
    """Refuse what digest.toml would refuse, before anything is written; return the masthead.

    Raises:
        UsageError: A value cannot be; names its option.
    """
    name = (wish.name or make_name(folder_name)).strip()
    if not name:
        raise UsageError("The publication has no name.", 'Give it one: --name "The Daily"')
    texts = {
        "--name": name,
        "--strapline": wish.strapline,
        "--address": wish.address,
        "--sender": wish.sender or "",
    }
    for option, text in texts.items():
        if not is_one_line(text) or len(text) > LONGEST_TEXT:
            raise UsageError(
                f"{option} must be one line of at most {LONGEST_TEXT} characters.",
                "Line breaks and other control characters cannot stand in it.",
            )
    if not is_timezone(wish.timezone):
        raise UsageError(
            f"There is no time zone {wish.timezone!r}.", "Write it as --timezone Europe/Brussels."
        )
    if read_language(wish.language) is None:
        raise UsageError(
            f"{wish.language!r} is no language tag.", "Write it as --language en or pt-BR."
        )
    if wish.sender is not None:
        mailbox = split_mailbox(wish.sender)
        if mailbox is None or address_key(mailbox[1]) is None:
            raise UsageError(
                f"{wish.sender!r} is no mailbox.",
                f'Write it as --sender "{name} <{EXAMPLE_SENDER}>".',
            )
    return name


def make_name(folder_name: str) -> str:
    """Make a masthead of a folder's name: "the-daily" is "The Daily"."""
    words = folder_name.replace("-", " ").replace("_", " ").split()
    return " ".join(word[:1].upper() + word[1:] for word in words)


def choose_id(wish: Wish, name: str, folder_name: str) -> str:
    """Take the id that was asked for, else make one of the name, else of the folder's name.

    Raises:
        UsageError: It cannot be one, or neither name has a letter that may stand in one.
    """
    if wish.id is not None:
        if not is_slug(wish.id):
            raise UsageError(
                f"--id {wish.id!r} cannot be.",
                "It needs small letters, digits and hyphens, 48 at most, such as the-daily.",
            )
        return wish.id
    made = make_slug(name) or make_slug(folder_name)
    if not made:
        raise UsageError(
            f"No id can be made of {name!r}: it names editions and never changes.",
            "Choose one of small letters and hyphens: --id the-daily",
        )
    return made


def write_text(text: str) -> str:
    """Write a TOML basic string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def write_toml(wish: Wish, name: str, publication_id: str) -> str:
    """Write the digest.toml of a new publication, its optional keys as comments."""
    quoted = name if name.isascii() and not set(name) & set('"\\<>()[]:;@,.') else ""
    example = f"{quoted} <{EXAMPLE_SENDER}>" if quoted else EXAMPLE_SENDER
    values = {
        "id": publication_id,
        "name": name,
        "strapline": wish.strapline,
        "timezone": wish.timezone,
        "language": read_language(wish.language) or wish.language,
        "sender": wish.sender or example,
        "address": wish.address,
    }
    return TOML.format(**{key: write_text(value) for key, value in values.items()})
