"""A migrated database, made once for a state of the migrations and copied for each process of tests.

The migrations take ten seconds of a processor, and a copy none. On SQLite the template is a file below var/,
on PostgreSQL a database beside those of the tests. What a copy lacks is migrated after all.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "var" / "tests"
UNTOUCHED = settings.VAR / "migrated.sqlite3"  # of this process, whatever becomes of the migrations meanwhile
READ = ("*/migrations/*.py", "sources/markets.py", "requirements.txt")


def begin_with_a_copy():
    """Let the database of this process begin as the migrations leave it."""
    test = connection.settings_dict["TEST"]
    with one_at_a_time():
        if connection.vendor == "sqlite":
            shutil.copyfile(file(), UNTOUCHED)
            shutil.copyfile(UNTOUCHED, test["NAME"])
        else:
            test["TEMPLATE"] = database(connection.settings_dict["NAME"])


def file():
    """The template on SQLite: made where there is none of this state, and those of other states removed."""
    template = FOLDER / f"migrated-{state()}.sqlite3"
    if not template.exists():
        for old in FOLDER.glob("migrated-*"):
            old.unlink()
        unfinished = FOLDER / "unfinished.sqlite3"
        unfinished.unlink(missing_ok=True)
        migrate(f"sqlite:///{unfinished}")
        unfinished.rename(template)
    return template


def database(name):
    """The name of the template on PostgreSQL, made like the file."""
    prefix = f"test_{name}_migrated_"
    template, unfinished = f"{prefix}{state()}", f"{prefix}unfinished"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
        found = [name for (name,) in cursor.fetchall()]
        if template not in found:
            for old in found:
                cursor.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{unfinished}"')
            address = os.environ["DATABASE_URL"]
            migrate(address[: address.rindex("/") + 1] + unfinished)
            cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{template}"')
    return template


def state():
    """A short name for all that the migrations read."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in READ for path in ROOT.glob(pattern)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def migrate(address):
    """Migrate the empty database at `address`, in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="recap-template-") as folder:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "recap.settings",
            "DATABASE_URL": address,
            "RECAP_VAR": folder,
        }
        command = [sys.executable, "manage.py", "migrate", "--run-syncdb", "--verbosity", "0"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)


@contextmanager
def one_at_a_time():
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
