"""The long parts of learning, which a second processor shares where there is enough to do.

Processes import this module anew: it knows neither Django nor where models are kept.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.svm import LinearSVC

from linli.reading.rules.masking import mask

PROCESSES = 2
WORTH = 20_000
"""Texts from which on the start of processes (two seconds) is made up for."""
_MANY = 20_000
_STRENGTH, _CLOSE, _CLOSE_OF_MANY = 0.2, 0.02, 0.1
"""Of many texts learning stops sooner: on 8,298 messages it made no difference (docs/explanation/categories.md)."""


class Here(Executor):
    """Does at once, in this process, what it is given."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done

    def map(self, fn: Callable[..., Any], *iterables: Iterable[Any], **kwargs: Any) -> Iterator[Any]:
        return map(fn, *iterables)


def helpers(*, texts: int) -> Executor:
    """Who does the work for so many texts."""
    return ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) if texts > WORTH else Here()


def masked(texts: Sequence[str]) -> list[str]:
    """Each text without what identifies somebody."""
    return [mask(text).text for text in texts]


def fitted(
    rows: sparse.csr_matrix, truth: NDArray[np.int64], labels: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """A weight for each code and label, and what each label starts from. A label not in `truth` is never found."""
    there = np.unique(truth)
    weights = np.zeros((rows.shape[1], labels), dtype=np.float32)
    offsets = np.full(labels, -9.0, dtype=np.float32)
    close = _CLOSE if len(truth) <= _MANY else _CLOSE_OF_MANY
    machine = LinearSVC(C=_STRENGTH, tol=close, class_weight="balanced", random_state=0)
    machine.fit(rows, truth)
    if len(there) == 2:
        weights[:, there] = np.stack([-machine.coef_[0], machine.coef_[0]], axis=1)
        offsets[there] = -machine.intercept_[0], machine.intercept_[0]
    else:
        weights[:, there] = machine.coef_.T
        offsets[there] = machine.intercept_
    return weights, offsets
