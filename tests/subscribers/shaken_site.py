"""A site whose parts go down while it mails: run as a process, it has all of them for itself.

`python -m tests.subscribers.shaken_site FOLDER PEOPLE` starts a mail server that is slow and polite and a
worker with Celery's clock, on SQLite and the embedded queue; with a third argument, on a PostgreSQL and a
Redis of its own. As the mailing goes out the worker is asked to stop and started again, PostgreSQL is
restarted, Redis is emptied, and the worker is killed. A line of JSON says what was seen after each.
"""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import django
import redis

from tests.subscribers.relay import read_notes, relay_process
from tests.subscribers.services import own_postgres, own_redis

SECONDS = 120
WORKER = (
    "worker --beat --pool threads --concurrency 2 --queues sending,mailing --loglevel CRITICAL"
    " --without-gossip --without-mingle --without-heartbeat"
)


def main(folder: Path, people: int, served: bool) -> dict:
    notes = folder / "notes"
    with ExitStack() as services:
        postgres = services.enter_context(own_postgres()) if served else None
        redis_url = services.enter_context(own_redis(folder)) if served else ""
        port = services.enter_context(relay_process(notes, latency=0.005))
        os.environ.update(
            DJANGO_SETTINGS_MODULE="tests.subscribers.hurried_settings",
            RECAP_MODE="development",
            RECAP_VAR=str(folder),
            DATABASE_URL=postgres.url if postgres else f"sqlite:///{folder}/site.sqlite3",
            REDIS_URL=redis_url,
            RECAP_MAILING_URL=f"smtp://127.0.0.1:{port}",
            RECAP_MAIL_RATE="0",
        )
        mailing = fill(people)
        with Worker() as worker:
            seen = shake(mailing, worker, postgres, redis_url)
        return {**seen, "wrongs": wrongs_of(mailing, notes)}


class Worker:
    """A process of Celery, with its clock."""

    def __enter__(self):
        command = [sys.executable, "-m", "celery", "--quiet", "-A", "recap", *WORKER.split()]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, **quiet, start_new_session=True)
        return self

    def __exit__(self, *error):
        self.end(signal.SIGTERM)

    def end(self, by):
        self.process.send_signal(by)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        with suppress(ProcessLookupError):  # the clock is a process of its own and outlives SIGKILL
            os.killpg(self.process.pid, signal.SIGKILL)

    def start_again(self, by):
        self.end(by)
        self.__enter__()


def fill(people):
    django.setup()
    from django.core.management import call_command

    from tests.factories import make_crowd, make_mailing, make_masthead

    call_command("migrate", run_syncdb=True, verbosity=0)
    make_masthead()
    return make_mailing(*make_crowd(people))


def shake(mailing, worker, postgres, redis_url):
    """Do one thing after the other as the mailing goes out; return the rows by state after each."""
    seen = {}
    wait_until_over(mailing, 0.2)
    worker.start_again(signal.SIGTERM)
    wait_until_over(mailing, 0.4)
    seen["asked to stop"] = look(mailing)
    if postgres:
        postgres.stop()
        postgres.start()
        wait_until_over(mailing, 0.6)
        seen["PostgreSQL restarted"] = look(mailing)
        redis.Redis.from_url(redis_url).flushall()
    worker.start_again(signal.SIGKILL)
    wait_until_over(mailing, 1.0)
    seen["killed"] = look(mailing)
    return seen


def wait_until_over(mailing, share):
    """Return once so many of its rows wait no longer."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        states = look(mailing)
        if states["queued"] + states["sending"] <= mailing.audience * (1 - share):
            return
        time.sleep(0.05)
    raise TimeoutError(f"still {states} where {share:.0%} should be over")


def look(mailing):
    from django.db import DatabaseError, connections

    from tests.subscribers.killed_lanes import states

    for _ in range(100):
        try:
            return states(mailing.pk)
        except DatabaseError:  # the connection is of before the restart
            connections.close_all()
            time.sleep(0.05)
    raise TimeoutError("the database does not come back")


def wrongs_of(mailing, notes):
    from tests.subscribers.killed_lanes import wrongs

    mailing.refresh_from_db()
    return wrongs(mailing, *read_notes(notes))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), served=len(sys.argv) > 3)) + "\n")
