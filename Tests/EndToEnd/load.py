"""Callers that don't let up while something is done to the system."""

import threading
import time
from collections.abc import Callable


class Load:
    """Repeats each of some workers on a thread of its own, until the `with` ends.

    A worker that raises ends all of them; the `with` then raises the same. Workers are made to
    wait for answers, each of which has its own time-out, so the end is bounded too.
    """

    def __init__(self, *workers: Callable[[], None]):
        self._over = threading.Event()
        self._failure: BaseException | None = None
        self._threads = [threading.Thread(target=self._repeat, args=(worker,)) for worker in workers]

    def _repeat(self, worker: Callable[[], None]) -> None:
        try:
            while not self._over.is_set():
                worker()
        except BaseException as failure:  # noqa: BLE001 - raised again where the load ends
            self._failure = self._failure or failure
            self._over.set()

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def lasts(self, seconds: float) -> None:
        """Waits, less long when a worker has failed."""
        self._over.wait(seconds)

    def until(self, condition: Callable[[], bool], seconds: float = 20) -> None:
        """Waits for something that the workers bring about."""
        deadline = time.monotonic() + seconds
        while not condition() and not self._over.wait(0.005):
            assert time.monotonic() < deadline, f"the load did not get there within {seconds} s"

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(60)
        assert not any(thread.is_alive() for thread in self._threads), "a caller hangs"
        if self._failure:
            raise self._failure


def at_once(count: int, work: Callable[[int], object]) -> list:
    """Calls `work` on so many threads at the same moment; what each returned, in order."""
    start = threading.Barrier(count)
    results: list = [None] * count

    def run(number: int) -> None:
        start.wait(30)
        try:
            results[number] = work(number)
        except BaseException as failure:  # noqa: BLE001 - returned to who asked
            results[number] = failure

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results
