"""The public site as files: runs of several processes, runs broken off, and what the command says."""

import io
import os
import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from editions.exporting.folder import PART, Folder
from editions.exporting.walking import export
from tests.editions.exports import contents, file_of, make_site
from tests.factories import (
    NOON,
    make_item,
    make_masthead,
    make_published_edition,
)

AS_FILE = {"recap.export": True}
pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)  # each process has a connection of its own
def test_two_processes_write_what_one_would(tmp_path):
    make_site()
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()

    export(tmp_path / "one", processes=1)
    export(tmp_path / "two", processes=2)

    assert contents(tmp_path / "two") == contents(tmp_path / "one") != {}


def test_what_is_published_leaves_the_older_parts_of_a_list_where_they_were(client):
    make_masthead()
    for number in range(63):
        make_item(status="published", published_at=NOON + timedelta(hours=number))
    before = client.get("/latest/", **AS_FILE).content

    make_item(status="published", published_at=NOON + timedelta(days=9))
    after = client.get("/latest/", **AS_FILE).content

    assert re.findall(b"/latest/before/[0-9]+/", after) == re.findall(b"/latest/before/[0-9]+/", before) != []


def test_a_run_that_was_broken_off_is_completed_by_the_next(tmp_path, monkeypatch):
    edition, _company = make_site()
    monkeypatch.setattr("os.replace", killed_after(os.replace, 20))
    with pytest.raises(KeyboardInterrupt):
        export(tmp_path)
    monkeypatch.undo()
    assert list(tmp_path.rglob(f"{PART}*"))  # whose names no reader asks for
    assert all(path.stat().st_size for path in tmp_path.rglob("*.html"))

    assert export(tmp_path).broken == ()

    assert not list(tmp_path.rglob(f"{PART}*"))
    assert file_of(tmp_path, edition).is_file()


def killed_after(work, times):
    left = iter(range(times))

    def do(*args):
        if next(left, None) is None:
            raise KeyboardInterrupt
        work(*args)

    return do


def test_two_runs_do_not_write_at_once(tmp_path):
    with Folder(tmp_path).alone(), pytest.raises(CommandError, match="Another run"):
        call_command("export_site", tmp_path)


def test_a_broken_link_is_named_and_the_command_fails(tmp_path):
    make_site()
    make_published_edition(make_item("See [the list](/nowhere/)."), number=28)

    with pytest.raises(CommandError, match="leads to /nowhere/"):
        call_command("export_site", tmp_path, processes=1, stdout=io.StringIO())
