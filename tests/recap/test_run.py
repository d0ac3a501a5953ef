"""`make run` itself, and what stands in files beside the code and must agree with it."""

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.db import connection

from tests.template import UNTOUCHED

ROOT = Path(__file__).parents[2]
NAME = r"[A-Z][A-Z_]+"


@pytest.fixture
def database(tmp_path, django_db_modify_db_settings):
    """The address of a database without rows of people, one migration behind, and a way to connect to it.

    All migrations would take ten seconds of a processor; `tests/template.py` makes them once.
    """
    given = urlsplit(os.environ.get("DATABASE_URL", ""))
    if not given.scheme.startswith("postgres"):
        path = shutil.copyfile(UNTOUCHED, tmp_path / "recap.sqlite3")
        yield behind(f"sqlite:///{path}", lambda: sqlite3.connect(path))
        return
    name, template = f"recap_run_{os.getpid()}", connection.settings_dict["TEST"]["TEMPLATE"]
    address = given._replace(path=f"/{name}").geturl()
    server = psycopg2.connect(given._replace(path="/postgres").geturl())
    server.autocommit = True
    with closing(server), server.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield behind(address, lambda: psycopg2.connect(address))
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def behind(address, connect):
    """The same, after the migration of sessions was taken back."""
    with closing(connect()) as database:
        cursor = database.cursor()
        cursor.execute("DROP TABLE django_session")
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
        database.commit()
    return SimpleNamespace(address=address, connect=connect)


@pytest.fixture
def run(tmp_path, database):
    """A function that starts what `make run` starts, on a port of its own, and returns the process."""
    started = []

    def start(port):
        environment = {
            **os.environ,
            "RECAP_MODE": "development",
            "RECAP_VAR": str(tmp_path),
            "DATABASE_URL": database.address,
            "PORT": str(port),
            "PYTHONUNBUFFERED": "1",
        }
        environment.pop("DJANGO_SETTINGS_MODULE", None)  # of the tests
        started.append(
            subprocess.Popen(
                [sys.executable, "manage.py", "run"],
                cwd=ROOT,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        )
        return started[-1]

    yield start
    for process in started:
        process.terminate()
        process.communicate(timeout=60)


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def status_of(url, process):
    """The status of a page, asked for until the server is up. Bounded."""
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and process.poll() is None:
        try:
            return urllib.request.urlopen(url, timeout=10).status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"nothing answered at {url}: {process.communicate(timeout=1)[0]}")


def processes_with(word):
    """The command lines of the processes that were given this word in their environment. Linux."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if word.encode() in (folder / "environ").read_bytes():
                found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


def test_make_run_serves_until_it_is_interrupted(run, port, tmp_path, database):
    process = run(port)

    assert status_of(f"http://127.0.0.1:{port}/", process) == 200
    with pytest.raises(urllib.error.HTTPError) as missing:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/nothing/", timeout=10)
    assert b"Search what we published" in missing.value.read()
    running = " ".join(processes_with(f"RECAP_VAR={tmp_path}"))
    assert "granian" in running
    assert "celery" in running
    with closing(database.connect()) as migrated:
        migrated.cursor().execute("SELECT count(*) FROM django_session")

    # It says where within 30 seconds, or ends.
    assert any(f"http://127.0.0.1:{port}/admin/" in line for line in process.stdout)

    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=60)

    assert process.returncode == 0
    assert processes_with(f"RECAP_VAR={tmp_path}") == []
    assert "Traceback" not in output


def test_a_taken_port_is_named_in_one_sentence(run):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        process = run(port)
        output, _ = process.communicate(timeout=60)

    assert process.returncode == 1
    assert output.startswith(f"CommandError: Port {port} cannot be used")
    assert output.count("\n") == 1


def test_every_variable_is_in_the_example_and_nothing_else_is():
    """But for those of a provider of mail, of which it names one."""
    settings = set(re.findall(rf'env\.\w+\("({NAME})"', (ROOT / "recap/settings.py").read_text()))
    compose = set(re.findall(rf"\$\{{({NAME})", (ROOT / "docker-compose.yml").read_text()))
    example = set(re.findall(rf"^#?({NAME})=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert {name for name in example if not name.startswith("ANYMAIL_")} == settings | compose
