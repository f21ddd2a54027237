"""The four kinds of refusal that every room derives its own errors from.

One place (`linli.web.problems`, `linli.api.problems`) maps them to pages and to RFC 9457 problem details.
The message is translatable text for the person who asked and says what to do next.
"""

from collections.abc import Mapping

from django.utils.functional import Promise

Text = str | Promise


class LinliError(Exception):
    """Something Linli refuses, with a message for the person who asked."""

    code = "error"
    status = 400

    def __init__(self, message: Text, *, fields: Mapping[str, Text] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fields: Mapping[str, Text] = fields or {}

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(LinliError):
    """The actor has no right to do or see this."""

    code = "not-allowed"
    status = 403


class NotPossible(LinliError):
    """The state does not allow this now: somebody else acted first, or the step does not exist here."""

    code = "not-possible"
    status = 409


class NotFound(LinliError):
    """There is no such thing, or the actor may not know that there is."""

    code = "not-found"
    status = 404


class Invalid(LinliError):
    """The input cannot be used; `fields` names each faulty field and its mend."""

    code = "invalid"
    status = 422
