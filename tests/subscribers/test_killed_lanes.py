"""Workers killed while they send, to a server that misbehaves: nobody gets two copies, nobody is lost."""

import json
import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.db import connection

from tests.factories import make_crowd, make_mailing, make_masthead
from tests.subscribers.killed_lanes import wrongs
from tests.subscribers.relay import read_notes, relay_process
from tests.subscribers.services import missing

PEOPLE = 2000
SECONDS = 120  # of which it takes a tenth on a quiet machine


def address_of_the_database():
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def environment(folder, port, **more):
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "recap.settings",
        "RECAP_MODE": "development",
        "RECAP_VAR": str(folder),
        "DATABASE_URL": address_of_the_database(),
        "RECAP_MAILING_URL": f"smtp://127.0.0.1:{port}",
        "RECAP_MAIL_RATE": "0",
        "RECAP_MAIL_TIMEOUT": "2",
        **more,
    }


def run_killed(mailing, folder, port, **options):
    options = {"mailing": mailing.pk, "seconds": SECONDS, **options}
    command = [sys.executable, "-m", "tests.subscribers.killed_lanes", json.dumps(options)]
    ran = subprocess.run(
        command, env=environment(folder, port), capture_output=True, text=True, timeout=SECONDS + 60
    )
    assert ran.returncode == 0, ran.stderr
    return {**json.loads(ran.stdout.splitlines()[-1]), "errors": ran.stderr}


@pytest.mark.django_db(transaction=True)
def test_killed_workers_hand_nobody_two_copies_and_lose_nobody(tmp_path):
    make_masthead()
    mailing = make_mailing(*make_crowd(PEOPLE))
    workers = 1 if connection.vendor == "sqlite" else 3

    with relay_process(tmp_path / "notes", share=0.04, silence=0.0005, latency=0.003) as port:
        seen = run_killed(mailing, tmp_path, port, workers=workers)

    mailing.refresh_from_db()
    assert wrongs(mailing, *read_notes(tmp_path / "notes"), seen["killed"]) == [], seen["errors"]
    assert seen["sums"].keys() == {str(PEOPLE)}  # at every moment that was looked at
    assert seen["killed"] >= 3


def test_a_site_whose_parts_go_down_mails_everybody_once(tmp_path):
    """SIGTERM and a restart of PostgreSQL leave nothing unknown; SIGKILL at most one message a connection."""
    served = ["with services"] if connection.vendor == "postgresql" else []
    if served and missing():
        pytest.skip(missing())
    command = [sys.executable, "-m", "tests.subscribers.shaken_site", str(tmp_path), "1000", *served]

    ran = subprocess.run(command, capture_output=True, text=True, timeout=300)

    assert ran.returncode == 0, ran.stderr
    seen = json.loads(ran.stdout.splitlines()[-1])
    assert seen.pop("wrongs") == []
    killed = seen.pop("killed")
    assert [moment for moment, states in seen.items() if states.get("unknown")] == []
    assert killed.keys() <= {"sent", "unknown"}
