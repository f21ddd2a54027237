"""One kind of work spread over processes that share what was read before: items go out, results come back."""

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from types import FrameType
from typing import Any, TypeVar

from django.db import connections
from django.utils.translation import gettext as _

from linli.core.errors import NotPossible

MOST = 4
PATIENCE_SECONDS = 60.0

Item = TypeVar("Item")
Result = TypeVar("Result")


class WorkStopped(NotPossible):
    """A process of the work ended before its time, or could not do its item. Items that were answered are done."""

    code = "work-stopped"


@dataclass(frozen=True, slots=True)
class _Child:
    process: ForkProcess
    line: Connection


def usual() -> int:
    """How many processes to use here: one for each core. Only Linux copies a running process safely."""
    return min(os.cpu_count() or 1, MOST) if sys.platform == "linux" else 1


def spread(*, work: Callable[[Item], Result], items: Iterable[Item], processes: int) -> Iterator[Result]:
    """The results of the work on each item, in the order in which they are ready; with one process, in its own.

    `work` and what it refers to are copied with the process, items and results are sent: keep those small. Each process
    has its own database connection, so this must not begin inside a transaction. When it is closed early or
    interrupted, items that are being worked on are finished. Raises WorkStopped.
    """
    if processes == 1:
        yield from map(work, items)
        return
    connections.close_all()
    children: list[_Child] = []
    for _number in range(processes):
        children.append(_started(work, [child.line for child in children]))
    try:
        with _asked_to_stop() as stop:
            yield from _results(children, iter(items), stop)
    finally:
        _end(children)


def _started(work: Callable[[Any], Any], others: Sequence[Connection]) -> _Child:
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(work, there, [*others, here]), daemon=True)
    process.start()
    there.close()
    return _Child(process, here)


def _serve(work: Callable[[Any], Any], line: Connection, others: Sequence[Connection]) -> None:
    """In the child: one item after the other, until the line is closed or the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process; the parent decides.
    for inherited in connections.all(initialized_only=True):
        inherited.connection = None  # The parent's: one that an event loop of its own kept was not closed before.
    for other in others:
        other.close()  # The end of the parent is seen only when nobody else holds its lines.
    gc.freeze()
    with contextlib.suppress(EOFError, OSError):
        while True:
            item = line.recv()
            line.send(_answer(work, item))
    connections.close_all()


def _answer(work: Callable[[Any], Any], item: Any) -> tuple[Any, str]:
    try:
        return work(item), ""
    except Exception as fault:
        return None, f"{type(fault).__name__}: {' '.join(str(fault).split())}"


def _results(children: Sequence[_Child], items: Iterator[Any], stop: threading.Event) -> Iterator[Any]:
    busy = {child.line: child for child in children if _hand_out(child, items)}
    while busy:
        for line in wait(list(busy)):
            child = busy.pop(line)  # type: ignore[call-overload]
            result = _received(child)
            if not stop.is_set() and _hand_out(child, items):
                busy[child.line] = child
            yield result
    if stop.is_set():
        raise KeyboardInterrupt


@contextlib.contextmanager
def _asked_to_stop() -> Iterator[threading.Event]:
    """Set at the first Ctrl-C, so that what is being worked on is finished and counted; the second one interrupts."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = signal.getsignal(signal.SIGINT)

    def ask(number: int, frame: FrameType | None) -> None:
        stop.set()
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, ask)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def _hand_out(child: _Child, items: Iterator[Any]) -> bool:
    for item in items:
        with contextlib.suppress(BrokenPipeError):  # A dead child is noticed when its answer is waited for.
            child.line.send(item)
        return True
    return False


def _received(child: _Child) -> Any:
    try:
        result, fault = child.line.recv()
    except (EOFError, ConnectionResetError):
        child.process.join()
        raise WorkStopped(
            _("A process of the work was ended from outside (code %(code)s). What was done is kept; start it again.")
            % {"code": child.process.exitcode}
        ) from None
    if fault:
        raise WorkStopped(_("The work stopped: %(fault)s. What was done is kept.") % {"fault": fault})
    return result


def _end(children: Sequence[_Child]) -> None:
    """Lets each child finish its item and go; one that does not is ended."""
    for child in children:
        child.line.close()
    for child in children:
        child.process.join(PATIENCE_SECONDS)
        if child.process.is_alive():
            child.process.terminate()
            child.process.join()
