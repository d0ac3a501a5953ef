"""The archive by year, and the page of an edition, in both languages."""

import json
import re
from datetime import UTC, datetime, timedelta

import html5lib
import pytest
from django.conf import settings
from django.utils import translation
from django.utils.http import http_date

from editions.archive import editions as pages
from editions.corrections import correct_item
from editions.models import Edition, Snapshot
from editions.render.web import JOIN
from sources.models import NewsItem
from tests.factories import (
    NOON,
    make_company,
    make_item,
    make_market,
    make_masthead,
    make_printed_edition,
    make_superuser,
    make_withdrawn_edition,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=9)


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def parsed(client, address):
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(read(client, address))


def name_of(client, edition):
    return client.get(edition.get_absolute_url())["ETag"]


# By year


def test_the_archive_lists_its_editions_for_machines(client):
    make_printed_edition(number=1, title="One shop")
    make_printed_edition(number=2, title="Two shops")

    script = parsed(client, "/editions/").find(".//script[@type='application/ld+json']")

    assert json.loads(script.text)["@type"] == "ItemList"
    assert re.findall(r'"name": "(\w+)', script.text) == ["Two", "One"]


def test_years_are_reached_by_paths_of_the_same_language(client):
    for number, year in ((1, 2023), (2, 2025)):
        make_printed_edition(number=number, week_first=f"{year}-05-01", week_last=f"{year}-05-07")

    links = [link.get("href") for link in parsed(client, "/zh/editions/").iterfind(".//ul[1]/li/a")]

    assert links[:2] == ["/zh/editions/2025/", "/zh/editions/2023/"]


@pytest.mark.parametrize("below", ["", "/zh"])
def test_the_number_alone_leads_to_the_edition(client, below):
    edition = make_printed_edition(number=12)

    answer = client.get(f"{below}/editions/12/")
    assert (answer.status_code, answer.url) == (302, below + edition.get_absolute_url())
    assert client.get(f"{below}/editions/13/").status_code == 404


def test_the_number_of_a_withdrawn_edition_says_so(client):
    make_withdrawn_edition(number=12)

    assert client.get("/editions/12/").status_code == 410


def test_the_archive_changes_with_an_edition_and_not_without(client):
    make_printed_edition(number=1)
    first, again = client.get("/editions/")["ETag"], client.get("/editions/")["ETag"]
    make_printed_edition(number=2)

    assert first == again != client.get("/editions/")["ETag"]


# What costs little


def test_who_has_the_page_costs_one_query_without_its_text(client, django_assert_num_queries):
    edition = make_printed_edition()
    name = name_of(client, edition)

    with django_assert_num_queries(1) as ran:
        answer = client.get(edition.get_absolute_url(), headers={"If-None-Match": name})

    assert answer.status_code == 304
    assert not re.search(r'"(web_html|email_html|document)"', ran[0]["sql"])


def test_the_text_is_read_without_the_email(client, django_assert_num_queries):
    edition = make_printed_edition()

    with django_assert_num_queries(2) as ran:
        read(client, edition.get_absolute_url())

    assert "email_html" not in "".join(one["sql"] for one in ran)


def test_the_email_is_told_to_be_the_edition(client):
    edition = make_printed_edition()

    answer = client.get(f"{edition.get_absolute_url()}email/")

    assert answer["Link"] == f'<{settings.SITE_URL}{edition.get_absolute_url()}>; rel="canonical"'


def test_who_has_the_email_is_told_so(client):
    address = make_printed_edition().get_absolute_url() + "email/"
    name = client.get(address)["ETag"]

    assert client.get(address, headers={"If-None-Match": name}).status_code == 304


# What changes the page


def test_a_correction_changes_the_page_that_shows_it_and_no_other(client):
    item = make_item("It cost 5 yuan.")
    one, two = make_printed_edition(item, number=1), make_printed_edition(number=2)
    before = [name_of(client, one), name_of(client, two)]

    row = NewsItem.objects.get(pk=item.pk)
    correct_item(row, {"body": "It cost 6 yuan."}, note="The price.", by=make_superuser(), now=LATER)

    after = [name_of(client, one), name_of(client, two)]
    assert [was == now for was, now in zip(before, after, strict=True)] == [False, True]


def test_a_new_edition_changes_the_page_before_it_and_no_other(client):
    one, two = make_printed_edition(number=1), make_printed_edition(number=2)
    before = [name_of(client, one), name_of(client, two)]

    make_printed_edition(number=3)

    assert [name_of(client, one) == before[0], name_of(client, two) == before[1]] == [True, False]


@pytest.mark.parametrize("change", ["publish", "correct", "withdraw"])
def test_what_happens_beside_an_edition_moves_its_day(change, client):
    edition, beside = make_printed_edition(number=2), make_printed_edition(number=3)
    assert changed_at(client, edition) == http_date(NOON.timestamp())

    if change == "publish":
        make_printed_edition(number=1, now=LATER)
    elif change == "correct":
        Snapshot.objects.take(beside, beside.document(), now=LATER, reason="correction")
    else:
        beside.withdraw(by=make_superuser(), now=LATER, reason="It was not so.")

    assert changed_at(client, edition) == http_date(LATER.timestamp())


def changed_at(client, edition):
    """The moment that the page made a file has, as it bears no form of today."""
    return client.get(edition.get_absolute_url(), **{"recap.export": True})["Last-Modified"]


def test_a_day_answers_who_asks_by_day(client):
    edition = make_printed_edition()
    moment = client.get(edition.get_absolute_url())["Last-Modified"]
    yesterday = http_date((datetime.now(UTC) - timedelta(days=1, seconds=5)).timestamp())

    statuses = [
        client.get(edition.get_absolute_url(), headers={"If-Modified-Since": since}).status_code
        for since in (moment, yesterday)
    ]

    assert statuses == [304, 200]


# The form in the rail


def test_the_form_stands_in_the_rail_and_nowhere_else(client):
    page = parsed(client, make_printed_edition().get_absolute_url())

    assert len(page.findall(".//form")) == 1
    assert page.find(".//aside//form").get("action") == "/subscribe/"


def test_an_older_snapshot_has_the_form_below_it(client):
    edition = make_printed_edition()
    with_rail = Snapshot.objects.get().web_html
    old = Snapshot(edition=edition, sequence=2, title="Old", document=Snapshot.objects.get().document)
    old.web_html, old.taken_at = with_rail.replace(JOIN, ""), LATER
    old.save()

    page = parsed(client, edition.get_absolute_url())

    assert len(page.findall(".//form")) == 1
    assert page.find(".//aside[@class='rail ui']//form") is None


def test_a_file_of_the_page_has_a_link_in_place_of_the_form(client):
    edition = make_printed_edition()

    page = client.get(edition.get_absolute_url(), **{"recap.export": True}).content.decode()

    assert "<form" not in page
    assert page.count('href="/subscribe/"') == 2  # at the top, and in the rail


def test_nobody_writes_a_place_for_the_form(client):
    edition = make_printed_edition(make_item(JOIN), title=JOIN, signoff=JOIN)

    assert len(parsed(client, edition.get_absolute_url()).findall(".//form")) == 1
    assert Snapshot.objects.get().web_html.count(JOIN) == 1


# In Chinese


@pytest.fixture
def chinese(client):
    """An edition that names an item, a company and a market, and the page of it below /zh/."""
    company, market = make_company("Vivo", slug="vivo"), make_market("The Andes", slug="andes")
    item = make_item("**Vivo** opened.", companies=[company], markets=[market], kind="launch")
    edition = make_printed_edition(item, number=7, title="A shop", dek="In Lima")
    return parsed(client, f"/zh{edition.get_absolute_url()}")


def test_a_chinese_page_leads_to_chinese_pages(chinese):
    links = [link.get("href") for link in chinese.iterfind(".//div[@class='cols']//a")]
    at_home = [link for link in links if link.startswith("/") and "feed" not in link]

    assert {"/zh/companies/vivo/", "/zh/markets/andes/"} <= set(at_home)
    assert [link for link in at_home if not link.startswith("/zh/")] == []


def test_what_we_wrote_is_marked_as_english_on_a_chinese_page(chinese):
    assert chinese.get("lang") == "zh-Hans"
    assert chinese.find(".//h1").get("lang") == "en"
    assert chinese.find(".//div[@class='body']").get("lang") == "en"


def test_each_language_has_its_own_address_and_names_the_other(client):
    path = make_printed_edition(title="A shop").get_absolute_url()
    for address in (path, f"/zh{path}"):
        page = parsed(client, address)
        others = [link.get("href") for link in page.iterfind(".//link[@hreflang]")]

        assert page.find(".//link[@rel='canonical']").get("href") == settings.SITE_URL + address
        assert others == [settings.SITE_URL + path, f"{settings.SITE_URL}/zh{path}"]


def test_the_words_around_an_edition_are_rendered_once_a_process(client):
    edition = make_printed_edition()
    address = f"/zh{edition.get_absolute_url()}"
    read(client, address)
    hits = pages._anew.cache_info().hits

    read(client, address)

    assert pages._anew.cache_info().hits == hits + 1


def test_a_snapshot_is_english_whoever_takes_it():
    edition = make_printed_edition(make_item(kind="launch"))
    document = edition.document()
    with translation.override("zh-hans"):
        Snapshot.objects.take(edition, document, now=LATER, reason="correction")

    old, new = Snapshot.objects.order_by("sequence")

    assert (new.web_html, new.email_html, new.text) == (old.web_html, old.email_html, old.text)
    assert 'lang="' not in new.web_html  # which marks English in a page of another language


# What is gone


@pytest.mark.parametrize("prefix", ["", "/zh"])
def test_a_page_that_is_not_there_shows_ways_on(prefix, client):
    make_masthead()
    latest = make_printed_edition(number=3, title="A shop")

    answer = client.get(f"{prefix}/nothing/")

    page = html5lib.parse(answer.content.decode(), namespaceHTMLElements=False)
    links = {link.get("href") for link in page.iterfind(".//main//a")}
    assert answer.status_code == 404
    assert links >= {f"{prefix}{path}" for path in (latest.get_absolute_url(), "/editions/", "/companies/")}
    assert page.find(".//main//form").get("action") == f"{prefix}/search/"


def test_caches_keep_what_is_not_there_for_a_moment(client):
    withdrawn = make_withdrawn_edition()

    for address in ("/nothing/", withdrawn.get_absolute_url()):
        assert client.get(address)["Cache-Control"] == "public, max-age=0, s-maxage=30"


def test_a_page_that_is_not_there_names_no_address_as_its_own(client):
    page = html5lib.parse(client.get("/nothing/").content.decode(), namespaceHTMLElements=False)

    assert page.findall(".//link[@rel='canonical']") == []


def test_the_title_that_was_published_is_the_one_offered(client):
    make_printed_edition(number=3, title="A shop")
    Edition.objects.update(title="Changed")

    assert "A shop" in client.get("/nothing/").content.decode()
