"""What a pack may count: names that fit a tally, steps that know whose and how much. Pure checks over a `Pack`."""

from collections.abc import Iterator

from linli.process.definition import MOST_POINTS, Action, Count, Effect, Pack

Path = tuple[str | int, ...]
Problem = tuple[Path, str]
COUNTED_ALWAYS = frozenset({
    "opened", "open", "closed", "on_time", "late", "reopened", "responded", "returned",
    "took_minutes", "response_minutes",
})  # fmt: skip
LONGEST_COUNT = 15
"""What a tally's name may hold, with the days of a timed count, or the sum of one, behind it."""
CALLING: frozenset[Effect] = frozenset({"dispatch", "add_assists"})
ENDING: frozenset[Effect] = frozenset({"finish_assist"})


def problems(*, pack: Pack, declared: frozenset[str]) -> Iterator[Problem]:
    """Every fault of what is counted. `declared` are the keys of [counts], those of faulty elements included."""
    named = {count for action in pack.actions.values() for count in action.counts}
    for key in sorted(declared):
        if key in COUNTED_ALWAYS or len(key) > LONGEST_COUNT:
            yield ("counts", key), f"count {key}: choose another name, of {LONGEST_COUNT} letters at most"
        elif key not in named:
            yield ("counts", key), f"count {key} is made by no action: name it in the `counts` of one"
    for one in pack.counts.values():
        yield from ((("counts", one.key), message) for message in _of_itself(pack, one))
    for action in pack.actions.values():
        for key in sorted(set(action.counts) - declared):
            path = ("actions", action.key, "counts")
            yield path, f"action {action.key} counts {key!r}, which is not in [counts]: add it there"
        for one in (pack.counts[key] for key in action.counts if key in pack.counts):
            yield from ((("actions", action.key, "counts"), message) for message in _of_step(action, one))


def _of_itself(pack: Pack, one: Count) -> Iterator[str]:
    """Keys that need one another."""
    if not one.of and (one.each or one.sums or one.in_time is not None):
        yield f"count {one.key}: `each`, `sums` and `in_time` are counted for an organisation: say `of` which"
    if one.of and one.timed:
        yield f"count {one.key}: `timed` is counted of cases: leave out `of` or `timed`"
    if (one.of == "named") != bool(one.named_in):
        yield f"count {one.key}: `named_in` is the field that names the organisation, for `of` 'named'"
    if one.points and not one.sums:
        yield f"count {one.key}: `points` say what the answers of the field in `sums` are worth: name it"
    if one.in_time is not None and (one.of not in {"assist", "caller"} or not _has_assist_clock(pack)):
        yield f"count {one.key}: `in_time` looks at a clock of an assisting organisation, for `of` assist or caller"


def _has_assist_clock(pack: Pack) -> bool:
    return any(clock.per == "assist" for clock in pack.clocks.values())


def _of_step(action: Action, one: Count) -> Iterator[str]:
    """A step that knows whom it counts for, and how much."""
    asked = {field.key: field for field in action.asks}
    if one.of in {"assist", "caller"} and action.effect not in (
        ENDING if one.in_time is not None else CALLING | ENDING
    ):
        yield f"action {action.key} counts {one.key!r}, but neither calls an organisation in nor ends the part of one"
    if one.named_in and (one.named_in not in asked or asked[one.named_in].type != "organisation"):
        yield f"action {action.key} counts {one.key!r} but does not ask for the organisation {one.named_in!r}"
    if one.sums and one.sums not in asked:
        yield f"action {action.key} counts {one.key!r} but does not ask for {one.sums!r}, which it sums"
    elif one.sums:
        yield from _worth(action, one)


def _worth(action: Action, one: Count) -> Iterator[str]:
    """Answers each of which is worth something: small numbers, or choices with points."""
    field = next(field for field in action.asks if field.key == one.sums)
    answers = {"true", "false"} if field.type == "boolean" else {choice.key for choice in field.choices}
    if field.type == "number":
        if one.points or field.minimum is None or field.minimum < 0 or (field.maximum or MOST_POINTS + 1) > MOST_POINTS:
            yield f"count {one.key} sums {one.sums!r}: give it a minimum and a maximum, from 0 to {MOST_POINTS}"
    elif field.type not in {"choice", "boolean"} or set(one.points) != answers:
        yield f"count {one.key} sums {one.sums!r}: give `points` for each of its answers: {sorted(answers)}"
