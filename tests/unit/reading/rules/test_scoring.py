"""F1 by label and on average."""

import pytest

from linli.reading.rules.scoring import by_label, macro_f1


def test_each_label_has_its_precision_recall_and_f1() -> None:
    light, road = by_label(["light", "light", "road", "road"], ["light", "road", "road", "road"])
    assert (light.label, light.count, light.precision, light.recall) == ("light", 2, 1.0, 0.5)
    assert light.f1 == pytest.approx(2 / 3)
    assert road.f1 == pytest.approx(0.8)
    assert macro_f1([light, road]) == pytest.approx((2 / 3 + 0.8) / 2)


def test_a_label_that_was_never_found_scores_nothing() -> None:
    assert by_label(["light"], ["road"])[0].f1 == 0


def test_no_label_no_score() -> None:
    assert macro_f1([]) == 0
