"""Work spread over processes: every item once; a fault or a killed process is one refusal and leaves nobody behind."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable

import pytest

from linli.core.processes import WorkStopped, spread

pytestmark = pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # pytest-xdist has threads.


def test_every_item_is_done_once_by_several_processes() -> None:
    def work(item: int) -> tuple[int, int]:
        time.sleep(0.02)
        return item, os.getpid()

    results = list(spread(work=work, items=range(12), processes=3))

    assert sorted(item for item, _pid in results) == list(range(12))
    assert os.getpid() not in {pid for _item, pid in results}
    assert len({pid for _item, pid in results}) == 3
    assert multiprocessing.active_children() == []


def test_one_process_works_in_its_own() -> None:
    assert list(spread(work=lambda item: (item, os.getpid()), items="ab", processes=1)) == [
        ("a", os.getpid()),
        ("b", os.getpid()),
    ]


def test_more_processes_than_items() -> None:
    assert list(spread(work=str, items=[1], processes=3)) == ["1"]


def refuse(item: int) -> int:
    if item == 2:
        raise ValueError("line one\nline two")
    return item


def end_itself(item: int) -> int:
    if item == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return item


@pytest.mark.parametrize(("work", "words"), [(refuse, "ValueError: line one line two"), (end_itself, "-9")])
def test_a_process_that_cannot_go_on_stops_the_work(work: Callable[[int], int], words: str) -> None:
    with pytest.raises(WorkStopped) as stopped:
        list(spread(work=work, items=range(50), processes=2))

    assert words in str(stopped.value)
    assert "\n" not in str(stopped.value)
    assert multiprocessing.active_children() == []


def test_an_interruption_finishes_what_is_being_done() -> None:
    def work(item: int) -> int:
        if item == 0:
            os.kill(os.getppid(), signal.SIGINT)
        time.sleep(0.2)
        return item

    results: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        results.extend(spread(work=work, items=range(50), processes=2))

    assert sorted(results) == [0, 1]
    assert multiprocessing.active_children() == []
