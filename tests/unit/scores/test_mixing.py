"""What is expected of a body by its mix."""

from linli.scores.rules.mixing import Share, Stratum, compared, gathered, table

BIN, BAG, ROAD = (Stratum("event", key, "web") for key in ("litter.bin", "litter.bag", "road"))
LITTER = Stratum("event", "litter", "web")


def test_expected_is_the_own_mix_at_everybodys_rate() -> None:
    whole = table([{BIN: Share(90, 100), ROAD: Share(1, 10)}, {BIN: Share(10, 100)}])
    k, n, expected, _chance = compared(whole)
    assert (list(k), list(n), list(expected)) == ([90, 10], [100, 100], [50, 50])


def test_small_categories_are_taken_together_and_large_ones_are_not() -> None:
    mixes = {
        "a": {BIN: Share(60, 80), BAG: Share(2, 3), ROAD: Share(1, 2)},
        "b": {BIN: Share(20, 40), BAG: Share(1, 4)},
    }
    assert gathered(mixes) == {
        "a": {BIN: Share(60, 80), LITTER: Share(2, 3), ROAD: Share(1, 2)},
        "b": {BIN: Share(20, 40), LITTER: Share(1, 4)},
    }
    assert gathered(mixes, least=200)["a"] == {LITTER: Share(62, 83), ROAD: Share(1, 2)}
