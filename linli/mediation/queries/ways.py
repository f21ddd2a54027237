"""The ways that stay open once a mediation has ended without an agreement, as they were told when it ended."""

from linli.cases.queries.packs import pack_of
from linli.mediation.types import Room
from linli.process.definition import Texts

FIELD = "routes"
ENDED = frozenset({"ended", "declined", "unmediated", "unperformed"})


def ways_left(*, room: Room) -> tuple[Texts, ...]:
    """What whoever ended it named (People's Mediation Law, Art. 26); nothing while it goes on."""
    told = room.fields.get(FIELD) if room.stage in ENDED else None
    field = next((one for one in pack_of(key=room.pack).facts() if one.key == FIELD), None)
    known = {one.key: one.title for one in field.choices} if field else {}
    return tuple(known[one] for one in told or () if one in known)
