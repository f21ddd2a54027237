"""A kept connection is asked whether it still lives only after a pause: a busy one would pay a round trip a request."""

from time import monotonic

from django.db.backends.postgresql import base

IDLE_SECONDS = 5.0


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that knows when it was last used."""

    _used_at = 0.0

    def close_if_health_check_failed(self) -> None:
        """Replace a connection that broke while it was idle; one that breaks in use is closed after its request."""
        moment = monotonic()
        if moment - self._used_at < IDLE_SECONDS:
            self.health_check_done = True
        self._used_at = moment
        super().close_if_health_check_failed()
