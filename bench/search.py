"""How long a search takes: `python bench/search.py [items]`, 20,000 of them by default.

It makes so many items of the ten years' companies in a folder that it throws away, or in the empty database
that DATABASE_URL names, indexes them, and asks the page for each kind of query, in this process; beside
them, as a yardstick, stands one row read by its key. The same items each time.
"""

import random
import statistics
import sys
import time

import ten_years
from newsroom import prepared

ROUNDS = 15
COMPANIES = 3_000
LIMITS = {"sqlite": 200, "postgresql": 100}  # milliseconds at the median


def main(count: int) -> None:
    with prepared() as connection:
        name = fill(random.Random(1), count)
        report(measure(asked(name)), connection.vendor, count)


def fill(chance: random.Random, count: int):
    """Store and index the items; return the company that most of them name."""
    from django.db import connection, transaction

    from editions.models import Masthead
    from editions.searching.index import index_all, index_due
    from sources.models import Company, Market, NewsItem

    if NewsItem.objects.exists():
        sys.exit("There are items in this database; name an empty one.")
    Masthead.objects.update_or_create(pk=1, defaults={"name": "Outbound", "time_zone": "Asia/Shanghai"})
    began = time.monotonic()
    with transaction.atomic():
        companies = ten_years.make_companies(chance, COMPANIES)
        markets = list(Market.objects.filter(slug__in=ten_years.PLACES.split()).order_by("pk"))
        for first in range(0, count, ten_years.SLICE):
            items = [
                written(chance, number, count, companies, markets)
                for number in range(first, min(first + ten_years.SLICE, count))
            ]
            NewsItem.objects.bulk_create(item for item, _company, _market in items)
            on, at = NewsItem.companies.through, NewsItem.markets.through
            on.objects.bulk_create(on(newsitem=item, company=company) for item, company, _ in items)
            at.objects.bulk_create(at(newsitem=item, market=market) for item, _, market in items)
    made = time.monotonic()
    index_all()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{count:,} items made in {made - began:.0f} s, indexed in {time.monotonic() - made:.0f} s")
    spent = time.process_time()
    index_due()
    print(f"to see that nothing is due: {1000 * (time.process_time() - spent):.0f} ms of processor")
    return Company.objects.get(pk=companies[0].pk)


def written(chance, number, count, companies, markets):
    """An item, its company (every tenth is on the first) and its market; every ten-thousandth has a word."""
    company = companies[0] if number % 10 == 0 else chance.choice(companies)
    market = chance.choice(markets)
    at = ten_years.hour_of(ten_years.FIRST, number * ten_years.EDITIONS * 10_080 // count)
    [kind] = chance.choices(list(ten_years.NEWS), [facts[0] for facts in ten_years.NEWS.values()])
    item = ten_years.make_item(chance, company, market, kind, at, number)
    if number % 10_000 == 77:
        item.body_html += "<p>Nobody saw the zeppelin.</p>"
    return item, company, market


def asked(most) -> dict[str, str]:
    return {
        "a rare word": "q=zeppelin",
        "a frequent name": f"q={most.name.split()[0]}",
        "a frequent word": "q=first",
        "two Chinese characters": "q=汽车",
        "a Chinese name": f"q={most.local_name}",
        "a phrase": 'q="rents a warehouse"',
        "two words": "q=warehouse peru",
        "a name, of one kind": f"q={most.name.split()[0]}&kind=recall",
        "a word, on a region": "q=warehouse&market=europe",
        "a word, of one year": "q=warehouse&year=2018",
        "a word, of one company": f"q=warehouse&company={most.slug}",
        "nothing found": "q=xylophone",
        "nothing found, nearly a name": f"q={most.name[:-1]}x",
    }


def measure(queries: dict[str, str]) -> dict[str, list[tuple[float, float]]]:
    """Return pairs of milliseconds, on the clock and of this process, by name."""
    from django.test import Client

    from sources.models import NewsItem

    client, last = Client(), NewsItem.objects.latest("pk").pk
    calls = {"one row by its key": lambda: NewsItem.objects.get(pk=last)}
    for name, query in queries.items():
        calls[name] = lambda query=query: client.get(f"/search/?{query}")
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


def report(times: dict[str, list[tuple[float, float]]], vendor: str, count: int) -> None:
    print(f"{f'{vendor}, {count:,} items':34}{'median':>9}{'slowest':>9}{'processor':>11}   (ms)")
    for name, taken in times.items():
        clock, processor = zip(*taken, strict=True)
        print(
            f"{name:34}{statistics.median(clock):9.1f}{max(clock):9.1f}{statistics.median(processor):11.1f}"
        )
    print(f"the limit of the median is {LIMITS[vendor]} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
