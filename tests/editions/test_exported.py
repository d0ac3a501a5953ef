"""The public site as files, exported once: what they hold, and what a later run makes of them."""

import re
import shutil
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editions.exporting.state import read_models
from editions.exporting.walking import export
from editions.models import Edition
from sources.models import AccessToken, Company, FormerSlug, NewsItem
from tests.desk import kept_for_a_module
from tests.editions.exports import changed, file_of, files, make_site
from tests.factories import (
    NOON,
    make_clipping,
    make_company,
    make_edition,
    make_item,
    make_picture,
    make_published_edition,
    make_superuser,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def exported(django_db_setup, django_db_blocker, tmp_path_factory):
    """Where the site was exported, what the run reported, and which statements it asked the database."""
    folder = tmp_path_factory.mktemp("exported")
    with kept_for_a_module(django_db_blocker):
        _edition, company = make_site()
        item = NewsItem.objects.get()
        item.image = make_picture(alt="A shop")
        item.save()
        FormerSlug.objects.create(slug="bbk", company=company)
        with CaptureQueriesContext(connection) as asked:
            report = export(folder)
        yield SimpleNamespace(folder=folder, report=report, asked=[one["sql"] for one in asked])


@pytest.fixture
def copy(exported, tmp_path):
    """The files as they were exported, for a test to change."""
    return shutil.copytree(exported.folder, tmp_path, dirs_exist_ok=True)


@pytest.fixture
def edition():
    return Edition.objects.get()


@pytest.fixture
def company():
    return Company.objects.get()


def test_everything_that_is_out_is_a_file_with_what_it_loads(exported, edition, company):
    folder = exported.folder

    assert exported.report.broken == ()
    for row, words in ((edition, "Shops and ships"), (company, "Vivo"), (NewsItem.objects.get(), "in Lima")):
        assert words in file_of(folder, row).read_text()
    for name in ("zh/index.html", "404.html", "editions/feed.xml", "sitemap.xml", "latest/feed.json"):
        assert (folder / name).is_file(), name
    assert (file_of(folder, edition).parent / "card.png").is_file()
    assert list((folder / "static/vendor/newsreader").glob("*.woff2"))
    assert list((folder / "media/pictures").iterdir())


def test_forms_and_searches_stay_with_the_site(exported):
    made = {path.name for path in exported.folder.iterdir()}

    assert not made & {"search", "tips", "subscribe", "api", "admin"}
    assert 'href="/subscribe/"' in (exported.folder / "index.html").read_text()
    assert "<form" not in "".join(path.read_text() for path in exported.folder.rglob("index.html"))


def test_a_former_address_leads_to_the_present_one(exported, company):
    page = (exported.folder / "zh/companies/bbk/index.html").read_text()

    assert f'content="0; url=/zh{company.get_absolute_url()}"' in page
    assert f'rel="canonical" href="{settings.SITE_URL}/zh{company.get_absolute_url()}"' in page


def test_what_pages_read_is_what_is_looked_at_for_changes(exported):
    read = set(re.findall(r'(?:FROM|JOIN) "(\w+)"', " ".join(exported.asked)))

    assert "editions_snapshot" in read
    assert read - {"django_content_type"} <= {model._meta.db_table for model in read_models()}


def test_a_second_run_writes_nothing(copy):
    before = files(copy)

    report = export(copy)

    assert (report.written, report.removed) == (0, 0)
    assert files(copy) == before


def test_while_nothing_changed_no_page_is_asked_for(copy, django_assert_max_num_queries):
    with django_assert_max_num_queries(len(read_models()) + 20):  # the home page names the release
        assert export(copy).written == 0


def test_while_only_drafts_changed_no_page_is_asked_for(copy, company, django_assert_max_num_queries):
    make_clipping().companies.add(company)
    AccessToken.objects.create(person=make_superuser(), name="Shortcut", digest="0" * 64, created_at=NOON)
    make_edition(make_item("A draft.", companies=[company]), number=28)

    with django_assert_max_num_queries(len(read_models()) + 20):
        assert export(copy).written == 0


def test_a_change_rewrites_what_shows_it_and_nothing_else(copy, company):
    before = files(copy)

    company.summary = "Makes telephones."
    company.save()
    export(copy)

    page = str(file_of(copy, company).relative_to(copy))
    assert changed(copy, before) == {page, f"zh/{page}"}


def test_a_withdrawn_edition_is_replaced_by_its_notice(copy, edition):
    assert "in Lima" in file_of(copy, edition).read_text()
    make_published_edition(number=26)

    edition.withdraw(by=make_superuser(), now=NOON, reason="A source took its story back.")
    export(copy)

    page = file_of(copy, edition).read_text()
    assert ("A source took its story back." in page, "in Lima" in page) == (True, False)


def test_what_is_public_no_more_is_removed(copy):
    other = make_company("Oppo")
    item = make_item("Oppo closed a shop.", companies=[other], status="published", published_at=NOON)
    pages = [file_of(copy, other), file_of(copy, item)]
    export(copy)
    assert [page.is_file() for page in pages] == [True, True]

    item.delete()
    export(copy)

    assert [page.parent.exists() for page in pages] == [False, False]


def test_an_old_address_of_what_has_no_page_is_no_file(copy):
    """As that of a company which nothing names: to lead from there would be a dead link."""
    FormerSlug.objects.create(slug="weiwo", company=make_company("Oppo"))

    assert export(copy).broken == ()
    assert not (copy / "companies/weiwo").exists()


def test_a_file_that_was_cut_short_is_written_again(copy, edition):
    path = file_of(copy, edition)
    whole = path.read_bytes()
    path.write_bytes(whole[:100])

    export(copy)

    assert path.read_bytes() == whole
