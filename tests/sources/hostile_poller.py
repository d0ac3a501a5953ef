"""A worker that strangers mean to fill: run as a process, it polls what is largest, and says what it took.

`python -m tests.sources.hostile_poller` prints the megabytes that its process held at most, and how many
clippings were kept.
"""

import re
import sys
from functools import partial
from pathlib import Path

import django

BODY = 5 * 1024 * 1024


def main():
    from sources.models import Clipping, Feed, Source
    from sources.polling import poll_next
    from sources.visits import visit
    from tests.factories import NOON
    from tests.sources.web import running

    source = Source.objects.create(name="Paper")
    with running() as web:
        for path, reply in replies().items():
            web.site(f"{path}.example")["/rss"] = reply
            Feed.objects.create(source=source, url=f"http://{path}.example/rss", next_poll_at=NOON)
        ask = partial(visit, clock=lambda: NOON, fetch=web.fetch, wait=None, robots=False)
        while poll_next(lambda: NOON, ask):
            pass
    # Not of getrusage, which remembers the size of the process that this one was forked from.
    [peak] = re.findall(r"^VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
    megabytes = int(peak) // 1024
    sys.stdout.write(f"{megabytes} {Clipping.objects.count()}")


def replies():
    """By site: as much as is read of anybody, as entries, as one title, packed and without end."""
    from tests.sources.web import Reply, bomb

    def rss(entries):
        return f'<rss version="2.0"><channel>{entries}</channel></rss>'

    words = "Luvo opens a shop. " * 2_700
    entries = "".join(
        f"<item><title>Luvo opens shop {one} of many</title><link>/{one}</link>"
        f"<description>{words}</description></item>"
        for one in range(100)
    )
    return {
        "full": Reply(rss(entries)[: BODY - 100], "text/xml"),
        "title": Reply(rss(f"<item><title>{'x' * (BODY - 200)}</title><link>/</link></item>"), "text/xml"),
        "bomb": bomb(),
        "endless": Reply("<rss>" * 100_000, endless=True),
    }


if __name__ == "__main__":
    django.setup()
    main()
