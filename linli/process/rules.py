"""What the parts of a pack must say together: pure checks over a `Pack`, each giving (path, message) pairs."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from linli.process import counts, effects, fields
from linli.process.definition import Action, ClockRule, Pack

Path = tuple[str | int, ...]
Problem = tuple[Path, str]
ROLLING = frozenset({"day", "week", "month", "year"})
FREE = frozenset({"@same", "@previous"})


@dataclass(frozen=True, slots=True)
class Known:
    """The names that the file declares, faulty elements included, and the guards that may be named."""

    tables: Mapping[str, frozenset[str]]
    guards: frozenset[str]


def problems(*, pack: Pack, known: Known, folder_name: str, is_whole: bool) -> list[Problem]:
    """Everything that does not fit together. What follows from the whole graph is checked only when it is whole."""
    found = [*_identity(pack, known, folder_name), *_actions(pack, known), *_clocks(pack, known)]
    found += counts.problems(pack=pack, declared=known.tables["counts"])
    found += fields.problems(pack)
    if is_whole and not found:
        for rule in _WHOLE:
            found += rule(pack)
    return found


def successors(pack: Pack, action: Action, stage: str) -> frozenset[str]:
    """The stages that the action may lead to from the stage. `@previous`: any stage one may come from."""
    if action.to == "@same":
        return frozenset({stage})
    if action.to != "@previous":
        return frozenset({action.to})
    into = (one for one in pack.actions.values() if one.to == stage)
    return frozenset().union(*(one.from_stages - {stage} for one in into))


def waiting_stages(pack: Pack) -> frozenset[str]:
    """Stages that a case only passes time in: suspended, with the reporter, or pausing a clock."""
    by_stage = {key for key, stage in pack.stages.items() if stage.is_suspended or stage.holder == "reporter"}
    return frozenset(by_stage.union(*(clock.pauses_in for clock in pack.clocks.values())))


def _identity(pack: Pack, known: Known, folder_name: str) -> Iterator[Problem]:
    if pack.key and pack.key != folder_name:
        yield ("key",), f"key is {pack.key!r} but the folder is {folder_name!r}: make them the same"
    if pack.first_stage and pack.first_stage not in known.tables["stages"]:
        yield ("first_stage",), f"first_stage {pack.first_stage!r} is not a stage: name one of [stages]"
    seen: dict[str, str] = {}
    for category in pack.categories.values():
        other = seen.setdefault(category.title["zh"] + category.parent, category.key)
        if other != category.key:
            path = ("categories", *category.key.replace(".", ".leaves.").split("."))
            yield path, f"category {category.key} has the same title as {other}: name them apart"


def _actions(pack: Pack, known: Known) -> Iterator[Problem]:
    for key, action in pack.actions.items():
        path = ("actions", key)
        stages = known.tables["stages"]
        for stage in sorted(action.from_stages - stages):
            yield (*path, "from"), f"action {key} starts from {stage!r}, which is not a stage"
        if action.to not in stages | FREE:
            yield (*path, "to"), f"action {key} leads to {action.to!r}, which is not a stage"
        for guard in action.guards:
            if guard not in known.guards:
                yield (
                    (*path, "guards"),
                    f"action {key} names the guard {guard!r}, which is not known: {sorted(known.guards)}",
                )
        yield from _asks(pack, action)
        if (action.effect == "open_linked") != bool(action.opens):
            yield path, f"action {key}: `opens` names the pack of a case that the effect 'open_linked' opens"
        if action.reviews and action.effect != "dispatch":
            yield (*path, "reviews"), f"action {key}: only the effect 'dispatch' gives a case to a body that reviews it"


def _asks(pack: Pack, action: Action) -> Iterator[Problem]:
    path = ("actions", action.key, "asks")
    asked = {field.key: field for field in action.asks}
    if len(asked) < len(action.asks):
        yield path, f"action {action.key} asks for the same key twice"
    for name, types in effects.ASKS.get(action.effect, {}).items():
        if name not in asked:
            yield (
                path,
                f"action {action.key}: the effect {action.effect!r} needs to ask for {name!r} ({'/'.join(types)})",
            )
        elif asked[name].type not in types:
            yield path, f"action {action.key}: {name!r} must be of type {' or '.join(types)}"
    if "note" in action.requires and "note" not in asked:
        yield path, f"action {action.key} requires a note but does not ask for it: add 'note' to asks"
    for photo in sorted({"photo_before", "photo_after"}.intersection(action.requires)):
        if photo not in asked or asked[photo].type != "photos":
            yield (
                path,
                f"action {action.key} requires {photo} but does not ask for it: add a field {photo!r} of type photos",
            )


def _clocks(pack: Pack, known: Known) -> Iterator[Problem]:
    for key, clock in pack.clocks.items():
        path = ("clocks", key)
        for stage in sorted((clock.runs_in | clock.pauses_in) - known.tables["stages"]):
            yield path, f"clock {key} names {stage!r}, which is not a stage"
        for stage in sorted(clock.runs_in & clock.pauses_in):
            yield path, f"clock {key} both runs and is paused in {stage!r}: choose one"
        yield from _lengths(pack, clock, known)
        yield from _law(pack, clock)
        if clock.since and not any(one.key == clock.since and one.type == "date" for one in pack.facts()):
            yield (*path, "since"), f"clock {key} counts from {clock.since!r}, which is no date that a case keeps"
        yield from _own_end(pack, clock, known)
        if clock.breach_action and clock.breach_action not in known.tables["actions"]:
            yield (
                (*path, "breach_action"),
                f"clock {key} takes {clock.breach_action!r} when due, which is not an action",
            )
    promises = [key for key, clock in pack.clocks.items() if clock.is_promise]
    for key in promises[1:]:
        yield ("clocks", key, "is_promise"), f"clock {key} is a second promise beside {promises[0]}: keep one"


def _law(pack: Pack, clock: ClockRule) -> Iterator[Problem]:
    """Editions of different dates whose lengths end in one for every case, and extensions that somebody may grant."""
    path = ("clocks", clock.key)
    starts = [one.starts_date for one in clock.editions]
    for one in clock.editions:
        if starts.count(one.starts_date) > 1:
            yield (*path, "edition"), f"clock {clock.key} has two editions from {one.starts_date}: keep one"
        if one.ends_date is not None and one.ends_date < one.starts_date:
            yield (*path, "edition"), f"clock {clock.key}: the edition from {one.starts_date} ends before it begins"
        if clock.per != "suspension" and not any(not each.category and not each.urgency for each in one.lengths):
            yield (
                (*path, "edition"),
                f"clock {clock.key} has no length for every case from {one.starts_date}: end its lengths with one",
            )
    for rule in (clock, *(clock.edition(date) for date in starts)):
        if rule.ends == "working_day" and rule.lengths and not any(one.unit in ROLLING for one in rule.lengths):
            yield (*path, "ends"), f"clock {clock.key} ends on a working day anyway: `ends` is for {sorted(ROLLING)}"
        yield from _approver(pack, rule)


def _approver(pack: Pack, rule: ClockRule) -> Iterator[Problem]:
    if rule.extension and (rule.per != "case" or not rule.lengths):
        yield ("clocks", rule.key, "extension"), f"clock {rule.key} is not the case's own: only those are extended"
    approver = rule.extension.approver if rule.extension else ""
    granting = [one for one in pack.actions.values() if one.effect == "approve_extension"]
    if approver and not any(approver in one.by for one in granting):
        yield (
            ("clocks", rule.key, "extension"),
            f"clock {rule.key} may be extended by {approver!r} only, who may take no action that grants it",
        )


def _own_end(pack: Pack, clock: ClockRule, known: Known) -> Iterator[Problem]:
    """What ends a clock beside its stages: a step, or a date that the case keeps."""
    path = ("clocks", clock.key)
    for action in sorted(clock.stopped_by - known.tables["actions"]):
        yield (*path, "stopped_by"), f"clock {clock.key} is stopped by {action!r}, which is not an action"
    if (clock.when or clock.stopped_by or clock.until) and clock.per != "case":
        yield path, f"clock {clock.key} is not the case's own: remove when, stopped_by and until"
    if not clock.until:
        return
    if not any(one.key == clock.until and one.type == "date" for one in pack.facts()):
        yield (*path, "until"), f"clock {clock.key} ends on {clock.until!r}, which is no date that a case keeps"
    if clock.pauses_in or clock.extension:
        yield (*path, "until"), f"clock {clock.key} ends on a date: a pause or an extension cannot move it"


def _lengths(pack: Pack, clock: ClockRule, known: Known) -> Iterator[Problem]:
    path = ("clocks", clock.key, "lengths")
    if clock.per != "suspension" and not any(not one.category and not one.urgency for one in clock.lengths):
        yield path, f"clock {clock.key} has no length for every case: end lengths with one without category and urgency"
    categories = pack.categories.keys() | known.tables["categories"]
    for at, length in enumerate(clock.lengths):
        if length.category and length.category not in categories:
            yield (
                (*path, at),
                f"clock {clock.key} has a length for category {length.category!r}, which is not in the tree",
            )
        if not length.category and not length.urgency and at < len(clock.lengths) - 1:
            yield (*path, at), f"clock {clock.key}: nothing after this length can ever match; move it to the end"


def _reachable(pack: Pack) -> Iterator[Problem]:
    found = _reach(pack, {pack.first_stage}, frozenset())
    for key in pack.stages.keys() - found:
        yield ("stages", key), f"stage {key} cannot be reached from {pack.first_stage}: add an action that leads to it"


def _reach(pack: Pack, start: set[str], without: frozenset[str]) -> frozenset[str]:
    """Every stage that a case in `start` may come to, never entering `without`."""
    found, ahead = set(start), list(start)
    while ahead:
        stage = ahead.pop()
        for action in pack.actions.values():
            if stage in action.from_stages:
                new = successors(pack, action, stage) - found - without
                found |= new
                ahead += new
    return frozenset(found)


def _exits(pack: Pack) -> Iterator[Problem]:
    for key, stage in pack.stages.items():
        leaving = [one for one in pack.actions.values() if key in one.from_stages and one.to not in {"@same", key}]
        if not stage.is_final and not leaving:
            yield ("stages", key), f"stage {key} has no action out of it: a case would be stuck there"
        if not stage.is_final and not any(pack.stages[end].is_final for end in _reach(pack, {key}, frozenset())):
            yield ("stages", key), f"no final stage can be reached from {key}: a case could never be closed"


def _is_sure(clock: ClockRule) -> bool:
    """Whether every case has it as long as it is in the clock's stages."""
    return clock.when is None and not clock.stopped_by


def _always_a_clock(pack: Pack) -> Iterator[Problem]:
    for key, stage in pack.stages.items():
        running = [one for one in pack.clocks.values() if key in one.runs_in and one.per in {"case", "suspension"}]
        paused = [one for one in pack.clocks.values() if key in one.pauses_in and one.per == "case"]
        if not stage.is_final:
            running, paused = ([one for one in some if _is_sure(one)] for some in (running, paused))
        if stage.is_final:
            yield from (
                (("clocks", one.key), f"clock {one.key} runs in the final stage {key}") for one in (*running, *paused)
            )
        elif not running and not paused:
            yield ("stages", key), f"no clock runs in stage {key}: an open case needs one (promise 1)"
        elif stage.is_suspended and not running:
            yield ("stages", key), f"a case in {key} could wait for ever: add a clock that runs there (promise 1)"


def _previous(pack: Pack) -> Iterator[Problem]:
    waiting = waiting_stages(pack)
    for key, action in pack.actions.items():
        for stage in sorted(action.from_stages - waiting) if action.to == "@previous" else ():
            yield ("actions", key, "to"), f"action {key} goes back from {stage}, which no case waits in: name the stage"


def _judged(pack: Pack) -> Iterator[Problem]:
    """Promise 9: who handles never closes as resolved, and no way there passes by the verifier."""
    resolved = {key for key, stage in pack.stages.items() if stage.outcome == "resolved"}
    judges = frozenset(key for key, stage in pack.stages.items() if stage.holder == "verifier")
    handled = {
        key for key, stage in pack.stages.items() if stage.holder in {"org", "grid_worker"} and not stage.is_final
    }
    for key, action in pack.actions.items():
        if action.to in resolved and action.by & {"lead", "assist", "grid_worker"}:
            yield (
                ("actions", key, "by"),
                f"action {key} lets the handler close the case: a verifier or desk must (promise 9)",
            )
        holder = pack.stages[action.to].holder if action.to in pack.stages else ""
        if action.effect == "finish" and holder not in {"verifier", "desk"}:
            yield (
                ("actions", key, "to"),
                f"action {key} finishes the handling: it must lead to a verifier or desk (promise 9)",
            )
    for key in sorted(_reach(pack, handled, judges) & resolved if judges else ()):
        yield ("stages", key), f"a handled case can become {key} without passing a verifier: close that way (promise 9)"


def _final(pack: Pack) -> Iterator[Problem]:
    first = pack.stages.get(pack.first_stage)
    if first and first.is_final:
        yield ("first_stage",), "the first stage is final: a case would be closed when it is opened"
    if not any(stage.outcome == "resolved" for stage in pack.stages.values()):
        yield ("stages",), "no stage has the outcome 'resolved': a case could never succeed"
    for key, clock in pack.clocks.items():
        action = pack.actions.get(clock.breach_action)
        if action and (not clock.runs_in <= action.from_stages or "system" not in action.by):
            yield (
                ("clocks", key, "breach_action"),
                f"action {action.key} must be open to system in every stage of clock {key}",
            )


_WHOLE: tuple[Callable[[Pack], Iterator[Problem]], ...] = (
    _reachable, _exits, _always_a_clock, _previous, _judged, _final,
)  # fmt: skip
