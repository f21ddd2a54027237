"""What can go wrong with a message. The kind of trouble decides what becomes of it; none loses it silently."""

from linli.core.errors import LinliError, NotFound, NotPossible


class Trouble(LinliError):
    """Why a message did not go out: a key of `notify.queries.REASONS`, or the words of the mail server."""

    code = "message-trouble"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Later(Trouble):
    """It certainly was not sent and may work later."""


class Never(Trouble):
    """It certainly was not sent and never will be as it stands."""


class Nobody(Trouble):
    """There is nobody to send it to."""


class Unclear(Trouble):
    """The line broke while sending: it may have arrived. Never sent again by itself."""


class OutgoingNotFound(NotFound):
    """There is no such message."""

    code = "message-not-found"


class OutgoingSettled(NotPossible):
    """The message is not one that waits for an administrator's decision."""

    code = "message-settled"
