"""Processes that fetch side by side, each with its own connection to the database."""

import gc
import os
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context, parent_process
from threading import Thread

from django.db import connections

from editions.exporting.fetching import Fetcher

AT_ONCE = 8  # addresses handed over together
_fetcher: Fetcher  # of this process, once it is a hand


@contextmanager
def hands(fetcher: Fetcher, count: int):
    """Yield what maps addresses to what was Fetched there, in their order; one hand is this process itself.

    Raises concurrent.futures.process.BrokenProcessPool where one of several was killed.
    """
    if count == 1:
        yield partial(map, fetcher.fetch)
        return
    connections.close_all()  # no two processes may speak over one
    gc.freeze()  # what all have in common stays where it is, and is not looked through again
    with ProcessPoolExecutor(count, get_context("fork"), _begin, (fetcher,)) as pool:
        yield partial(pool.map, _fetch, chunksize=AT_ONCE)


def _begin(fetcher):
    global _fetcher
    _fetcher = fetcher
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent():
    """Else a hand would wait for ever, and hold the lock, where the run that it belongs to was killed."""
    parent_process().join()
    os._exit(1)


def _fetch(address):
    return _fetcher.fetch(address)
