"""How long the reader's site takes over ten years: `python bench/site.py [rounds] [times smaller]`.

Round trips to granian on this machine, as production serves it, beside a static file of the same server; the
pages take turns, so that a busy moment falls on all of them alike. With RECAP_VAR (and DATABASE_URL) it uses
the ten years that `ten_years.py` made there, otherwise it makes its own and throws them away. None of the
companies has 500 items: one is named in more, and stays so.
"""

import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path

import ten_years

# In milliseconds, of SQLite and of PostgreSQL
LIMITS = {
    "edition": (15, 15),
    "edition, 304": (5, 5),
    "company of 500 items": (200, 100),
    "deals": (200, 100),
    "search, a name": (200, 100),
    "search, Chinese": (200, 100),
}


def main(rounds: int, smaller: int) -> None:
    with tempfile.TemporaryDirectory(prefix="recap-bench-") as folder:
        port = free_port()
        os.environ.setdefault("RECAP_VAR", folder)
        os.environ |= {
            "RECAP_MODE": "production",
            "RECAP_SITE_URL": f"http://127.0.0.1:{port}",
            "RECAP_SECRET_KEY": "of-this-bench" * 5,
            "RECAP_SUPPRESSION_KEY": "of-this-bench",
        }
        vendor, asked = prepare(smaller)
        command = [f"{Path(sys.executable).parent}/granian", "--interface", "wsgi", "--port", str(port)]
        command += ["--blocking-threads", "2", "--no-ws", "recap.wsgi:application"]
        server = subprocess.Popen(command, cwd=ten_years.ROOT)
        try:
            report(measure(port, asked, rounds), vendor)
        finally:
            server.terminate()
            server.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def prepare(smaller: int) -> tuple[str, dict[str, str]]:
    """Store the ten years where there are none, and return the database's kind and addresses by name."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "recap.settings"
    import django
    from django.core.management import call_command

    django.setup()
    from django.db import connection
    from django.templatetags.static import static

    from editions.models import Edition
    from sources.models import NewsItem

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    if not Edition.objects.exists():
        ten_years.fill(random.Random(1), smaller)
    edition = Edition.objects.order_by("number")[Edition.objects.count() // 2].get_absolute_url()
    most = company_of(500)
    return connection.vendor, {
        "static file": static("css/site.css"),
        "edition": edition,
        "edition, 304": edition,
        "home": "/",
        "latest": "/latest/",
        "item": NewsItem.objects.order_by("pk").last().get_absolute_url(),
        "companies": "/companies/",
        "company of 500 items": most.get_absolute_url(),
        "company, a later part": f"{most.get_absolute_url()}before/{middle_of(most)}/",
        "markets": "/markets/",
        "market": "/markets/brazil/",
        "deals": "/deals/",
        "deals, sorted and filtered": "/deals/?sort=-usd&type=funding",
        "deals as CSV": "/deals/deals.csv",
        "entries": "/entries/",
        "search, a name": f"/search/?q={most.name.split()[0]}",
        "search, two words": "/search/?q=first+warehouse",
        "search, Chinese": "/search/?q=%E6%B1%BD%E8%BD%A6",
        "feed of editions": "/editions/feed.xml",
        "API, 50 items": "/api/v1/items?limit=50",
    }


def company_of(number: int):
    """The company that most items name, named in more, all over the years, until they are `number`."""
    from django.db.models import Count

    from sources.models import Company, NewsItem

    most = Company.objects.annotate(number=Count("items")).order_by("-number", "pk").first()
    if (missing := number - most.number) > 0:
        others = NewsItem.objects.filter(status="published").exclude(companies=most).order_by("pk")
        most.items.add(*others[:: max(others.count() // missing, 1)][:missing])
    return most


def middle_of(company) -> int:
    items = company.items.order_by("-published_at").values_list("pk", flat=True)
    return items[len(items) // 2]


def measure(port: int, asked: dict[str, str], rounds: int) -> dict[str, tuple[list[float], int]]:
    """Return milliseconds and bytes by name."""
    connection, names = connected(port), {}
    times = {name: ([], 0) for name in asked}
    for turn in range(rounds + 2):  # the first two warm up
        for name, address in asked.items():
            headers = {"If-None-Match": names[address]} if name.endswith("304") else {}
            began = time.perf_counter()
            connection.request("GET", address, headers=headers)
            answer = connection.getresponse()
            size = len(answer.read())
            took = 1000 * (time.perf_counter() - began)
            wanted = 304 if headers else 200
            if answer.status != wanted:
                sys.exit(f"{address} answered {answer.status} and not {wanted}")
            names[address] = answer.headers.get("ETag")
            if turn > 1:
                times[name] = ([*times[name][0], took], size)
    return times


def connected(port: int) -> HTTPConnection:
    for _ in range(200):
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.connect()
            return connection
        except OSError:
            time.sleep(0.1)
    sys.exit("The server did not start.")


def report(times: dict[str, tuple[list[float], int]], vendor: str) -> None:
    yardstick = statistics.median(times["static file"][0])
    print(f"{vendor:28}{'median':>9}{'slowest':>9}{'× static':>10}{'KB':>7}  limit")
    for name, (taken, size) in times.items():
        median, limit = statistics.median(taken), LIMITS.get(name)
        says = f"{limit[vendor == 'postgresql']} ms" if limit else ""
        print(f"{name:28}{median:9.1f}{max(taken):9.1f}{median / yardstick:10.1f}{size / 1000:7.1f}  {says}")


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:]]
    main(*[*numbers, *(31, 1)[len(numbers) :]])
