"""How fast mail leaves: `python bench/send.py`; about four minutes, and --help names its few options.

Postfix's `smtp-source -s 4` against its `smtp-sink` is the yardstick. Our whole loop (claim, send, record)
and Django's own way (an object a recipient over one connection) send messages of the same size to the same
sink, in turn, and medians of the rounds are compared. Then: filling a mailing against `bulk_create`, and
workers killed while they send. On a SQLite database that is thrown away and, where DATABASE_URL names a
server of PostgreSQL, on a database that is made there and removed.
"""

import argparse
import contextlib
import itertools
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from urllib.parse import urlsplit

from newsroom import NOON, ROOT

SIZE = 30_000  # bytes of a message
NAIVE = 500  # messages a round: it is slow
RATIO, PROCESSOR, MEMORY, FILLING = 0.70, 0.15, 80, 3  # goals: the least, seconds, MB, times
PATH = f"{os.environ['PATH']}:/usr/sbin"
SOURCE, SINK = (shutil.which(name, path=PATH) for name in ("smtp-source", "smtp-sink"))
HERE = str(Path(__file__).resolve())


def main(options) -> None:
    address = os.environ.get("DATABASE_URL", "")
    for server in ("", address) if address.startswith("postgres") else ("",):
        with tempfile.TemporaryDirectory(prefix="recap-bench-") as folder, _database(server, folder) as url:
            print(f"On {'PostgreSQL' if server else 'SQLite'}", flush=True)
            _run([HERE, *sys.argv[1:], "--inside"], folder, DATABASE_URL=url)
    if not address:
        print("Not on PostgreSQL: DATABASE_URL names none.")
    print(f"Goals: {RATIO} of smtp-source, {PROCESSOR} s, {MEMORY} MB, {FILLING} times as fast.")


def inside(options) -> None:
    """Measure on the database of the environment."""
    _set_up()
    from django.core.management import call_command

    from editions.models import Masthead

    call_command("migrate", verbosity=0)
    Masthead.objects.update_or_create(pk=1, defaults={"name": "Outbound", "postal_address": "1 Example Road"})
    _filling(options.people)
    if SOURCE and SINK:
        _sending(options)
    else:
        print("  smtp-source and smtp-sink are not installed (Debian's postfix): nothing to compare with.")
    if options.chaos:
        _chaos(options.chaos)


def _set_up() -> None:
    import django

    django.setup()


@contextlib.contextmanager
def _database(server: str, folder: str):
    """Yield the address of an empty database."""
    if not server:
        yield f"sqlite:///{folder}/bench.sqlite3"
        return
    import psycopg2

    name = f"recap_bench_{uuid.uuid4().hex[:8]}"
    there = urlsplit(server)
    with contextlib.closing(psycopg2.connect(there._replace(path="/postgres").geturl())) as connection:
        connection.autocommit = True
        connection.cursor().execute(f"CREATE DATABASE {name}")
        try:
            yield there._replace(path=f"/{name}").geturl()
        finally:
            connection.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")


def _run(command: list[str], folder: str, **environment) -> None:
    """Run a process of Python with the settings of a measurement."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "recap.settings",
        "RECAP_MODE": "development",
        "RECAP_VAR": folder,
        "PYTHONPATH": str(ROOT),
        **environment,
    }
    subprocess.run([sys.executable, *command], env=environment, check=True, cwd=ROOT)


# Sending


def _sending(options) -> None:
    mailing = _mailing(_people(options.messages, "sending"))
    rates: dict[str, list[float]] = {name: [] for name in (YARDSTICK, KEPT, OURS, NAIVELY)}
    used, memory = [], []
    with _sink() as port:
        for _ in range(options.rounds):
            rates[YARDSTICK].append(_source(port, options.messages))
            ours = _loop(mailing, port, options)
            rates[OURS].append(ours["rate"])
            used.append(ours["processor"])
            memory.append(ours["memory"])
            rates[KEPT].append(_source(port, options.messages, "-d"))
            rates[NAIVELY].append(_naive(mailing, port))
    signed = ", signed" if options.dkim_key else ""
    _say("messages a round", f"{options.messages:8,} of {SIZE:,} bytes; ours{signed} of {_size(options):,}")
    for name, taken in rates.items():
        ratio = statistics.median(rate / its for rate, its in zip(taken, rates[YARDSTICK], strict=True))
        _say(name, f"{statistics.median(taken):8.0f} a second{ratio:8.2f} of smtp-source")
    _say("processor, a thousand of ours", f"{statistics.median(used):8.3f} s")
    _say("memory of our worker at most", f"{max(memory):8.0f} MB")


YARDSTICK, KEPT = "smtp-source -s 4", "the same with -d: connections kept"
OURS, NAIVELY = "ours: claim, send, record", "Django's, an object a recipient"


def _say(name: str, words: str) -> None:
    print(f"  {name:38}{words}", flush=True)


@contextlib.contextmanager
def _sink():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    as_nobody = ["-u", "nobody"] if os.geteuid() == 0 else []
    with subprocess.Popen([SINK, *as_nobody, f"127.0.0.1:{port}", "1000"]) as process:
        try:
            for _ in range(100):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                    break
                time.sleep(0.02)
            yield port
        finally:
            process.terminate()


def _source(port: int, messages: int, *more: str) -> float:
    sizes = ["-s", "4", "-m", str(messages), "-l", str(SIZE)]
    people = ["-f", "newsroom@example.com", "-t", "reader@inbox.example.com"]
    start = time.perf_counter()
    subprocess.run([SOURCE, *sizes, *people, *more, f"127.0.0.1:{port}"], check=True)
    return messages / (time.perf_counter() - start)


def _loop(mailing, port: int, options) -> dict:
    """Queue the mailing again, and let a worker that is a process of its own send it."""
    from subscribers.models import Lane, Pace

    first = _mailing(_people(1, f"first-{time.time_ns()}"))
    mailing.deliveries.update(
        state="queued", attempts=0, lane=None, lease_until=None, answered_at=None, answer=""
    )
    type(mailing).objects.filter(pk=mailing.pk).update(state="queued", finished_at=None)
    Lane.objects.all().delete()
    Pace.objects.all().delete()
    with tempfile.NamedTemporaryFile() as report:
        _run(
            [HERE, "--worker", f"{first.pk},{mailing.pk}", "--report", report.name],
            os.environ["RECAP_VAR"],
            RECAP_MAILING_URL=f"smtp://127.0.0.1:{port}",
            RECAP_MAIL_RATE="0",
            RECAP_DKIM_KEY_FILE=options.dkim_key,
        )
        told = json.load(report)
    sent = mailing.deliveries.filter(state="sent").count()
    if sent != mailing.audience:
        raise SystemExit(f"Of {mailing.audience} only {sent} were sent.")
    return told | {"rate": sent / told["seconds"], "processor": 1000 * told["processor"] / sent}


def worker(options) -> None:
    """Send a mailing, and report seconds, those of the processor, and the most memory that was held."""
    _set_up()

    from subscribers import lanes
    from subscribers.models import Delivery

    first, mailing = map(int, options.worker.split(","))
    lanes.run(first)  # whatever is done once in the life of a worker
    waiting = Delivery.objects.filter(mailing=mailing, state__in=["queued", "sending"])
    start = time.perf_counter(), time.process_time()
    while lanes.run(mailing) or waiting.exists():
        pass
    told = {"seconds": time.perf_counter() - start[0], "processor": time.process_time() - start[1]}
    held = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
    Path(options.report).write_text(json.dumps(told | {"memory": int(held) / 1024}))


def _size(options) -> int:
    """How many bytes a message of ours has on arrival."""
    from tests.subscribers.relay import Relay

    with Relay() as relay:
        _loop(_mailing(_people(1, "tasting")), relay.port, options)
        return len(relay.handed[-1].data)


def _naive(mailing, port: int) -> float:
    """As Django's documentation sends to many: an object for each, over one connection."""
    from django.core.mail import EmailMultiAlternatives, get_connection

    rendition = mailing.renditions.get()
    people = list(mailing.deliveries.values_list("address", flat=True)[:NAIVE])
    start = time.perf_counter()
    backend = "django.core.mail.backends.smtp.EmailBackend"
    with get_connection(backend, host="127.0.0.1", port=port, use_tls=False) as connection:
        for address in people:
            message = EmailMultiAlternatives(
                rendition.subject, rendition.text, "newsroom@example.com", [address], connection=connection
            )
            message.attach_alternative(rendition.html, "text/html")
            message.send()
    return len(people) / (time.perf_counter() - start)


def _people(count: int, folder: str) -> str:
    """Store so many subscribers, quickly; return the end of their addresses."""
    from django.db import connection

    from subscribers.models import Subscriber

    domain = f"{folder}.example.com"
    first = (Subscriber.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    facts = {
        "address": f"'reader-' || n || '@{domain}'",
        "normalised": f"'reader-' || n || '@{domain}'",
        "domain": f"'{domain}'",
        "fingerprint": "'of ' || n",
        "name": "''",
        "status": "'active'",
        "choice": "'full'",
        "language": "'en'",
        "key": "'0123456789012345678901'",
        "joined_at": "%s",
        "consent_at": "%s",
        "consent_from": "'/subscribe/'",
        "consent_words": "''",
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE numbers(n) AS (SELECT %s UNION ALL SELECT n + 1 FROM numbers WHERE n < %s)"
            f" INSERT INTO subscribers_subscriber ({', '.join(facts)})"
            f" SELECT {', '.join(facts.values())} FROM numbers",
            [first, first + count - 1, *2 * [connection.ops.adapt_datetimefield_value(NOON)]],
        )
    return domain


def _mailing(domain: str):
    """A mailing to all of `domain`, filled and queued, of about SIZE bytes a message."""
    from django.conf import settings

    from subscribers.models import Delivery, Mailing, Subscriber
    from subscribers.tokens import LEAVE_PLACE, PREFERENCES_PLACE

    mailing = Mailing.objects.create(
        kind="edition",
        occasion=f"bench {domain}",
        subject="Shops and ships",
        state="queued",
        created_at=NOON,
        frozen_at=NOON,
        filled_at=NOON,
        audience=Subscriber.objects.filter(domain=domain).count(),
    )
    links = [f"{settings.SITE_URL}/{place}/" for place in (LEAVE_PLACE, PREFERENCES_PLACE)]
    line = "Vivo opened its first shop in Lima, “a first step” of 20 million yuan, the company said.\n"
    html = f"<p>{line}</p>\n" * (SIZE * 2 // 3 // (len(line) + 12))
    rendition = mailing.renditions.create(
        key="full",
        subject=mailing.subject,
        html=html + "".join(f'<a href="{link}">Here</a>\n' for link in links),
        text=line * (SIZE // 3 // (len(line) + 4)) + "\n".join(links),
    )
    people = Subscriber.objects.filter(domain=domain).only("pk", "address", "domain").iterator()
    Delivery.objects.bulk_create(
        (
            Delivery(
                mailing=mailing,
                occasion=mailing.occasion,
                subscriber=one,
                rendition=rendition,
                address=one.address,
                domain=one.domain,
            )
            for one in people
        ),
        batch_size=2000,
    )
    return mailing


# Filling


def _filling(people: int) -> None:
    """The rows of a mailing: slices of INSERT … SELECT, and objects by bulk_create."""
    from subscribers import mailings
    from tests.factories import make_published_edition, make_superuser

    _people(people, "filling")
    edition = make_published_edition(mail_to="nobody")
    mailing = mailings.start_edition(edition, "everyone", make_superuser(), NOON)
    start = time.perf_counter()
    while not mailings.fill(mailing, NOON):
        pass
    ours = time.perf_counter() - start
    by_objects = _fill_by_objects(mailing)
    _say(f"filling {mailing.audience:,} rows", f"{ours:8.1f} s")
    _say("with bulk_create", f"{by_objects:8.1f} s{by_objects / ours:8.1f} times as long")
    type(mailing).objects.update(state="cancelled")


def _fill_by_objects(mailing) -> float:
    from subscribers.models import Delivery, Subscriber

    start = time.perf_counter()
    people = Subscriber.objects.mailable(NOON.date()).order_by("pk").only("pk", "address", "domain")
    rendition = mailing.renditions.first()
    rows = (
        Delivery(
            mailing=mailing,
            occasion="by objects",
            subscriber=one,
            rendition=rendition,
            address=one.address,
            domain=one.domain,
        )
        for one in people.iterator()
    )
    while some := list(itertools.islice(rows, 5000)):
        Delivery.objects.bulk_create(some)
    taken = time.perf_counter() - start
    Delivery.objects.filter(occasion="by objects").delete()
    return taken


# Workers that are killed


def _chaos(people: int) -> None:
    """As the tests do with 2,000: to a server that misbehaves, workers killed about every second."""
    from tests.subscribers import killed_lanes
    from tests.subscribers.relay import read_notes, relay_process

    folder = Path(os.environ["RECAP_VAR"])
    mailing = _mailing(_people(people, "chaos"))
    notes = folder / "notes"
    workers = 1 if os.environ["DATABASE_URL"].startswith("sqlite") else 3
    options = {"mailing": mailing.pk, "workers": workers, "seconds": 100}
    with relay_process(notes, share=0.02, silence=0.0002, latency=0.003) as port:
        _run(
            ["-m", "tests.subscribers.killed_lanes", json.dumps(options)],
            str(folder),
            RECAP_MAILING_URL=f"smtp://127.0.0.1:{port}",
            RECAP_MAIL_RATE="0",
            RECAP_MAIL_TIMEOUT="2",
        )
    copies, endings = read_notes(notes)
    states = killed_lanes.states(mailing.pk)
    _say(f"{people:,} with workers killed", ", ".join(f"{n:,} {state}" for state, n in states.items()))
    for wrong in killed_lanes.wrongs(mailing, copies, endings) or ["nobody got two, nobody was lost"]:
        _say("", wrong)


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=6000, help="of a round (6000)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--people", type=int, default=200_000, help="to fill a mailing with (200000)")
    parser.add_argument("--chaos", type=int, default=20_000, help="while workers are killed; 0: none")
    parser.add_argument("--dkim-key", default="", help="a file: sign with it")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    parser.add_argument("--report", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    chosen = _read_options()
    worker(chosen) if chosen.worker else inside(chosen) if chosen.inside else main(chosen)
