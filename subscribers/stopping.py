"""Whether this worker has been asked to stop, so that a lane can end after the message in flight.

Celery tells the process that owns the pool, and of a pool of processes never the ones that work. One byte
of memory, shared since before they were forked, tells them all; with a pool of threads it is the same byte.
"""

import mmap
import signal
import threading
from contextlib import contextmanager

from celery.signals import worker_shutting_down

_worker = mmap.mmap(-1, 1)
_here = threading.Event()


def asked_to_stop() -> bool:
    return _worker[0] != 0 or _here.is_set()


@worker_shutting_down.connect
def stop_worker(*_arguments, **_facts) -> None:
    """Have all processes of this worker stop."""
    _worker[0] = 1


def ask_to_stop(*_arguments) -> None:
    """Have this process alone stop: a handler of SIGTERM."""
    _here.set()


@contextmanager
def heeding_sigterm():
    """Also when SIGTERM comes to this very process, as where a supervisor sends it to the whole group."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals come to the main thread, and Celery minds them there
        return
    before = signal.signal(signal.SIGTERM, ask_to_stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
        if _here.is_set():
            signal.raise_signal(signal.SIGTERM)  # now that nothing is in flight, it does what it did before
