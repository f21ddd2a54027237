"""Masks numbers that identify people in texts of other systems: mobile phones, identity cards, bank cards."""

import re

_ANY = re.compile(r"\d{11}|@")
"""What every text to be masked holds; most hold none, and one look tells."""
_IDENTITY = re.compile(r"(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?!\d)")
_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")
_CARD = re.compile(r"(?<!\d)(\d{4})\d{8,11}(\d{4})(?!\d)")
_EMAIL = re.compile(r"\b([A-Za-z0-9])[A-Za-z0-9._%+-]*@([A-Za-z0-9.-]+\.[A-Za-z]{2,})")


def masked(text: str) -> str:
    """The text with the middle of such numbers and addresses as asterisks."""
    if not _ANY.search(text):
        return text
    text = _IDENTITY.sub(r"\1********\2", text)
    text = _MOBILE.sub(r"\1****\2", text)
    text = _CARD.sub(r"\1********\2", text)
    return _EMAIL.sub(r"\1***@\2", text)
