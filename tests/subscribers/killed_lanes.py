"""Workers that are killed while they send, and what became of everybody.

`python -m tests.subscribers.killed_lanes '{"mailing": 1, "workers": 2, "seconds": 20, "kill_every": 1.0}'`
keeps so many worker processes sending, kills one of them with SIGKILL about every second and starts another
in its place, until nobody waits or the time is over. Retries fall due at once here, and a relay that was down
is asked again at once. The last line it prints is JSON: how many were killed, and what was seen on the way.
"""

import contextlib
import json
import os
import random
import signal
import sys
import time
import traceback
from collections import Counter

import django

STOP_SECONDS = 15


def main(mailing: int, workers: int, seconds: float, kill_every: float = 1.0, seed: int = 1) -> dict:
    from django.db import DatabaseError, connections

    import subscribers.lanes  # noqa: F401  # once, and not in each worker again

    chance = random.Random(seed)
    pids = [start_worker(mailing) for _ in range(workers)]
    began = time.monotonic()
    kill_at, killed, sums, interrupted = began + kill_every, 0, Counter(), 0
    waiting = True
    while waiting and time.monotonic() < began + seconds:
        time.sleep(0.2)
        try:
            counts = hurry(mailing)
        except DatabaseError:  # it is being restarted
            connections.close_all()
            interrupted += 1
            continue
        sums[sum(counts.values())] += 1
        waiting = counts["queued"] + counts["sending"] > 0
        if time.monotonic() > kill_at:
            victim = chance.randrange(workers)
            stop(pids[victim], signal.SIGKILL)
            pids[victim] = start_worker(mailing)
            kill_at, killed = time.monotonic() + kill_every * chance.uniform(0.5, 1.5), killed + 1
    for pid in pids:
        stop(pid, signal.SIGTERM)
    took = round(time.monotonic() - began, 1)
    return {"killed": killed, "sums": sums, "seconds": took, "interrupted": interrupted}


def start_worker(mailing: int) -> int:
    from django.db import connections

    connections.close_all()
    pid = os.fork()
    if not pid:
        try:
            work(mailing)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(0)
    return pid


def stop(pid: int, by: int) -> None:
    os.kill(pid, by)
    until = time.monotonic() + STOP_SECONDS
    while time.monotonic() < until:
        if os.waitpid(pid, os.WNOHANG)[0]:
            return
        time.sleep(0.02)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def work(mailing: int) -> None:
    """What a worker does when it is woken, again and again, until SIGTERM or the end of its starter."""
    from django.db import DatabaseError, connections

    from subscribers import lanes, stopping

    signal.signal(signal.SIGTERM, stopping.ask_to_stop)
    starter = os.getppid()
    while not stopping.asked_to_stop() and os.getppid() == starter:
        try:
            if not lanes.run(mailing):
                time.sleep(0.1)
        except DatabaseError:
            connections.close_all()
            time.sleep(0.3)


def hurry(mailing: int) -> Counter:
    """Let whatever waits for its hour be due now, and return the rows by state."""
    from django.utils import timezone

    from subscribers.models import Delivery, Pace

    waiting = Delivery.objects.filter(mailing=mailing, state="queued", not_before__gt=timezone.now())
    waiting.update(not_before=timezone.now())
    Pace.objects.filter(minute=0, down_until__gt=0).update(down_until=0)
    return states(mailing)


def states(mailing: int) -> Counter:
    """The rows by state."""
    from django.db.models import Count

    from subscribers.models import Delivery

    rows = Delivery.objects.filter(mailing=mailing).order_by().values_list("state")
    return Counter(dict(rows.annotate(Count("pk"))))


def wrongs(mailing, copies: Counter, endings: Counter, killed: int = 0) -> list[str]:
    """What must not be when all has been sent; `copies` and `endings` are as the relay noted them.

    A worker may be `killed` while the relay parts with it, which the relay does not see as a cut.
    """
    rows = dict(mailing.deliveries.values_list("address", "state"))
    states = Counter(rows.values())
    doubled = sum(copies[address] > 1 for address in rows)
    lost = sum(state == "sent" and not copies[address] for address, state in rows.items())
    denied = sum(state not in ("sent", "unknown") and copies[address] > 0 for address, state in rows.items())
    cut = endings["left without QUIT"] + endings["no answer at MESSAGE"]
    found = {
        f"{doubled} were handed two copies": doubled,
        f"{lost} are sent and were handed nothing": lost,
        f"{denied} were handed it and are neither sent nor unknown": denied,
        f"{states['unknown']} are unknown, {cut} connections cut, {killed} killed": states["unknown"]
        > cut + killed,
        f"still {states['queued']} queued, {states['sending']} sending": states["queued"] + states["sending"],
        f"{len(rows)} rows for an audience of {mailing.audience}": len(rows) != mailing.audience,
        f"{len(set(copies) - set(rows))} were handed it who are not in it": set(copies) - set(rows),
    }
    return [words for words, wrong in found.items() if wrong]


if __name__ == "__main__":
    django.setup()
    with contextlib.redirect_stdout(sys.stderr):
        seen = main(**json.loads(sys.argv[1]))
    sys.stdout.write(json.dumps(seen) + "\n")
