"""The small city of the engine's tests."""

from tests.integration.cases.conftest import report, world

__all__ = ["report", "world"]
