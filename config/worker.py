"""What `linli serve` runs in each worker: the application, answering at once while the map is read into memory."""

import gc
import threading

from config.wsgi import application
from linli.places.queries import warm

__all__ = ["application"]


def _settle() -> None:
    """Reads the map, then leaves what lives as long as the process out of every later collection of garbage."""
    warm()
    gc.collect()
    gc.freeze()


gc.set_threshold(20_000, 20, 50)
threading.Thread(target=_settle, name="warm", daemon=True).start()
