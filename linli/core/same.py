"""One object as the key of a cache, for what can be neither hashed nor changed: a published pack and its parts."""

from typing import Generic, TypeVar

T = TypeVar("T")


class Same(Generic[T]):
    """Equal for the same object alone, which it keeps alive: nothing else can take its place in memory meanwhile."""

    __slots__ = ("it",)

    def __init__(self, it: T) -> None:
        self.it = it

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.it is other.it

    def __hash__(self) -> int:
        return id(self.it)
