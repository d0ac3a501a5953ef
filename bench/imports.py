"""How fast a list of subscribers is taken in: `python bench/imports.py [rows] [database address]`.

A Mailchimp export of 200,000 rows, one in a thousand of them bad, beside a loop that checks and stores row by
row. On a SQLite database made for it, or on an empty one that is named.
"""

import csv
import os
import sys
import tempfile
import time
from pathlib import Path

from newsroom import NOON

NAIVE = 2_000  # rows for the loop, from which the rest is reckoned
LIMIT = 60  # seconds for 200,000
HEADINGS = ["Email Address", "First Name", "Last Name", "MEMBER_RATING", "OPTIN_TIME", "CONFIRM_TIME", "LEID"]


def main(rows: int, database: str) -> None:
    with tempfile.TemporaryDirectory(prefix="recap-bench-") as folder:
        _configure(folder, database)
        upload = Path(folder) / "subscribed_members_export.csv"
        _write(upload, rows)
        print(f"{rows:,} rows, {upload.stat().st_size / 1e6:.1f} MB")
        imported, seconds = _ours(upload)
        each = _naive(upload)
        print(f"{rows / seconds:,.0f} rows a second; a loop row by row takes {1 / each:,.0f}")
        assert sum(imported.counts[name] for name in ("new", "invalid")) == rows
        if seconds > LIMIT * rows / 200_000:
            sys.exit("It takes longer than a minute for 200,000.")


def _configure(folder: str, database: str) -> None:
    os.environ.update(DJANGO_SETTINGS_MODULE="recap.settings", RECAP_MODE="development", RECAP_VAR=folder)
    os.environ.pop("DATABASE_URL", None)
    if database:
        os.environ["DATABASE_URL"] = database
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _write(path: Path, rows: int) -> None:
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADINGS)
        for number in range(rows):
            name = (
                "not an address"
                if number % 1000 == 999
                else f"Reader.{number}@inbox-{number % 977}.example.com"
            )
            out.writerow(
                [name, "Ada", f"Byron {number}", 2, "2024-01-15 10:30:00", "2024-01-15 10:31:00", number]
            )


def _ours(path: Path):
    from django.core.files import File

    from subscribers import imports
    from subscribers.models import Import

    with path.open("rb") as file:
        start = time.perf_counter()
        imported = imports.upload(File(file, name=path.name), Import.Purpose.PEOPLE, None, NOON)
        uploaded = time.perf_counter()
        imports.preview(imported, 20)
        imports.tally(imported)
        looked = time.perf_counter()
    processor = time.process_time()
    imports.start(imported)
    imported = imports.claim(NOON)
    with imports.running(imported) as run:
        while run.step(NOON):
            pass
    done = time.perf_counter()
    imported.refresh_from_db()
    print(f"looked through in {uploaded - start:.1f} s, counted for the preview in {looked - uploaded:.1f} s")
    processor = time.process_time() - processor
    print(f"taken in in {done - looked:.1f} s ({processor:.1f} s of processor): {imported.counts}")
    return imported, done - looked


def _naive(path: Path) -> float:
    """Seconds a row of what is usually written first: check, look up, store."""
    from django.conf import settings
    from email_validator import EmailNotValidError, validate_email

    from subscribers import addresses
    from subscribers.models import Subscriber, Suppression

    with path.open(newline="") as file:
        rows = [row for _, row in zip(range(NAIVE), csv.DictReader(file), strict=False)]
    start = time.perf_counter()
    for row in rows:
        try:
            found = validate_email("naive-" + row["Email Address"], check_deliverability=False)
        except EmailNotValidError:
            continue
        name = found.normalized.lower()
        print_ = addresses.fingerprint(name, settings.SUPPRESSION_KEY.encode())
        known = Subscriber.objects.filter(normalised=name).exists()
        if not known and not Suppression.objects.filter(fingerprint=print_).exists():
            facts = {"normalised": name, "domain": found.ascii_domain, "fingerprint": print_}
            Subscriber.objects.create(address=found.normalized, joined_at=NOON, **facts)
    return (time.perf_counter() - start) / len(rows)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000, sys.argv[2] if len(sys.argv) > 2 else "")
