"""The PostgreSQL that comes with Linli, for the demo, the tests and small towns: one server per `var` folder."""

from linli.cli.embedded.address import default_url
from linli.cli.embedded.server import Server, ServerFault

__all__ = ["Server", "ServerFault", "default_url"]
