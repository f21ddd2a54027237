"""`linli demo`: the whole of Linli on one machine, with a city in it, from one command."""

import os
import signal
import sys
import webbrowser
from types import FrameType

import click

from config.paths import VAR
from linli.cli.demo import preparing, showing
from linli.cli.demo.processes import Pair, free_port, only_one
from linli.cli.root import root


@root.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--fresh", is_flag=True, help="Forget the demo's rows, photos and mail, and begin again.")
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
def demo(port: int, fresh: bool, no_open: bool) -> None:
    """Start Linli with the demo city; Ctrl-C stops everything. Nothing outside the checkout is touched."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    with only_one(folder=VAR):
        if fresh:
            preparing.wipe(folder=VAR)
        chosen = free_port(wanted=port)
        if chosen != port:
            click.echo(f"port {port} is taken: using {chosen}", err=True)
        _run(port=chosen, opens=not no_open)


def _run(*, port: int, opens: bool) -> None:
    url = f"http://127.0.0.1:{port}"
    preparing.environment(url=url)
    described = VAR / "demo.json"
    described.unlink(missing_ok=True)
    try:
        with preparing.prepared(folder=VAR) as roles, Pair(port=port, log=VAR / "demo.log") as pair:
            pair.wait_until_it_answers(url=url)
            showing.write(path=described, url=url, roles=roles)
            showing.table(url=url, roles=roles)
            if opens and _has_display():
                webbrowser.open(url)
            pair.wait()
    except KeyboardInterrupt:
        click.echo("stopped", err=True)
    finally:
        described.unlink(missing_ok=True)


def _has_display() -> bool:
    return sys.platform == "darwin" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
