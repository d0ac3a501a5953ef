"""What gathering costs: `python bench/gathering.py`.

Polling 500 feeds of 50 entries each, all on hosts of their own, from a local server: the first time, and
again where nothing changed. Placing clippings: the first thousand, one of the first full days, and the last
of 100,000, which shall cost the same. Thinning half of them. On a SQLite database that is made for it and
thrown away, or in the empty one that DATABASE_URL names.
"""

import os
import random
import resource
import time
from datetime import UTC, datetime, timedelta
from functools import partial

from newsroom import SYLLABLES, prepared

NOON = datetime(2026, 7, 14, 12, tzinfo=UTC)
DAY = timedelta(days=1)
FEEDS, ENTRIES = 500, 50
CLIPPINGS, AT_ONCE = 100_000, 50
COMPANIES = 2_000
DEEDS = "opens launches recalls lists signs expands cuts reports enters sues buys ships raises"
THINGS = "factory store phone car panel centre robot van battery studio line shop depot network lab"
PLACES = "Hungary Turkey Thailand Brazil Mexico Germany Japan Spain Vietnam Malaysia Peru Chile"
ROW = "{:<52}{:>9}{:>9}{:>12}{:>9}"


def main() -> None:
    with prepared() as connection:
        chance = random.Random(1)
        names = companies(chance)
        print(ROW.format(connection.vendor, "wall s", "CPU s", "a second", "RSS MB"))
        poll(chance, names)
        place(chance, names)
        thin()


def measured(what: str, count: int, work) -> float:
    """Run `work`, print its line, and return the seconds of the processor."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    rate = f"{count / wall:,.0f}"
    print(ROW.format(what, f"{wall:.2f}", f"{processor:.2f}", rate, megabytes), flush=True)
    return processor


def companies(chance: random.Random) -> list[str]:
    from sources.models import Company

    names = sorted({"".join(chance.choices(SYLLABLES.split(), k=3)).title() for _ in range(3 * COMPANIES)})
    chance.shuffle(names)
    Company.objects.bulk_create(Company(name=name, slug=name.lower()) for name in names[:COMPANIES])
    return names[:COMPANIES]


def headline(chance: random.Random, names: list[str]) -> str:
    deed, thing, place = (chance.choice(words.split()) for words in (DEEDS, THINGS, PLACES))
    one, other = chance.choices(names, k=2)
    return f"{one} {deed} {chance.randrange(2, 900)} {thing}s near {place} {other}"


def poll(chance: random.Random, names: list[str]) -> None:
    """From a server in a process of its own, so that it is not measured."""
    from sources.fetch import fetch
    from sources.models import Clipping, Feed, Source
    from sources.polling import poll_next
    from sources.visits import visit
    from tests.sources.server import names as resolver
    from tests.sources.server import way

    bodies = [feed(number, [headline(chance, names) for _ in range(ENTRIES)]) for number in range(FEEDS)]
    port, server = serve(bodies)
    Feed.objects.bulk_create(
        Feed(source=source, url=f"http://site-{number}.example/rss", next_poll_at=NOON)
        for number, source in enumerate(
            Source.objects.bulk_create(Source(name=f"Paper {n}", rank=n % 90) for n in range(FEEDS))
        )
    )

    local = way(resolve=lambda host, _, **hints: resolver()(host, port))

    def poll_all(now):
        ask = partial(visit, clock=lambda: now, fetch=partial(fetch, way=local), wait=None, robots=False)
        while poll_next(lambda: now, ask):
            pass

    try:
        measured(f"first poll, {FEEDS * ENTRIES:,} entries", FEEDS * ENTRIES, lambda: poll_all(NOON))
        assert Clipping.objects.count() == FEEDS * ENTRIES
        later = NOON + DAY
        measured(f"second poll, {FEEDS} feeds unchanged", FEEDS, lambda: poll_all(later))
        Feed.objects.update(etag="")
        measured("third poll, sent again with nothing new", FEEDS * ENTRIES, lambda: poll_all(NOON + 3 * DAY))
        assert Feed.objects.filter(failures=0, succeeded_at=NOON + 3 * DAY).count() == FEEDS
        assert Clipping.objects.count() == FEEDS * ENTRIES
    finally:
        os.kill(server, 9)
        os.waitpid(server, 0)


def feed(number: int, titles: list[str]) -> bytes:
    entries = "".join(
        f"<item><title>{title}</title><link>http://site-{number}.example/news/{place}</link>"
        f"<description>{title}, its chief executive said. {'It goes on for long. ' * 8}</description>"
        f"<pubDate>{NOON - timedelta(hours=place):%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
        for place, title in enumerate(titles)
    )
    return f'<rss version="2.0"><channel><title>Paper</title>{entries}</channel></rss>'.encode()


def serve(bodies: list[bytes]) -> tuple[int, int]:
    """Start the server; return its port and its process."""
    from django.db import connection

    from tests.sources.web import Reply, Request, serving

    def answer(head):
        request = Request.of(head)
        number = int(request.headers["host"].partition(".")[0].removeprefix("site-"))
        return Reply(bodies[number], "application/rss+xml", etag=f'"{number}"').pieces(request)

    connection.close()  # not shared with the child
    read, write = os.pipe()
    child = os.fork()
    if child:
        return int(os.read(read, 9)), child
    with serving(answer) as (port, _):
        os.write(write, str(port).encode())
        while True:
            time.sleep(60)


def place(chance: random.Random, names: list[str]) -> None:
    """Keep clippings that come in through twenty days, fifty at once, as a day's feeds bring them."""
    from sources import intake
    from sources.models import Clipping

    Clipping.objects.all().delete()
    step = 20 * DAY / CLIPPINGS

    def keep(first, count):
        for start in range(first, first + count, AT_ONCE):
            found = [
                intake.Found(url=f"https://wire.example/{number}", title=headline(chance, names))
                for number in range(start, start + AT_ONCE)
            ]
            intake.keep(found, source=None, now=NOON + start * step)

    # The first come to an empty table; of three full days there are 15,000.
    parts = (("1 to", 0, 1_000), ("1,001 to", 1_000, 19_000), ("19,001 to", 19_000, 20_000))
    parts += (("20,001 to", 20_000, 99_000), ("99,001 to", 99_000, 100_000))
    cost = [
        measured(f"clippings {what} {end:,}", end - start, partial(keep, start, end - start))
        for what, start, end in parts
    ]
    followers = Clipping.objects.exclude(cluster=None).count()
    print(f"{followers:,} of {CLIPPINGS:,} follow another")
    first, full = cost[4] / cost[0], cost[4] / cost[2]
    print(f"the last cost {first:.2f} times the first, {full:.2f} times the 20th thousand")


def thin() -> None:
    from sources import thinning
    from sources.models import Clipping

    now = NOON + 100 * DAY  # half of them are older than ninety days
    before = Clipping.objects.count()
    measured(
        "thinning all traces, and half of the clippings", before // 2, lambda: thinning.thin(now, 10_000)
    )
    print(f"{Clipping.objects.count():,} of {before:,} are left")


if __name__ == "__main__":
    main()
