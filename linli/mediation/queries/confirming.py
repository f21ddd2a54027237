"""The agreement that a court is to confirm, and why it would not be taken: for pages before anybody asks."""

from linli.core.errors import NotPossible
from linli.mediation.agreed import AgreementView
from linli.mediation.errors import NotConfirmable, NotSaidWhat, NotSigned
from linli.mediation.queries.agreements import in_effect
from linli.mediation.rules import confirming
from linli.mediation.rules.confirming import BASIS, DELICATE, NEVER, RIGHTS, UNSAID, USUAL_BASIS
from linli.mediation.types import Room
from linli.mediation.wording import called


def written(*, room: Room) -> AgreementView | None:
    """The latest agreement in writing that is in effect."""
    return next((one for one in reversed(in_effect(room=room)) if one.form == "written"), None)


def refusal(*, room: Room, confirms: str = RIGHTS) -> NotPossible | None:
    """Why no court would take it, as the refusal that the room answers with; None when nothing is in the way.

    `confirms` is what shall be confirmed: `rights`, a key of `NEVER`, or "" while nobody has said.
    """
    why = confirming.barred(category=room.category, confirms=confirms)
    if why == UNSAID:
        what = next(what for kind, what in DELICATE.items() if f"{room.category}.".startswith(f"{kind}."))
        return NotSaidWhat(what=NEVER[what], basis=BASIS.get(what, USUAL_BASIS))
    if why:
        return NotConfirmable(what=NEVER[why], basis=BASIS.get(why, USUAL_BASIS))
    view = written(room=room)
    lacking = confirming.unsigned(text=view.text, present=room.participants) if view else ()
    known = {one.id: called(one=one) for one in room.participants}
    return NotSigned(who="、".join(known[one] for one in lacking)) if lacking else None
