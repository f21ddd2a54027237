"""What the mediation room refuses."""

from django.utils.translation import gettext_lazy as _

from linli.core.errors import NotFound, NotPossible


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
