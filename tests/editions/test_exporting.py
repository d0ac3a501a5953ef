"""The public site as files."""

import io
import os
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editions.exporting.folder import MANIFEST, PART, Folder
from editions.exporting.state import read_models
from editions.exporting.walking import export
from sources.models import FormerSlug, Market, NewsItem
from tests.factories import (
    NOON,
    make_company,
    make_item,
    make_market,
    make_masthead,
    make_picture,
    make_published_edition,
    make_superuser,
)

AS_FILE = {"recap.export": True}
pytestmark = pytest.mark.django_db


def make_site():
    Market.objects.update(parent=None)
    Market.objects.all().delete()  # a page for each of 200 would take a minute
    make_masthead()
    company, market = make_company("Vivo"), make_market("The Andes")
    item = make_item("Vivo opened a shop in Lima.", companies=[company], markets=[market], kind="launch")
    return make_published_edition(item, number=27, title="Shops and ships"), company


def file_of(folder, row):
    return folder / row.get_absolute_url().strip("/") / "index.html"


def files(folder):
    return {path.relative_to(folder): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def changed(folder, before):
    return {str(name) for name, time in files(folder).items() if before.get(name) != time} - {MANIFEST}


def test_everything_that_is_out_is_a_file_with_what_it_loads(tmp_path):
    edition, company = make_site()
    item = NewsItem.objects.get()
    item.image = make_picture(alt="A shop")
    item.save()

    report = export(tmp_path)

    assert report.broken == ()
    for row, words in ((edition, "Shops and ships"), (company, "Vivo"), (item, "in Lima")):
        assert words in file_of(tmp_path, row).read_text()
    for name in ("zh/index.html", "404.html", "editions/feed.xml", "sitemap.xml", "latest/feed.json"):
        assert (tmp_path / name).is_file(), name
    assert (file_of(tmp_path, edition).parent / "card.png").is_file()
    assert list((tmp_path / "static/vendor/newsreader").glob("*.woff2"))
    assert list((tmp_path / "media/pictures").iterdir())


def test_forms_and_searches_stay_with_the_site(tmp_path):
    make_site()

    export(tmp_path)

    made = {path.name for path in tmp_path.iterdir()}
    assert not made & {"search", "tips", "subscribe", "api", "admin"}
    assert 'href="/subscribe/"' in (tmp_path / "index.html").read_text()
    assert "<form" not in "".join(path.read_text() for path in tmp_path.rglob("index.html"))


def test_a_second_run_writes_nothing(tmp_path):
    make_site()
    export(tmp_path)
    before = files(tmp_path)

    report = export(tmp_path)

    assert (report.written, report.removed) == (0, 0)
    assert files(tmp_path) == before


def test_while_nothing_changed_no_page_is_asked_for(tmp_path, django_assert_max_num_queries):
    make_site()
    export(tmp_path)

    with django_assert_max_num_queries(len(read_models()) + 20):  # the home page names the release
        assert export(tmp_path).written == 0


def test_what_pages_read_is_what_is_looked_at_for_changes(tmp_path):
    make_site()

    with CaptureQueriesContext(connection) as asked:
        export(tmp_path)

    read = set(re.findall(r'(?:FROM|JOIN) "(\w+)"', " ".join(one["sql"] for one in asked)))
    assert read - {"django_content_type"} <= {model._meta.db_table for model in read_models()}


@pytest.mark.django_db(transaction=True)  # each process has a connection of its own
def test_two_processes_write_what_one_would(tmp_path):
    make_site()
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()

    export(tmp_path / "one", processes=1)
    export(tmp_path / "two", processes=2)

    assert contents(tmp_path / "two") == contents(tmp_path / "one") != {}


def test_a_change_rewrites_what_shows_it_and_nothing_else(tmp_path):
    _edition, company = make_site()
    export(tmp_path)
    before = files(tmp_path)

    company.summary = "Makes telephones."
    company.save()
    export(tmp_path)

    page = str(file_of(tmp_path, company).relative_to(tmp_path))
    assert changed(tmp_path, before) == {page, f"zh/{page}"}


def test_what_is_published_leaves_the_older_parts_of_a_list_where_they_were(client):
    make_masthead()
    for number in range(63):
        make_item(status="published", published_at=NOON + timedelta(hours=number))
    before = client.get("/latest/", **AS_FILE).content

    make_item(status="published", published_at=NOON + timedelta(days=9))
    after = client.get("/latest/", **AS_FILE).content

    assert re.findall(b"/latest/before/[0-9]+/", after) == re.findall(b"/latest/before/[0-9]+/", before) != []


def test_a_withdrawn_edition_is_replaced_by_its_notice(tmp_path):
    edition, _company = make_site()
    make_published_edition(number=26)
    export(tmp_path)

    edition.withdraw(by=make_superuser(), now=NOON, reason="A source took its story back.")
    export(tmp_path)

    page = file_of(tmp_path, edition).read_text()
    assert ("A source took its story back." in page, "in Lima" in page) == (True, False)


def test_what_is_public_no_more_is_removed(tmp_path):
    make_site()
    other = make_company("Oppo")
    item = make_item("Oppo closed a shop.", companies=[other], status="published", published_at=NOON)
    pages = [file_of(tmp_path, other), file_of(tmp_path, item)]
    export(tmp_path)
    assert [page.is_file() for page in pages] == [True, True]

    item.delete()
    export(tmp_path)

    assert [page.parent.exists() for page in pages] == [False, False]


def test_a_former_address_leads_to_the_present_one(tmp_path):
    _edition, company = make_site()
    FormerSlug.objects.create(slug="bbk", company=company)

    export(tmp_path)

    page = (tmp_path / "zh/companies/bbk/index.html").read_text()
    assert f'content="0; url=/zh{company.get_absolute_url()}"' in page
    assert f'rel="canonical" href="{settings.SITE_URL}/zh{company.get_absolute_url()}"' in page


def test_a_file_that_was_cut_short_is_written_again(tmp_path):
    edition, _company = make_site()
    export(tmp_path)
    path = file_of(tmp_path, edition)
    whole = path.read_bytes()
    path.write_bytes(whole[:100])

    export(tmp_path)

    assert path.read_bytes() == whole


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
