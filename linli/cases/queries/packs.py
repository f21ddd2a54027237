"""The packs and calendars in force here, as the rules take them. From memory; no SQL per call."""

from collections.abc import Mapping

from linli.core.calendars.queries import calendar
from linli.core.clock import Calendar
from linli.packs.queries import installed as _installed
from linli.process.definition import Action, Pack
from linli.process.registry import Registry

EVERYDAY = "event"
"""The pack that a reporter gets who does not choose another."""


def installed() -> Registry:
    """The packs that Linli ships, those of the city's own folder, and those published while it runs."""
    return _installed()


def pack_of(*, key: str, version: str | None = None) -> Pack:
    """A pack, in the version that a case keeps. Raises process.errors.UnknownPack."""
    return installed().pack(key, version)


def is_in_use(*, key: str) -> bool:
    """Whether new cases of this pack may be opened."""
    return any(pack.key == key for pack in installed().current())


def opened_pack(*, action: Action, pack: Pack) -> Pack:
    """The pack of the case that an action opens, if it opens one and that pack is in use; else the case's own."""
    return pack_of(key=action.opens) if action.opens and is_in_use(key=action.opens) else pack


def offered(*, channel: str) -> tuple[Pack, ...]:
    """The packs that take new cases through a channel: the everyday one first, the others by key."""
    takes = [pack for pack in installed().current() if channel in pack.channels]
    return tuple(sorted(takes, key=lambda pack: (pack.key != EVERYDAY, pack.key)))


def calendars_of(pack: Pack) -> Mapping[str, Calendar]:
    """Every calendar that the pack's clocks count on, and the default one."""
    keys = {"default", *(rule.calendar for rule in pack.clocks.values())}
    return {key: calendar(key) for key in keys}
