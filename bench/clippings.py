"""What the queue costs: `python bench/clippings.py [clippings]`, 100,000 that wait by default.

It stores them in a folder that it throws away, or in the empty database that DATABASE_URL names: of 300
sources, 3,000 companies and every market, a fifth of them behind another that leads their story, and a fifth
as many again that were held, dismissed or taken. Then it asks the page for each way to look at the queue,
in this process; beside them, as a yardstick, stands one row read by its key.
"""

import random
import statistics
import sys
import time
from datetime import timedelta

from newsroom import prepared

ROUNDS = 9
SOURCES, COMPANIES = 300, 3_000
SLICE = 5_000  # rows stored at once
MOST = 200  # milliseconds at the median
WORDS = "opens its first plant in, signs a partner for, recalls cars of, lists shares in, ships phones to"


def main(count: int) -> None:
    with prepared() as connection:
        fill(random.Random(1), count)
        report(measure(), f"{connection.vendor}, {count:,} waiting")


def fill(chance: random.Random, count: int) -> None:
    """Store clippings: the first sources, companies and markets have many of them, the last a few."""
    from django.db import connection, transaction
    from django.utils import timezone

    from sources.models import Clipping, Company, Market, Source

    if Clipping.objects.exists():
        sys.exit("There are clippings in this database; name an empty one.")
    now, began = timezone.now(), time.monotonic()
    sources = Source.objects.bulk_create(Source(name=f"Paper {n}", rank=n % 90 + 1) for n in range(SOURCES))
    companies = Company.objects.bulk_create(
        Company(name=f"Maker {n}", local_name=f"公司{n}", slug=f"maker-{n}") for n in range(COMPANIES)
    )
    markets = list(Market.objects.order_by("pk"))
    with transaction.atomic():
        for first in range(0, count + count // 5, SLICE):
            numbers = range(first, min(first + SLICE, count + count // 5))
            rows = Clipping.objects.bulk_create(
                made(chance, number, number < count, sources, now) for number in numbers
            )
            on, at = Clipping.companies.through, Clipping.markets.through
            on.objects.bulk_create(
                on(clipping=row, company=many(chance, companies)) for row in rows if chance.random() < 0.8
            )
            at.objects.bulk_create(
                at(clipping=row, market=many(chance, markets)) for row in rows if chance.random() < 0.5
            )
            follow(chance, rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{Clipping.objects.count():,} clippings made in {time.monotonic() - began:.0f} s")


def many(chance, rows):
    """One of `rows`, the first of them far more often than the last."""
    return rows[int(len(rows) * chance.random() ** 4)]


def made(chance, number, waits, sources, now):
    """A clipping of the last ninety days, that waits or was judged."""
    from sources.kinds import KINDS
    from sources.models import Clipping

    url, verb = f"https://paper.example/{number}", chance.choice(WORDS.split(", "))
    at = now - timedelta(minutes=number if waits else chance.randrange(90 * 1440))
    state = "new" if waits else chance.choice(["held", "dismissed", "dismissed", "taken"])
    return Clipping(
        url=url,
        canonical_url=url,
        title=f"Maker {number} {verb} a place of number {number % 977}",
        summary=f"The maker {verb} a place abroad, it said on Monday, its third step this year. " * 3,
        language="zh-CN" if chance.random() < 0.4 else "en",
        kind=many(chance, ["", *KINDS]),
        source=many(chance, sources),
        published_at=at,
        clipped_at=at,
        state=state,
        held_until=now + timedelta(days=chance.randrange(1, 50)) if state == "held" else None,
        reason="Too small" if state == "dismissed" else "",
    )


def follow(chance, rows):
    """Have a fifth of them follow the one before, in its state."""
    from sources.models import Clipping

    behind = [n for n in range(1, len(rows)) if n % 5 == 0 and rows[n].state == rows[n - 1].state]
    for n in behind:
        rows[n].cluster, rows[n].held_until = rows[n - 1], rows[n - 1].held_until
    Clipping.objects.bulk_update([rows[n] for n in behind], ["cluster", "held_until"], batch_size=500)


def asked() -> dict[str, str]:
    """Addresses by what they ask for."""
    from sources.kinds import KINDS
    from sources.models import Market, Source

    sources = list(Source.objects.order_by("pk").values_list("pk", flat=True))
    markets, kinds = list(Market.objects.order_by("pk").values_list("pk", flat=True)), list(KINDS)
    queries = {
        "all that waits": "",
        "held": "state=held",
        "dismissed": "state=dismissed",
        "taken": "state=taken",
        "a source of many": f"source={sources[0]}",
        "a source of few": f"source={sources[-1]}",
        "a company of many": "company=Maker 0",
        "a company of few": f"company=Maker {COMPANIES - 1}",
        "a company that is not known": "company=Nobody",
        "a market of many": f"market={markets[0]}",
        "a market of few": f"market={markets[-1]}",
        "a frequent kind": f"kind={kinds[0]}",
        "a rare kind": f"kind={kinds[-1]}",
        "Chinese": "language=zh",
        "since yesterday": "age=1",
        "older than a week": "age=older",
        "rare company, frequent source": f"company=Maker {COMPANIES - 1}&source={sources[0]}",
        "rare source, frequent market": f"source={sources[-1]}&market={markets[0]}",
        "frequent source, kind and market": f"source={sources[0]}&kind={kinds[0]}&market={markets[0]}",
        "rare kind, old Chinese": f"kind={kinds[-1]}&language=zh&age=older",
        "dismissed of a source": f"state=dismissed&source={sources[0]}",
        "held of a company": "state=held&company=Maker 0",
    }
    return {name: f"/admin/queue/?{query}" for name, query in queries.items()}


def measure() -> dict[str, list[tuple[float, float]]]:
    """Return pairs of milliseconds, on the clock and of this process, by name."""
    from django.contrib.auth.models import User
    from django.test import Client
    from django.utils import timezone

    from sources.models import Clipping

    client, now = Client(), timezone.now()
    client.force_login(User.objects.create_superuser("bench"), "django.contrib.auth.backends.ModelBackend")
    last = Clipping.objects.latest("pk").pk
    calls = {"one row by its key": lambda: Clipping.objects.get(pk=last)}
    for name, address in asked().items():
        calls[name] = lambda address=address: client.get(address)
    rows = Clipping.objects.waiting(now).leading().order_by("-queued_at", "-pk")
    for name, deep in (("the 20th part", 950), ("the last part", rows.count() - 40)):
        at, pk = rows.values_list("queued_at", "pk")[deep]
        place = {"at": at.isoformat(), "pk": pk}
        calls[name] = lambda place=place: client.get("/admin/queue/more/", place)
    keys = list(rows.values_list("pk", flat=True)[:50])
    calls["what of a part ran before"] = lambda: client.get("/admin/queue/ran/", {"clipping": keys})
    calls["the board"] = lambda: client.get("/admin/")
    times = {name: [] for name in calls}
    for turn in range(ROUNDS + 2):  # the first two warm up
        for name, call in calls.items():
            began, spent = time.perf_counter(), time.process_time()
            answer = call()
            took = (1000 * (time.perf_counter() - began), 1000 * (time.process_time() - spent))
            if getattr(answer, "status_code", 200) != 200:
                sys.exit(f"{name} was answered {answer.status_code}")
            if turn > 1:
                times[name].append(took)
    return times


def report(times: dict[str, list[tuple[float, float]]], title: str) -> None:
    print(f"{title:36}{'median':>9}{'slowest':>9}{'processor':>11}   (ms)")
    for name, taken in times.items():
        clock, processor = zip(*taken, strict=True)
        median = statistics.median(clock)
        print(f"{name:36}{median:9.1f}{max(clock):9.1f}{statistics.median(processor):11.1f}", end="")
        print("   OVER" if median > MOST else "")
    print(f"the limit of the median is {MOST} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
