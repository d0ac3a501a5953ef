"""A worker killed between any two statements of publishing leaves one Snapshot or none."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection

from editions.models import Edition
from tests.factories import NOON, make_approved_edition, make_item, make_superuser

HOUR = NOON + timedelta(hours=1)
BEFORE = {
    "status": "scheduled",
    "published": False,
    "mail_due": False,
    "snapshots": 0,
    "moves": 0,
    "items": [["ready", None]],
}
AFTER = {
    "status": "published",
    "published": True,
    "mail_due": True,
    "snapshots": 1,
    "moves": 1,
    "items": [["published", "run"]],
}


def address_of_the_database():
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@pytest.mark.django_db(transaction=True)
def test_a_publisher_killed_at_any_statement_leaves_all_or_nothing(tmp_path):
    edition = make_approved_edition(make_item(), make_item("Oppo closed one."))
    edition.schedule(HOUR, by=make_superuser(), now=NOON)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "recap.settings",
        "RECAP_MODE": "development",
        "RECAP_VAR": str(tmp_path),
        "DATABASE_URL": address_of_the_database(),
    }

    ran = subprocess.run(
        [sys.executable, "-m", "tests.editions.killed_publisher", str(edition.pk), HOUR.isoformat()],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )

    *killed, last = [json.loads(line) for line in ran.stdout.splitlines()] or [{"said": ran.stderr}]
    assert len(killed) >= 20, ran.stderr  # the conditional update, the items, the snapshot, the move …
    assert all(child["died"] for child in killed)
    assert [child["number"] for child in killed if not BEFORE.items() <= child.items()] == []
    assert last["code"] == 0
    assert AFTER.items() <= last.items()
    assert Edition.objects.get().status == "published"
