"""Where somebody stands on the pathway: what was answered, what is asked next, what is open to them in the end."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from linli.mediation.pathway.definition import Answer, Answers, Letter, Notice, Pathway, Question, Route


@dataclass(frozen=True, slots=True)
class Step:
    """A question that was answered."""

    question: Question
    answer: Answer


@dataclass(frozen=True, slots=True)
class Way:
    """How far the answers lead: `question` is the next one; at the end there is none, and `routes` are what is open."""

    steps: tuple[Step, ...]
    question: Question | None
    count: int
    urgent: tuple[Notice, ...] = ()
    rights: tuple[Notice, ...] = ()
    cautions: tuple[Notice, ...] = ()
    routes: tuple[Route, ...] = ()
    letters: tuple[Letter, ...] = ()

    @property
    def answers(self) -> Answers:
        """Those that count. What was answered to a question that is not asked any more is dropped."""
        return {one.question.key: one.answer.key for one in self.steps}


def walk(*, pathway: Pathway, answers: Answers) -> Way:
    """Follows the answers as far as they go. Answers that do not exist count as not given."""
    steps: list[Step] = []
    given: dict[str, str] = {}
    for question in pathway.questions:
        if not question.when.holds(given):
            continue
        chosen = next((one for one in question.answers if one.key == answers.get(question.key)), None)
        if chosen is None:
            return _way(pathway, tuple(steps), question, given)
        steps.append(Step(question, chosen))
        given[question.key] = chosen.key
    return _way(pathway, tuple(steps), None, given)


def ways(*, pathway: Pathway) -> Iterator[Way]:
    """Every way there is to the end: for checks."""
    yield from _onward(pathway, {})


def _onward(pathway: Pathway, given: Mapping[str, str]) -> Iterator[Way]:
    way = walk(pathway=pathway, answers=given)
    if way.question is None:
        yield way
        return
    for answer in way.question.answers:
        yield from _onward(pathway, {**given, way.question.key: answer.key})


def _way(pathway: Pathway, steps: tuple[Step, ...], question: Question | None, given: Answers) -> Way:
    cautions = [one for one in pathway.cautions if one.when.holds(given)]
    urgent = tuple(one for one in cautions if one.is_urgent)
    count = len(steps) + _longest(pathway, question, given)
    if question:
        return Way(steps, question, count, urgent)
    return Way(
        steps=steps,
        question=None,
        count=count,
        urgent=urgent,
        rights=tuple(one for one in pathway.rights if one.when.holds(given)),
        cautions=tuple(one for one in cautions if not one.is_urgent),
        routes=tuple(one for one in pathway.routes if one.when.holds(given)),
        letters=tuple(one for one in pathway.letters if one.when.holds(given)),
    )


def _longest(pathway: Pathway, question: Question | None, given: Answers) -> int:
    """How many questions are left at most, from this one on: those that the answers so far do not rule out."""
    if question is None:
        return 0
    rest = pathway.questions[pathway.questions.index(question) :]
    return sum(1 for one in rest if _may_come(one, given, {other.key for other in rest}))


def _may_come(question: Question, given: Answers, open_keys: set[str]) -> bool:
    return all(
        given[key] in wanted if key in given else key in open_keys for key, wanted in question.when.answers.items()
    )
