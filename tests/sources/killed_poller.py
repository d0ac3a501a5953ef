"""A worker that is killed: run as a process, it polls a feed and dies after a given change.

`python -m tests.sources.killed_poller NOW` forks a child for each statement N = 1, 2, … that changes rows
while it polls the feed that is due, which brings three entries. The child kills itself with SIGKILL when the
server has answered its Nth, the last time before COMMIT; where N is 0, while the feed is being sent. Each
comes when the claim of the one before has lapsed. For each a line of JSON says how it ended and what the
database holds then; the first child that lives to its end is the last.
"""

import json
import os
import signal
import sys
from datetime import datetime
from functools import partial

import django

MOST = 100  # statements; polling takes a tenth of them
ENTRIES = "".join(
    f"<item><title>Luvo opens shop {n}</title><link>/{n}</link></item>" for n in ("one", "two", "three")
)


def main(now):
    from django.db import connection

    from sources.models.links import CLAIM
    from sources.polling import poll_next  # noqa: F401  (here, since each child would wait for it)
    from tests.sources import web  # noqa: F401

    for number in range(MOST):
        connection.close()
        child = os.fork()
        if not child:
            poll_and_die(number, now + number * CLAIM)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        died = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        line = {"number": number, "died": died, "code": status, **state()}
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
        if not died:
            return


def poll_and_die(number, now):
    from django.db import connection

    from sources.polling import poll_next
    from sources.visits import visit
    from tests.sources.web import Reply, running

    seen = 0

    def die():
        os.kill(os.getpid(), signal.SIGKILL)

    def reply(request):
        return Reply(f'<rss version="2.0"><channel>{ENTRIES}</channel></rss>') if number else die()

    def die_at_its_turn(execute, sql, params, many, context):
        nonlocal seen
        answer = execute(sql, params, many, context)
        is_change = not sql.startswith("SELECT")
        seen += is_change
        if is_change and seen == number:
            die()
        return answer

    with running() as web, connection.execute_wrapper(die_at_its_turn):
        web.site("paper.example")["/rss"] = reply
        ask = partial(visit, clock=lambda: now, fetch=web.fetch, wait=None, robots=False)
        poll_next(lambda: now, ask)


def state():
    """What the database holds, read on a connection of its own."""
    from sources.models import Clipping, Feed, Seen

    return {
        "clippings": Clipping.objects.count(),
        "seen": Seen.objects.count(),
        "succeeded": Feed.objects.exclude(succeeded_at=None).count(),
    }


if __name__ == "__main__":
    django.setup()
    main(datetime.fromisoformat(sys.argv[1]))
