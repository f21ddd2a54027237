"""A pasted list of parties: what is read, and what is said of a line that cannot be."""

import pytest

from linli.core.errors import Invalid
from linli.mediation.rules.partylist import MOST, listed
from linli.mediation.types import Joining


def faults(text: str) -> str:
    """What is said of a list that cannot be read."""
    with pytest.raises(Invalid) as refused:
        listed(text=text, side="applicant")
    return str(refused.value.fields["lines"])


def test_rows_of_a_spreadsheet_and_of_a_letter() -> None:
    text = "业主01\t13911110001\tone@example.org\n\n 业主02，two@example.org，0731-8222 0000 \n业主03\n"
    assert listed(text=text, side="respondent") == (
        Joining("respondent", name="业主01", phone="13911110001", email="one@example.org"),
        Joining("respondent", name="业主02", phone="0731-8222 0000", email="two@example.org"),
        Joining("respondent", name="业主03"),
    )


def test_every_line_that_cannot_be_read_is_named() -> None:
    said = faults("业主01\n13911110001\t业主02\n业主03，栋二\n业主04")
    assert "2" in said
    assert "3" in said
    assert "栋二" in said
    assert "1：" not in said
    assert "4：" not in said


def test_nothing_two_numbers_and_too_many() -> None:
    assert faults(" \n\n")
    assert "13911110002" in faults("业主01,13911110001,13911110002")
    assert str(MOST + 1) in faults("业主\n" * (MOST + 1))
