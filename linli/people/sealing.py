"""Encryption of single fields with rotating keys. Pure; knows no row and no settings.

A sealed field is: version (1 byte), key id (4), nonce (12), AES-256-GCM ciphertext with its tag. It is bound to its
place (`where`: row and field), so that a field copied into another row does not open.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.translation import gettext_lazy as _

from linli.core.errors import NotPossible

_VERSION = b"\x01"
_ID_BYTES = 4
_NONCE_BYTES = 12
_HEAD = 1 + _ID_BYTES + _NONCE_BYTES


@dataclass(frozen=True, slots=True)
class Keyring:
    """The first key seals; every key opens what it once sealed."""

    first: bytes
    ciphers: dict[bytes, AESGCM]

    def seal(self, *, text: str, where: bytes) -> bytes:
        """The field, sealed with the first key."""
        nonce = os.urandom(_NONCE_BYTES)
        return _VERSION + self.first + nonce + self.ciphers[self.first].encrypt(nonce, text.encode(), where)

    def unseal(self, *, sealed: bytes, where: bytes) -> str:
        """The field's text. Raises NotPossible when no key fits or the field was altered or moved."""
        cipher = self.ciphers.get(sealed[1 : 1 + _ID_BYTES]) if sealed[:1] == _VERSION else None
        if cipher is None:
            raise NotPossible(_("The key that sealed this contact is missing: add it to LINLI_CONTACT_KEYS."))
        try:
            return cipher.decrypt(sealed[1 + _ID_BYTES : _HEAD], sealed[_HEAD:], where).decode()
        except InvalidTag:
            raise NotPossible(_("This contact was altered outside Linli and cannot be opened.")) from None

    @property
    def head(self) -> bytes:
        """How every field begins that the first key sealed."""
        return _VERSION + self.first


def keyring(*, keys: Sequence[str]) -> Keyring:
    """The ring of the given secrets, newest first; each of any length, best 32 random bytes or more."""
    return _keyring(tuple(keys))


@lru_cache(maxsize=8)
def _keyring(keys: tuple[str, ...]) -> Keyring:
    if not keys:
        raise ValueError("LINLI_CONTACT_KEYS is empty: give it at least one key")
    ciphers = {_key_id(key): AESGCM(_derived(key, b"linli contact key")) for key in keys}
    return Keyring(first=_key_id(keys[0]), ciphers=ciphers)


def _key_id(key: str) -> bytes:
    return _derived(key, b"linli contact key id")[:_ID_BYTES]


def _derived(key: str, label: bytes) -> bytes:
    return sha256(label + b"\x00" + key.encode()).digest()
