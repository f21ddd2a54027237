"""The packs and calendars in force here, as the rules take them. From memory; no SQL per call."""

from collections.abc import Mapping

from linli.core.calendars.queries import calendar
from linli.core.clock import Calendar
from linli.process.definition import Pack
from linli.process.registry import Registry, registry


def installed() -> Registry:
    """The packs that Linli ships and those of the city's own folder."""
    return registry()


def pack_of(*, key: str, version: str | None = None) -> Pack:
    """A pack, in the version that a case keeps. Raises process.errors.UnknownPack."""
    return installed().pack(key, version)


def calendars_of(pack: Pack) -> Mapping[str, Calendar]:
    """Every calendar that the pack's clocks count on, and the default one."""
    keys = {"default", *(rule.calendar for rule in pack.clocks.values())}
    return {key: calendar(key) for key in keys}
