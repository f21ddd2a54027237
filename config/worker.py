"""What `linli serve` runs in each worker: the application, answering at once while the map is read into memory."""

import threading

from config.wsgi import application
from linli.places.queries import warm

__all__ = ["application"]

threading.Thread(target=warm, name="warm", daemon=True).start()
