"""What the mediation room refuses."""

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotAllowed, NotFound, NotPossible, Text


class NoSuchRoom(NotFound):
    """The link opens no room."""

    code = "no-such-room"

    def __init__(self) -> None:
        super().__init__(
            _("This link opens no mediation room. Use the link of your latest message or ask the mediator.")
        )


class NoSuchParticipant(NotFound):
    """Nobody of this mediation is meant."""

    code = "no-such-participant"

    def __init__(self) -> None:
        super().__init__(_("Nobody of this mediation is meant. Reload the page and choose again."))


class MediationOver(NotPossible):
    """No session is planned once the mediation has ended."""

    code = "mediation-over"

    def __init__(self) -> None:
        super().__init__(_("The mediation has ended: open the case again before a session is planned."))


class NotSoNow(NotPossible):
    """The mediation has moved on since the page was shown."""

    code = "room-moved-on"

    def __init__(self) -> None:
        super().__init__(_("The mediation has moved on. Look at the page again, then decide."))


class NoSuchMediator(NotFound):
    """Nobody of the directory is meant."""

    code = "no-such-mediator"

    def __init__(self) -> None:
        super().__init__(_("There is no such mediator. Reload the page and choose again."))


class NoSuchStudio(NotFound):
    """No studio is meant."""

    code = "no-such-studio"

    def __init__(self) -> None:
        super().__init__(_("There is no such studio. Reload the page and choose again."))


class NoSuchSession(NotFound):
    """No session that the reader may see is meant."""

    code = "no-such-session"

    def __init__(self) -> None:
        super().__init__(_("No session of this mediation is meant. Reload the page and choose again."))


class NoSuchEvidence(NotFound):
    """No line of the list of evidence that the reader may see is meant."""

    code = "no-such-evidence"

    def __init__(self) -> None:
        super().__init__(_("No evidence of this mediation is meant. Reload the page and choose again."))


class NoSuchOffer(NotFound):
    """No offer that the reader may see is meant."""

    code = "no-such-offer"

    def __init__(self) -> None:
        super().__init__(_("No offer of this mediation is meant. Reload the page and choose again."))


class NotConsenting(NotPossible):
    """Somebody who has not consented wants to take part."""

    code = "consent-first"

    def __init__(self) -> None:
        super().__init__(_("Say above that you are willing to mediate; then this opens to you."))


class NoDraft(NotPossible):
    """No agreement is drafted or out for signing."""

    code = "no-draft"

    def __init__(self) -> None:
        super().__init__(_("There is no such agreement now. Look at the page again."))


class DraftAtHand(NotPossible):
    """An agreement is at hand already."""

    code = "draft-at-hand"

    def __init__(self) -> None:
        super().__init__(_("An agreement in writing is at hand. Drop it first, or go on with it."))


class MayNotSign(NotAllowed):
    """Somebody whose signature binds no party."""

    code = "may-not-sign"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Your signature does not bind: an agent or an elected representative needs a special mandate, and for"
                " somebody under age the guardian signs. Ask the mediator."
            )
        )


class Outdated(NotPossible):
    """Somebody left or came since the version was fixed."""

    code = "agreement-outdated"

    def __init__(self) -> None:
        super().__init__(
            _("Somebody has left or has come since this version was fixed. Take it back, and have it signed anew.")
        )


class NoAddress(NotPossible):
    """A code cannot be sent."""

    code = "no-address"

    def __init__(self) -> None:
        super().__init__(_("You left no e-mail address for a code. Sign on the screen, or on paper at the mediator's."))


class WrongCode(Invalid):
    """Not the code that was sent last, or one that no longer counts."""

    code = "wrong-code"

    def __init__(self) -> None:
        super().__init__(
            _("Please mend what is named below."),
            fields={
                "code": _(
                    "This is not the code of the latest message, or it no longer counts: a code lasts ten minutes and"
                    " five tries. Have a new one sent."
                )
            },
        )


class TooLateToConfirm(NotPossible):
    """The thirty days are over."""

    code = "too-late-to-confirm"

    def __init__(self, *, last: str) -> None:
        super().__init__(
            _(
                "The last day to ask the court was %(last)s: no court confirms this agreement any more. It binds all"
                " the same. If it is not performed, sue on it, ask for a payment order, or have a notary make an"
                " enforceable deed."
            )
            % {"last": last}
        )


class NoWindow(NotPossible):
    """Confirmation cannot be asked for at this stage."""

    code = "no-window"

    def __init__(self) -> None:
        super().__init__(
            _("Confirmation is asked for while a written agreement is being performed. Look at the stage of the case.")
        )


class NotConfirmable(NotPossible):
    """Courts do not confirm what the agreement is about."""

    code = "not-confirmable"

    def __init__(self, *, what: Text, basis: Text) -> None:
        super().__init__(
            _(
                "No court confirms this: %(what)s (%(basis)s). For it turn to the court or the authority in charge."
                " What is to be paid, returned or repaired may be confirmed in an agreement of its own."
            )
            % {"what": what, "basis": basis}
        )


class NotSaidWhat(NotPossible):
    """In this kind of dispute it has to be said first what shall be confirmed."""

    code = "say-what-is-confirmed"

    def __init__(self, *, what: Text, basis: Text) -> None:
        super().__init__(
            _(
                "In this kind of dispute say first that payment, return, repair and other civil rights and duties alone"
                " are to be confirmed. No court confirms: %(what)s (%(basis)s)."
            )
            % {"what": what, "basis": basis}
        )


class NotSigned(NotPossible):
    """A signature is missing on the agreement."""

    code = "agreement-not-signed"

    def __init__(self, *, who: str) -> None:
        super().__init__(
            _(
                "Nobody has signed the agreement for %(who)s. A court takes it with the signatures, seals or"
                " fingerprints of all parties (People's Mediation Law, Art. 29; Supreme People's Court on confirming"
                " people's mediation agreements, 2011, Art. 3). Write it anew and have it signed."
            )
            % {"who": who}
        )
