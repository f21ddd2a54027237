"""A pack in full."""

from linli.api.shown.words import Shown, basis, fields, pack
from linli.cases.wording import said
from linli.process.definition import Action, Category, ClockRule, Length, Pack, Stage


def detail(found: Pack) -> Shown:
    """Everything that a program needs to report and to act."""
    return pack(found) | {
        "digest": found.digest,
        "categories": [_category(one) for one in found.categories.values()],
        "fields": fields(found.fields),
        "stages": [_stage(one) for one in found.stages.values()],
        "actions": [_action(one) for one in found.actions.values()],
        "clocks": [_clock(one) for one in found.clocks.values()],
    }


def _category(found: Category) -> Shown:
    return {"key": found.key, "title": said(found.title), "parent": found.parent, "urgency": found.urgency}


def _stage(found: Stage) -> Shown:
    return {
        "key": found.key,
        "title": said(found.title),
        "public": said(found.public),
        "holder": found.holder,
        "outcome": found.outcome or "",
    }


def _action(found: Action) -> Shown:
    return {
        "key": found.key,
        "title": said(found.title),
        "from_stages": sorted(found.from_stages),
        "to": found.to,
        "by": sorted(found.by),
        "fields": fields(found.asks),
    }


def _clock(found: ClockRule) -> Shown:
    return {
        "key": found.key,
        "title": said(found.title),
        "runs_in": sorted(found.runs_in),
        "pauses_in": sorted(found.pauses_in),
        "lengths": [_length(one, found) for one in found.lengths],
        "is_promise": found.is_promise,
        "basis": basis(found.basis),
    }


def _length(one: Length, of: ClockRule) -> Shown:
    return {
        "length": one.length,
        "unit": one.unit,
        "category": one.category,
        "urgency": one.urgency,
        "basis": basis(one.basis or of.basis),
    }
