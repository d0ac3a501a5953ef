"""A worker keeps its size, whatever it is sent."""

import os
import subprocess
import sys

import pytest

from tests.editions.test_killed_publisher import address_of_the_database


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_sent_as_much_as_it_takes_stays_below_300_megabytes(tmp_path):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "recap.settings",
        "RECAP_MODE": "development",
        "RECAP_VAR": str(tmp_path),
        "DATABASE_URL": address_of_the_database(),
    }

    ran = subprocess.run(
        [sys.executable, "-m", "tests.sources.hostile_poller"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )

    assert ran.returncode == 0, ran.stderr
    megabytes, clippings = map(int, ran.stdout.split())
    assert clippings >= 100
    assert megabytes < 300
