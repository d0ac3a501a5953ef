"""What the whole suite stands on: no network past this machine, Chromium, and skips that are owned up to."""

import gc
import ipaddress
import os
import shutil
import sys
import threading
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.test import TransactionTestCase
from playwright.sync_api import expect

from tests.sources.web import running

# The one without a window takes a third of the processor's time.
CHROMIUM = next(filter(os.path.exists, ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")), "")
ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "../shared/samples"

# Playwright runs an event loop in the thread of the test, which Django takes for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def refuse_the_network(event, arguments):
    """Raise RuntimeError where a socket would leave this machine; libraries swallow an OSError.

    An audit hook sees every socket of Python, whoever opens it. PostgreSQL's client is not Python.
    """
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        local = not isinstance(address, tuple) or is_local(address[0])  # a string: a Unix socket
    elif event == "socket.getaddrinfo":
        local = is_address(arguments[0]) or is_local(arguments[0])
    else:
        return
    if not local:
        raise RuntimeError(f"a test reached for the network: {event} {arguments!r}")


def is_local(host):
    return host in (None, "", "localhost") or (is_address(host) and ipaddress.ip_address(host).is_loopback)


def is_address(host):
    try:
        return bool(ipaddress.ip_address(host))
    except ValueError:
        return False


sys.addaudithook(refuse_the_network)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers():
    """Three for two processors: a third of the time of a worker is waiting for browsers and processes."""
    return (os.cpu_count() or 1) * 3 // 2


def pytest_sessionfinish():
    """Remove what the settings of the tests made. Later, the workers of xdist may be gone already."""
    if settings.VAR.name.startswith("recap-tests-"):
        shutil.rmtree(settings.VAR, ignore_errors=True)


def pytest_collection_modifyitems(items):
    """A browser, its server and other tests share two processors: a test in one may be tried once more.

    They go first, for they take longest: the last to end would otherwise run on one processor alone.
    """
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_collection_finish():
    """Look no more for rubbish among what stays to the end, and seldom among the rest."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True)
def answered(request, _django_db_marker):
    """Let a served site finish its answers before the tables are emptied: they would wait for each other."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if request.node.get_closest_marker("browser") and marker and marker.kwargs.get("transaction"):
        end = time.monotonic() + 2
        for thread in threading.enumerate():
            if "process_request_thread" in thread.name:  # of socketserver: one a connection
                thread.join(timeout=max(end - time.monotonic(), 0))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    return own_up((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    return own_up((yield))


def own_up(report):
    """With RECAP_NO_SKIPS=1, as in .ci/run, only a test of the samples may be skipped."""
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("RECAP_NO_SKIPS") == "1":
        reason = report.longrepr[2]
        if "samples" not in reason:
            report.outcome, report.longrepr = "failed", f"{reason} (nothing may be skipped here)"
    return report


def pytest_terminal_summary(terminalreporter):
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        terminalreporter.write_line("No PostgreSQL: DATABASE_URL names none, so all of this ran on SQLite.")


@pytest.fixture
def web():
    """Sites on this machine that answer as the test says: `tests/sources/web.py`."""
    with running() as web:
        yield web


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker):
    """Begin with a copy of a migrated database, and put back what migrations stored.

    A test with transactions of its own would end by emptying every table.
    """
    from tests.migrated import as_migrated  # settings and models are there only now
    from tests.template import begin_with_a_copy

    TransactionTestCase._fixture_teardown = as_migrated
    with django_db_blocker.unblock():
        begin_with_a_copy()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    from tests.migrated import keep_as_migrated

    with django_db_blocker.unblock():
        keep_as_migrated()


@pytest.fixture(scope="session")
def django_db_keepdb():
    """On SQLite the copy is there already; it goes with the folder of the settings."""
    return settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


@pytest.fixture(scope="session")
def samples():
    """The folder of real texts that editors paste, which are not ours to pass on."""
    if not SAMPLES.is_dir():
        pytest.skip("samples are missing")
    return SAMPLES


@pytest.fixture(scope="session", autouse=True)
def patience():
    """How long a browser may take until a page is as expected: other tests run beside it."""
    expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if not CHROMIUM:
        pytest.skip("no Chromium")
    quiet = ["quic", "background-networking", "component-update", "sync", "gpu"]
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": ["--no-sandbox", "--no-first-run", *(f"--disable-{name}" for name in quiet)],
    }
