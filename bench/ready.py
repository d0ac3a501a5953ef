"""How long the left pane of the desk takes: `python bench/ready.py [rounds]`.

Against 2,000 ready items, 2,000 clippings, 10,000 published items and 2,000 companies, on a SQLite database
that is made for it and thrown away. Each round is asked for with another search, as a person types.
"""

import random
import statistics
import sys
import tempfile
import time
from datetime import timedelta

from preflight import NOON, _configure, _fill, _item, _name

READY, CLIPPINGS = 2_000, 2_000
LIMIT, QUERIES = 100, 15
ASKED = {
    "nothing asked": {},
    "a letter": {"q": "a"},
    "a company": {"q": "Tong"},
    "a local name": {"q": "华金"},
    "three words": {"q": "opens factory Peru"},
    "nothing found": {"q": "zzzz"},
    "a kind and a week": {"kind": "launch", "week": "this"},
    "published": {"state": "published"},
    "published, with a word": {"state": "published", "q": "factory"},
    "all, show 400": {"state": "all", "show": "400"},
}


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory(prefix="recap-bench-") as folder:
        _configure(folder)
        chance = random.Random(2)
        edition = _fill(chance)
        _wait(chance, edition)
        _measure(edition, rounds)


def _wait(chance, edition):
    """Store what is ready and placed nowhere, and the clippings."""
    from sources.models import Clipping, Company, Credit, NewsItem, Source
    from sources.models.items import compared

    companies, source = list(Company.objects.all()), Source.objects.get()
    about = [chance.choice(companies) for _ in range(READY)]
    items = NewsItem.objects.bulk_create(_item(chance, company, edition) for company in about)
    NewsItem.companies.through.objects.bulk_create(
        NewsItem.companies.through(newsitem=item, company=company)
        for item, company in zip(items, about, strict=True)
    )
    urls = [f"https://paper.example/news/{chance.randrange(50_000)}" for _ in items]
    Credit.objects.bulk_create(
        Credit(item=item, source=source, url=url, canonical_url=compared(url))
        for item, url in zip(items, urls, strict=True)
    )
    clippings = Clipping.objects.bulk_create(
        Clipping(
            url=f"https://paper.example/clip/{number}",
            canonical_url=f"https://paper.example/clip/{number}",
            title=f"{_name(chance)} opens a plant, report {number}",
            summary="Local papers say so. " * 10,
            clipped_at=NOON - timedelta(minutes=number),
            published_at=NOON - timedelta(minutes=number + 60),
            source=source,
        )
        for number in range(CLIPPINGS)
    )
    Clipping.companies.through.objects.bulk_create(
        Clipping.companies.through(clipping=one, company=chance.choice(companies)) for one in clippings
    )


def _measure(edition, rounds: int) -> None:
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.DEBUG = False  # or every query is written down
    browser = Client(headers={"host": "localhost"})
    browser.force_login(
        User.objects.create(username="ada", is_staff=True, is_superuser=True),
        "django.contrib.auth.backends.ModelBackend",
    )
    address = f"/admin/editions/edition/{edition.pk}/ready/"
    for name, asked in ASKED.items():
        connection.queries_log.clear()  # it holds 9,000 at most, and the newsroom was stored with more
        with CaptureQueriesContext(connection) as queries:
            start = time.perf_counter()
            answer = browser.get(address, asked)
            first = 1000 * (time.perf_counter() - start)
        number = len(queries)  # the log is emptied by the next request
        assert answer.status_code == 200, answer.content
        taken = []
        for _ in range(rounds):
            start = time.process_time()
            browser.get(address, asked)
            taken.append(1000 * (time.process_time() - start))
        print(
            f"{name:26}{statistics.median(taken):8.1f} ms of processor; the first time {first:8.1f} ms,"
            f" {number:3} queries, {len(answer.content) / 1000:6.0f} kB"
        )
    print(f"limit {LIMIT} ms and {QUERIES} queries")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
