"""Private texts of the room, sealed with the keys of contact data and bound to their row and field."""

from uuid import UUID

from django.conf import settings

from linli.people.sealing import keyring

NOTE, OFFER = "note", "offer"
"""What a sealed text is."""


def seal(*, text: str, row: UUID, field: str) -> bytes:
    """The text, sealed with the first key."""
    return keyring(keys=settings.CONTACT_KEYS).seal(text=text, where=row.bytes + field.encode())


def unseal(*, sealed: bytes, row: UUID, field: str) -> str:
    """The text in clear. Raises NotPossible when its key is missing or it was altered outside Linli."""
    return keyring(keys=settings.CONTACT_KEYS).unseal(sealed=bytes(sealed), where=row.bytes + field.encode())
