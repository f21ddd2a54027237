"""What the engine refuses. A docstring is the message; `core.errors` says how each kind is answered."""

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotAllowed, NotFound, NotPossible


class NoSuchCase(NotFound):
    """There is no case with this number that you may see."""

    code = "no-such-case"

    def __init__(self) -> None:
        super().__init__(_("There is no case with this number that you may see. Check the number and try again."))


class NoSuchAction(NotFound):
    """This kind of matter has no such step."""

    code = "no-such-action"

    def __init__(self) -> None:
        super().__init__(_("This kind of matter has no such step. Reload the page to see what you can do now."))


class WrongStage(NotPossible):
    """The case is no longer at a stage where this step exists."""

    code = "wrong-stage"

    def __init__(self) -> None:
        super().__init__(_("The case has moved on; this step no longer applies. Reload the page to see where it is."))


class SomebodyElseActed(NotPossible):
    """Two acted at once; the other came first."""

    code = "somebody-else-acted"

    def __init__(self, *, kind: str, who: str) -> None:
        super().__init__(
            _("%(who)s acted on this case before you (%(kind)s). Reload, look at what changed, then decide again.")
            % {"who": who or _("Somebody"), "kind": kind}
        )


class NotYours(NotAllowed):
    """The actor stands in no relation that may take this step."""

    code = "not-yours"

    def __init__(self) -> None:
        super().__init__(_("Your post may not take this step on this case."))


class NotYourTurn(NotAllowed):
    """The ball is with somebody else."""

    code = "not-your-turn"

    def __init__(self) -> None:
        super().__init__(_("The case is in somebody else's hands now; this step waits until it comes back to you."))


class VerifierIsHandler(NotAllowed):
    """Whoever handled a matter cannot verify it."""

    code = "verifier-is-handler"

    def __init__(self) -> None:
        super().__init__(_("You handled this matter yourself; somebody else must verify it."))


class VerifierOfSameBody(NotAllowed):
    """The pack wants verifiers from outside the organisation that handled."""

    code = "verifier-of-same-body"

    def __init__(self) -> None:
        super().__init__(
            _("Your organisation or the department above it handled this matter; somebody from outside must verify it.")
        )


class AskedYourself(NotAllowed):
    """Whoever asks for more time or a pause does not grant it."""

    code = "asked-yourself"

    def __init__(self) -> None:
        super().__init__(_("You asked for this yourself; somebody else must decide on it."))


class DecidedBefore(NotAllowed):
    """Whoever took part in a decision does not review it."""

    code = "decided-before"

    def __init__(self) -> None:
        super().__init__(_("You acted for the body whose decision is under review; somebody else must review it."))


class LimitReached(NotPossible):
    """The step was taken as often as the rules allow."""

    code = "limit-reached"

    def __init__(self) -> None:
        super().__init__(_("This step was already taken as often as the rules allow."))


class Guarded(NotPossible):
    """A guard of the pack says no, and why."""

    code = "guarded"


class TooLate(NotPossible):
    """The time for this step has passed."""

    code = "too-late"

    def __init__(self) -> None:
        super().__init__(_("The time for this step has passed. Please report the matter anew."))


class BadInput(Invalid):
    """Some fields cannot be used."""

    code = "bad-input"

    def __init__(self, fields: dict[str, object]) -> None:
        super().__init__(_("Some fields need another look."), fields=fields)  # type: ignore[arg-type]


class RepeatedKey(Invalid):
    """The Idempotency-Key was used with another body."""

    code = "key-reused"

    def __init__(self) -> None:
        super().__init__(_("This Idempotency-Key was already used for a different request. Use a new key."))


class NoSuchDryRun(NotFound):
    """It was done long ago, or left as it was."""

    code = "no-such-dry-run"

    def __init__(self) -> None:
        super().__init__(_("This dry run is not kept any more. Make a new one."))


class DryRunMovedOn(NotPossible):
    """Somebody else confirmed or dropped it."""

    code = "dry-run-moved-on"

    def __init__(self) -> None:
        super().__init__(_("This dry run has moved on meanwhile. Reload the page to see where it is."))


class DryRunOutdated(NotPossible):
    """The calendar or the pack changed since it was counted."""

    code = "dry-run-outdated"

    def __init__(self) -> None:
        super().__init__(_("The calendar or the rule was changed since this was counted. It is being counted again."))


class NotInForce(NotPossible):
    """A rule is applied from its day on."""

    code = "not-in-force"

    def __init__(self) -> None:
        super().__init__(_("This rule is not in force yet. Apply it on the day."))
