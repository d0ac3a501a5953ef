"""A publisher that is killed: run as a process, it publishes an edition and dies after a given statement.

`python -m tests.editions.killed_publisher EDITION NOW` forks a child for each statement N = 1, 2, … of
publishing. The child kills itself with SIGKILL when the server has answered its Nth statement, the last
time before COMMIT. For each a line of JSON says how it ended and what the database holds then; the first
child that lives to its end is the last.
"""

import json
import os
import signal
import sys
from datetime import datetime

import django

MOST = 200  # statements; publishing takes a tenth of them


def main(pk, now):
    from django.db import connection

    for number in range(1, MOST):
        connection.close()
        child = os.fork()
        if not child:
            publish_and_die(pk, number, now)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        died = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        line = {"number": number, "died": died, "code": status, **state_of(pk)}
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
        if not died:
            return


def publish_and_die(pk, number, now):
    from django.db import connection

    from editions.models import Edition

    seen = 0

    def die_at_its_turn(execute, sql, params, many, context):
        nonlocal seen
        answer = execute(sql, params, many, context)
        seen += 1
        if seen == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    edition = Edition.objects.get(pk=pk)
    with connection.execute_wrapper(die_at_its_turn):
        edition.publish(by=None, now=now)


def state_of(pk):
    """What the database holds of the edition, read on a connection of its own."""
    from editions.models import Edition

    edition = Edition.objects.get(pk=pk)
    items = edition.sections.values_list("slots__item__status", "slots__item__moves__name")
    return {
        "status": edition.status,
        "published": edition.published_at is not None,
        "mail_due": edition.mail_due_at is not None,
        "snapshots": edition.snapshots.count(),
        "moves": edition.moves.filter(name="publish").count(),
        "items": sorted(set(items), key=str),
    }


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]), datetime.fromisoformat(sys.argv[2]))
