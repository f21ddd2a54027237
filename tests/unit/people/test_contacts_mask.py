"""The mask shows enough to recognise a contact and not enough to use it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.people.contacts import OpenContact, mask, seal


@pytest.mark.parametrize(
    ("given_contact", "shown"),
    [
        ({"name": "反映人甲", "phone": "138-0000 1234"}, "反** 138****1234"),
        ({"phone": "+86 13800001234"}, "138****1234"),
        ({"phone": "8888 1234"}, "****34"),
        ({"phone": "12345"}, "****"),
        ({"email": "zhang@example.org"}, "z***@example.org"),
        ({"email": "nonsense"}, "***"),
        ({}, ""),
    ],
)
def test_it_masks(given_contact: dict[str, str], shown: str) -> None:
    assert mask(**given_contact) == shown


@given(phone=st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), name=st.text("王李张小明华", min_size=2, max_size=4))
def test_it_never_shows_the_whole(phone: str, name: str) -> None:
    shown = mask(name=name, phone=phone)
    assert phone not in shown
    assert name not in shown


def test_nothing_given_is_no_contact() -> None:
    assert seal(name=" ", purpose="case") is None


def test_an_open_contact_keeps_out_of_logs() -> None:
    assert "反" not in repr(OpenContact(name="反映人甲", phone="1", email="", language=""))
