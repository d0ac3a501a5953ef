"""A worker killed at any moment of polling leaves every entry once, for the next one or for itself."""

import json
import os
import subprocess
import sys

import pytest

from sources.models import Clipping, Feed
from tests.editions.test_killed_publisher import address_of_the_database
from tests.factories import NOON, make_source


@pytest.mark.django_db(transaction=True)
def test_a_poller_killed_at_any_change_clips_every_entry_once(tmp_path):
    Feed.objects.create(source=make_source(), url="http://paper.example/rss", next_poll_at=NOON)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "recap.settings",
        "RECAP_MODE": "development",
        "RECAP_VAR": str(tmp_path),
        "DATABASE_URL": address_of_the_database(),
    }

    ran = subprocess.run(
        [sys.executable, "-m", "tests.sources.killed_poller", NOON.isoformat()],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )

    *killed, last = [json.loads(line) for line in ran.stdout.splitlines()] or [{"said": ran.stderr}]
    assert len(killed) >= 8, ran.stderr  # the claims, what was seen, the clippings, their traces …
    assert all(child["died"] for child in killed)
    assert {(child["clippings"], child["seen"]) for child in killed} <= {(0, 0), (3, 3)}
    assert (last["code"], last["succeeded"]) == (0, 1)
    assert sorted(Clipping.objects.values_list("url", flat=True)) == [
        f"http://paper.example/{name}" for name in ("one", "three", "two")
    ]
