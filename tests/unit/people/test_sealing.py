"""Sealed fields open with any key of the ring, only in their own place, and only unaltered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.errors import NotPossible
from linli.people.sealing import keyring

OLD, NEW = "an old key of the city", "a new key of the city"


@given(text=st.text(max_size=80), where=st.binary(max_size=24))
def test_it_opens_what_it_sealed(text: str, where: bytes) -> None:
    ring = keyring(keys=[NEW])
    sealed = ring.seal(text=text, where=where)
    assert ring.unseal(sealed=sealed, where=where) == text
    assert ring.seal(text=text, where=where) != sealed


def test_an_old_key_still_opens_and_the_new_one_seals() -> None:
    sealed = keyring(keys=[OLD]).seal(text="13812341234", where=b"row")
    ring = keyring(keys=[NEW, OLD])
    assert ring.unseal(sealed=sealed, where=b"row") == "13812341234"
    assert not sealed.startswith(ring.head)
    assert ring.seal(text="x", where=b"row").startswith(ring.head)


def test_it_refuses_a_missing_key_another_place_and_an_altered_field() -> None:
    sealed = keyring(keys=[OLD]).seal(text="13812341234", where=b"row")
    with pytest.raises(NotPossible, match="LINLI_CONTACT_KEYS"):
        keyring(keys=[NEW]).unseal(sealed=sealed, where=b"row")
    with pytest.raises(NotPossible):
        keyring(keys=[OLD]).unseal(sealed=sealed, where=b"other row")
    with pytest.raises(NotPossible):
        keyring(keys=[OLD]).unseal(sealed=sealed[:-1] + bytes([sealed[-1] ^ 1]), where=b"row")


def test_it_refuses_to_work_without_a_key() -> None:
    with pytest.raises(ValueError):
        keyring(keys=[])
