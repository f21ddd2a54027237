"""A kept connection is asked whether it still lives only after a pause: a busy one would pay a round trip a request.

A busy one is looked at instead: a server that went away has said so on the socket, which costs no round trip to see.
"""

import select
from time import monotonic

from django.db.backends.postgresql import base

IDLE_SECONDS = 5.0
_SPOKEN = select.POLLIN | select.POLLHUP | select.POLLERR


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that knows when it was last used."""

    health_check_done: bool
    _used_at = 0.0

    def close_if_health_check_failed(self) -> None:
        """Replace a connection that broke since the last request; one that breaks in use is closed after its own."""
        moment = monotonic()
        if not self.health_check_done and moment - self._used_at < IDLE_SECONDS and not self._has_spoken():
            self.health_check_done = True
        self._used_at = moment
        super().close_if_health_check_failed()

    def _has_spoken(self) -> bool:
        """Whether something waits to be read between two requests: mostly the server's farewell."""
        if self.connection is None or self.connection.closed:
            return True
        poll = select.poll()
        poll.register(self.connection.fileno(), _SPOKEN)
        return bool(poll.poll(0))
