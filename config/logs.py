"""Structured logs: one JSON object a line on standard error, without personal data.

An exception is logged by its type and the places it passed through; its message may quote what somebody typed, so only
the messages of faults in the configuration and of a lost database are kept.
"""

import json
import logging
import traceback
from datetime import UTC, datetime

from linli.reading.rules.masking import mask

QUOTABLE = {"ImproperlyConfigured", "OperationalError", "InterfaceError", "ModuleNotFoundError", "ImportError"}
FIELDS = ("status_code", "job", "case", "outgoing", "seconds")
"""Extra fields that a log call may carry; all of them are ours, none is a reporter's."""


class Line(logging.Formatter):
    """Formats a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": _masked(_message(record)),
        }
        line |= {field: getattr(record, field) for field in FIELDS if hasattr(record, field)}
        if record.exc_info and record.exc_info[1] is not None:
            line["fault"] = _fault(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def _message(record: logging.LogRecord) -> str:
    """Django names the path that was asked for, and a path may carry a tracking secret: its pattern is enough."""
    request = getattr(record, "request", None)
    if request is None or not isinstance(record.args, tuple):
        return record.getMessage()
    match = getattr(request, "resolver_match", None)
    where = f"{request.method} {match.route if match else 'no such page'}"
    return record.msg % tuple(where if argument == request.path else argument for argument in record.args)


def _masked(text: str) -> str:
    """No log call of ours names anybody; this is for those of others."""
    return mask(text, finest="door").text


def _fault(fault: BaseException) -> dict[str, object]:
    kind = type(fault).__name__
    frames = traceback.extract_tb(fault.__traceback__)[-12:]
    described: dict[str, object] = {
        "kind": kind,
        "frames": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
    if kind in QUOTABLE:
        described["message"] = _masked(str(fault))
    return described


def configuration(*, level: str) -> dict[str, object]:
    """What `logging.config.dictConfig` takes."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "config.logs.Line"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "procrastinate": {"level": "WARNING"},
            "django.server": {"handlers": [], "level": level, "propagate": True},
        },
    }
