"""A key that is one object: equal to itself alone, and keeping it alive."""

import gc
import weakref

from linli.core.same import Same


class Pack:
    """Equal to every other, as two readings of one file are."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pack)

    __hash__ = None  # type: ignore[assignment]


def test_it_is_equal_for_the_same_object_alone() -> None:
    one, other = Pack(), Pack()
    assert one == other
    assert Same(one) == Same(one)
    assert hash(Same(one)) == hash(Same(one))
    assert Same(one) != Same(other)
    assert Same(one) != one


def test_nothing_takes_the_place_of_what_it_stands_for() -> None:
    one = Pack()
    seen, key = weakref.ref(one), Same(one)
    del one
    gc.collect()
    assert seen() is key.it
    del key
    gc.collect()
    assert seen() is None
