"""Reads a formula: measures, numbers, + - * / and parentheses, and nothing else. Parsed, never executed."""

import ast
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from linli.scores.indicators.definition import Formula, Terms

LONGEST = 200
_ALONE = ""
"""The key of a number that stands for itself, among the measures of a sum."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """The formula when it has no faults, else every fault."""

    formula: Formula | None
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """A sum of measures, or one sum over another."""

    terms: Terms
    over: Terms | None = None

    @property
    def number(self) -> float | None:
        """The value of a part that names no measure."""
        return self.terms.get(_ALONE, 0.0) if self.over is None and not set(self.terms) - {_ALONE} else None

    def times(self, factor: float) -> "_Part":
        """The part so many times."""
        return _Part({key: n * factor for key, n in self.terms.items()}, self.over)


def parse(text: str, *, known: Collection[str]) -> Parsed:
    """The formula over the known measures."""
    if len(text) > LONGEST:
        return Parsed(None, (f"is longer than {LONGEST} characters: say it shorter",))
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Parsed(None, ("is no formula: write measures, numbers, + - * / and parentheses, like a / (a + b)",))
    reader = _Reader(known)
    part = reader.read(tree.body)
    reader.must_add_up(part)
    if reader.faults:
        return Parsed(None, tuple(dict.fromkeys(reader.faults)))
    return Parsed(Formula(text.strip(), _plain(part.terms), _plain(part.over) if part.over is not None else None))


def value(terms: Terms, measures: Mapping[str, int]) -> float:
    """The sum, of measures of which those that are missing are 0."""
    return sum(factor * measures.get(name, 0) for name, factor in terms.items())


def _plain(terms: Terms) -> Terms:
    return {name: factor for name, factor in terms.items() if factor}


@dataclass(slots=True)
class _Reader:
    """Walks the tree once and keeps every fault."""

    known: Collection[str]
    faults: list[str] = field(default_factory=list)

    def read(self, node: ast.expr) -> _Part:
        """A node as a part; what cannot be one is a fault and counts as nothing."""
        match node:
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return _Part({_ALONE: float(number)})
            case ast.Name(id=name):
                return self._measure(name)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
                return self.read(operand).times(-1 if isinstance(sign, ast.USub) else 1)
            case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div() as op, left=left, right=right):
                return self._joined(op, self.read(left), self.read(right))
        self.faults.append(f"may not hold `{ast.unparse(node)[:40]}`: only measures, numbers, + - * / and parentheses")
        return _Part({})

    def must_add_up(self, part: _Part) -> None:
        """A number beside measures would be added once for every place, and their sum would not be the whole."""
        for terms in (part.terms, part.over or {}):
            if terms.get(_ALONE):
                self.faults.append("adds a number of its own: only measures may be added, so that parts make the whole")
        if not self.faults and not (set(part.terms) - {_ALONE}):
            self.faults.append("names no measure: name at least one")

    def _measure(self, name: str) -> _Part:
        if name not in self.known:
            self.faults.append(f"names {name!r}, which nobody counts: choose from {', '.join(sorted(self.known))}")
        return _Part({name: 1.0})

    def _joined(self, op: ast.operator, left: _Part, right: _Part) -> _Part:
        if isinstance(op, ast.Mult):
            return self._product(left, right)
        if isinstance(op, ast.Div):
            return self._quotient(left, right)
        if left.over is not None or right.over is not None:
            self.faults.append("adds to a quotient: let the division be the last step")
            return left
        sign = 1 if isinstance(op, ast.Add) else -1
        names = [*left.terms, *(name for name in right.terms if name not in left.terms)]
        return _Part({name: left.terms.get(name, 0.0) + sign * right.terms.get(name, 0.0) for name in names})

    def _product(self, left: _Part, right: _Part) -> _Part:
        for one, other in ((left, right), (right, left)):
            if one.number is not None:
                return other.times(one.number)
        self.faults.append("multiplies measures with each other: only a number may be multiplied with")
        return left

    def _quotient(self, left: _Part, right: _Part) -> _Part:
        if right.number is not None:
            if right.number == 0:
                self.faults.append("divides by nothing")
                return left
            return left.times(1 / right.number)
        if left.over is not None or right.over is not None:
            self.faults.append("divides by measures more than once: one sum over another is enough")
            return left
        return _Part(left.terms, right.terms)
