"""Pictures that the publication serves itself: their names, and their place in an edition."""

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256

from digest.model.edition import Edition, Item
from digest.model.picture import Picture, PictureWish

PLACE = "archive/pictures"
# Part of every key: another number, and all pictures are made anew by the rules of that day.
RULES = "1"
KEY = 20


def picture_key(url: str, wish: PictureWish) -> str:
    """Name what is wanted: a picture from an address, made into something."""
    parts = (RULES, url, str(wish.width), wish.frame.value, wish.light, wish.dark)
    return hash_parts(*parts)


def picture_name(key: str, picture: Picture) -> str:
    """Name a file by what was wanted and by its bytes: an address never shows two pictures."""
    return f"{key}-{sha256(picture.body).hexdigest()[:KEY]}.{picture.ending}"


def stand_in_name(url: str) -> str:
    """Make a name as long as any, for a picture that is not there yet."""
    key = hash_parts(RULES, url)
    return f"{key}-{key}.jpg"


def hosted_address(public_url: str, name: str) -> str:
    """Tell where readers find a picture of the archive."""
    return f"{public_url}/{PLACE}/{name}"


def hosted_name(public_url: str, address: str) -> str | None:
    """Tell the name of a picture of the archive by its address; None for any other address."""
    start = f"{public_url}/{PLACE}/"
    name = address.removeprefix(start)
    return name if public_url and address.startswith(start) and "/" not in name else None


def place_pictures(edition: Edition, addresses: Mapping[str, str]) -> Edition:
    """Put other addresses in the place of pictures' own; words and credits stay.

    Args:
        edition: As read from its file.
        addresses: New address by the one in the file; what is not there stays as it is.

    Returns:
        The edition that is hashed and rendered.
    """
    if not addresses:
        return edition
    return replace(
        edition,
        sections=tuple(
            replace(section, items=tuple(place_picture(item, addresses) for item in section.items))
            for section in edition.sections
        ),
    )


def place_picture(item: Item, addresses: Mapping[str, str]) -> Item:
    """Put the new address of its picture into a story."""
    if item.image is None or item.image.url not in addresses:
        return item
    return replace(item, image=replace(item.image, url=addresses[item.image.url]))


def picture_addresses(edition: Edition) -> list[str]:
    """List the addresses of the pictures that readers may see, each once."""
    return list(dict.fromkeys(item.image.url for item in edition.items if item.image))


def hash_parts(*parts: str) -> str:
    """Hash texts that cannot run into each other."""
    joined = "\0".join(parts).encode("utf-8", "surrogatepass")
    return sha256(joined).hexdigest()[:KEY]
