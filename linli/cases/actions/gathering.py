"""Opens the cases that arrive together with one statement: who comes while one is being written waits for the next.

As a database commits in groups, so does a process here: the first to come writes at once; those who come meanwhile are
written together by the first of them, each answered only after the commit. Nobody waits for company.
"""

import threading
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from django.db import DatabaseError, connection

from linli.cases.actions import record

Document = Mapping[str, Any]
MOST = 32
"""Cases in one statement."""


class _Waiting:
    """A document, and what its thread shall do when it is called."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.called = threading.Lock()  # held until the call: a bare lock wakes cheaper than an Event
        self.called.acquire()
        self.what: Literal["written", "lead", "alone"] = "written"

    def call(self, what: Literal["written", "lead", "alone"]) -> None:
        self.what = what
        self.called.release()


_lock = threading.Lock()
_queue: list[_Waiting] = []
_is_led = False


def write(document: Document) -> None:
    """Writes an opening whole; returns once it is committed. Inside a transaction it is a part of that one.

    Raises django.db.IntegrityError for its own document only: if a group fails, each of it is written alone.
    """
    if connection.in_atomic_block:
        record.run_opening(document)
        return
    one = _Waiting(document)
    if not _joined(one):
        one.called.acquire()
        if one.what == "written":
            return
        if one.what == "alone":
            record.run_opening(document)
            return
    _lead(one)


def _joined(one: _Waiting) -> bool:
    """Stands in the queue; whether nobody leads it yet, so that this thread must."""
    global _is_led
    with _lock:
        _queue.append(one)
        is_first, _is_led = not _is_led, True
    return is_first


def _lead(one: _Waiting) -> None:
    """Writes the queue's head, this thread's own among it, and hands the rest to the next."""
    with _lock:
        group = _queue[:MOST]
        del _queue[:MOST]
    try:
        _write(group, leader=one)
    finally:
        _hand_on()


def _write(group: Sequence[_Waiting], *, leader: _Waiting) -> None:
    followers = [each for each in group if each is not leader]
    what: Literal["written", "alone"] = "alone"
    try:
        record.run_opening(merged([each.document for each in group]))
        what = "written"
    except DatabaseError:
        if not followers:
            raise
    finally:
        for each in followers:
            each.call(what)
    if what == "alone":
        record.run_opening(leader.document)


def _hand_on() -> None:
    global _is_led
    with _lock:
        if _queue:
            _queue[0].call("lead")
        else:
            _is_led = False


def merged(documents: Sequence[Document]) -> Document:
    """One document with the rows of all, part by part."""
    if len(documents) == 1:
        return documents[0]
    return {part: [row for document in documents for row in document[part]] for part in documents[0]}
