"""Numbers are read aloud in groups of three."""

import pytest

from linli.web.console.phone import spoken


@pytest.mark.parametrize(
    ("number", "words"),
    [("EV-261122-193", "EV 261 122 193"), ("EV-261122-1", "EV 261 122 1"), ("EV-261122-4711", "EV 261 122 471 1")],
)
def test_it_groups_the_digits(number: str, words: str) -> None:
    assert spoken(number=number) == words
