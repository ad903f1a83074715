"""Many documents on one machine: in this process, or in a pool of worker processes. Order in is order out."""

from __future__ import annotations

import collections
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path

from backchannel.errors import BackchannelError
from backchannel.pipeline import read_document
from backchannel.records import Page, Reading

Outcome = Reading | BackchannelError
Window = collections.deque[tuple[Page, "Future[Outcome]"]]

# A fault of ours that one document brings out must not end a night's batch: it is named with its place, counted as
# unread, and the next document is read. Anything else (an interrupt, a full disk, a missing module) ends the run.
FAULTS = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError),
    *(MemoryError, RuntimeError, TypeError, ValueError),
)
PACKAGE = Path(__file__).parents[1]
AHEAD = 4  # documents in flight for each worker: enough to keep it busy, few enough to bound memory


def read_many(pages: Iterable[Page], *, jobs: int = 1, verbatim: bool = False) -> Iterator[tuple[str, Outcome]]:
    """Each page's name with what it says, or with the error that kept it from being read; in the order of the pages.

    ``jobs`` is the number of worker processes; with 1 the documents are read in this process. Pages are drawn only as
    they are needed. A worker that dies costs only the document that killed it. Raises ValueError for ``jobs`` below 1.
    """
    if jobs < 1:
        raise ValueError(f"jobs must be 1 or more, not {jobs}")
    read = partial(read_one, verbatim=verbatim)
    if jobs == 1:
        return ((page.name, read(page)) for page in pages)
    return _read_pooled(iter(pages), read, jobs)


def read_one(page: Page, *, verbatim: bool = False) -> Outcome:
    """What one page says, or the error that kept it from being read."""
    try:
        return read_document(page, verbatim=verbatim)
    except BackchannelError as error:
        return error
    except FAULTS as error:
        return _fault(error)


def _fault(error: BaseException) -> BackchannelError:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if PACKAGE in Path(frame.filename).parents] or list(frames)
    place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "unknown place"
    return BackchannelError(
        f"a fault in Backchannel at {place} ({type(error).__name__}: {error}); please report it with this document"
    )


def _read_pooled(pages: Iterator[Page], read: partial[Outcome], jobs: int) -> Iterator[tuple[str, Outcome]]:
    pool = _open_pool(jobs)
    window: Window = collections.deque()
    try:
        while _fill(window, pages, read, pool, jobs * AHEAD):
            page, future = window.popleft()
            if not isinstance(future.exception(), BrokenProcessPool):
                yield page.name, future.result()
                continue
            # Every document in flight is lost with the pool, and nothing tells which one broke it: read them one by
            # one, so that only the culprit fails again.
            lost = [page, *(waiting for waiting, _ in window)]
            window.clear()
            pool.shutdown(wait=False, cancel_futures=True)
            yield from _read_alone(lost, read)
            pool = _open_pool(jobs)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _fill(window: Window, pages: Iterator[Page], read: partial[Outcome], pool: ProcessPoolExecutor, size: int) -> bool:
    """Whether a document is left to wait for, after the window has been filled up."""
    while len(window) < size:
        page = next(pages, None)
        if page is None:
            break
        window.append((page, _submit(pool, read, page)))
    return bool(window)


def _submit(pool: ProcessPoolExecutor, read: partial[Outcome], page: Page) -> Future[Outcome]:
    try:
        return pool.submit(read, page)
    except BrokenProcessPool as error:
        broken: Future[Outcome] = Future()
        broken.set_exception(error)
        return broken


def _read_alone(pages: Iterable[Page], read: partial[Outcome]) -> Iterator[tuple[str, Outcome]]:
    pool: ProcessPoolExecutor | None = None
    try:
        for page in pages:
            pool = pool or _open_pool(1)
            future = _submit(pool, read, page)
            if isinstance(future.exception(), BrokenProcessPool):
                pool.shutdown(wait=False, cancel_futures=True)
                pool = None
                yield (
                    page.name,
                    BackchannelError(
                        "the process that read this document died, most likely for want of memory; "
                        "read it alone, or split it"
                    ),
                )
            else:
                yield page.name, future.result()
    finally:
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)


def _open_pool(jobs: int) -> ProcessPoolExecutor:
    # "spawn": a forked child would share the parent's open database and half-loaded libraries.
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_start_worker)


def _start_worker() -> None:
    # Ctrl-C reaches the whole process group: a worker ends without a traceback, the parent says what happened.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # A parent that was killed cannot close its pool: its workers must not live on without it.
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
