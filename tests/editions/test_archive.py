"""What readers are shown, by address."""

import json
import re
from datetime import date, timedelta
from functools import lru_cache

import html5lib
import pytest
from django.conf import settings

from editions.models import Edition, Masthead, Snapshot
from sources.models import Company, NewsItem
from tests.editions.documents import HOSTILE
from tests.factories import (
    NOON,
    make_approved_edition,
    make_company,
    make_edition,
    make_item,
    make_market,
    make_masthead,
    make_printed_edition,
    make_superuser,
    make_withdrawn_edition,
)

pytestmark = pytest.mark.django_db


def sound(item):
    return []


PAGES = ["home", "archive", "year", "edition", "item", "company", "market"]
GONE = {"withdrawn", "killed"}
TOMORROW = NOON + timedelta(days=1)


def make_site():
    """Two published editions and all that they name; return the address of every kind of page."""
    make_masthead(tagline="The week in companies abroad")
    company = make_company("Vivo", local_name="维沃", aliases="BBK", headquarters="Dongguan")
    market = make_market("The Andes")
    item = make_item(
        "Vivo **opened** a shop in Lima.", companies=[company], markets=[market], credit="The Paper"
    )
    make_printed_edition(number=26)
    make_printed_edition(item, number=27, title="Shops and ships", dek="Lima gains a shop")
    withdrawn = make_withdrawn_edition(number=28)
    killed = make_item("A tale.", status="killed", published_at=NOON)
    return {
        "home": "/",
        "archive": "/editions/",
        "year": "/editions/2025/",
        "edition": Edition.objects.get(number=27).get_absolute_url(),
        "item": NewsItem.objects.get(pk=item.pk).get_absolute_url(),
        "company": company.get_absolute_url(),
        "market": market.get_absolute_url(),
        "withdrawn": withdrawn.get_absolute_url(),
        "killed": killed.get_absolute_url(),
        "email": Edition.objects.get(number=27).get_absolute_url() + "email/",
        "feed": "/editions/feed.xml",
        "not found": "/nothing/here/",
    }


def text_of(answer):
    return answer.content.decode()


def parsed(answer):
    """The page as an ElementTree; the reading fails where it is no valid HTML."""
    return _parsed(text_of(answer))


@lru_cache(maxsize=4)  # a test asks several things of a page
def _parsed(text):
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)


def values(answer, path, name):
    """The attribute `name` of every element at `path`."""
    return [element.get(name) for element in parsed(answer).findall(path)]


def linked(answer):
    """What the page says of itself in JSON-LD, beside the way to it and the site that it is the front of."""
    scripts = parsed(answer).findall(".//script[@type='application/ld+json']")
    found = [json.loads(script.text) for script in scripts]
    (facts,) = [one for one in found if one["@type"] not in ("BreadcrumbList", "WebSite")]
    return facts


# Every page


def test_every_page_answers_as_it_should(client):
    statuses = {name: client.get(address).status_code for name, address in make_site().items()}

    assert {name for name, status in statuses.items() if status == 200} == {*PAGES, "email", "feed"}
    assert {name for name, status in statuses.items() if status == 410} == GONE
    assert statuses["not found"] == 404


def test_every_page_is_valid_html_with_one_h1(client):
    site = make_site()
    for name in [*PAGES, *GONE, "not found"]:
        tree = parsed(client.get(site[name]))

        assert len(tree.findall(".//h1")) == 1, name
        assert len(tree.findall(".//main[@id='main']")) == len(tree.findall(".//a[@href='#main']")) == 1


def test_every_page_is_the_same_for_everybody_and_sets_no_cookie(client):
    for name, address in make_site().items():
        answer = client.get(address)

        assert not answer.cookies, name
        assert "Cookie" not in answer.headers.get("Vary", ""), name


def test_every_page_runs_no_script_but_ours_and_loads_nothing_foreign(client):
    for name, address in make_site().items():
        answer = client.get(address)

        policy = answer.headers["Content-Security-Policy"]
        rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
        assert (rules["default-src"], rules["script-src"]) == ("'none'", "'self'"), name
        assert "http" not in policy, name
        loaded = re.findall(r'(?:<link rel="(?:stylesheet|preload|icon)" href|src)="([^"]*)', text_of(answer))
        assert [address for address in loaded if not address.startswith("/static/")] == [], name


def test_every_page_has_one_address_and_a_card(client):
    site = make_site()
    for name in PAGES:
        answer = client.get(site[name])

        address = settings.SITE_URL + site[name]
        assert values(answer, ".//link[@rel='canonical']", "href") == [address]
        assert values(answer, ".//meta[@property='og:url']", "content") == [address]
        for fact in ("title", "description", "type", "site_name"):
            (value,) = values(answer, f".//meta[@property='og:{fact}']", "content")
            assert value, name


OTHERS = [
    "latest/",
    "companies/",
    "companies/letter/v/",
    "markets/",
    "kinds/recall/",
    "kinds/legal/",
    "topics/",
]
OTHERS += ["sources/", "deals/", "entries/", "about/", "tips/", "api/"]


def test_no_two_pages_tell_the_same_of_themselves(client):
    site = make_site()
    answers = [client.get(path) for path in [*(site[name] for name in PAGES), *("/" + one for one in OTHERS)]]

    for told in (".//title", ".//meta[@name='description']"):
        found = [
            (one.text or one.get("content")) for answer in answers for one in parsed(answer).findall(told)
        ]
        assert len(set(found)) == len(answers), sorted(found)


def test_an_article_says_what_it_is_to_machines(client):
    site = make_site()
    for name in ("edition", "item"):
        facts = linked(client.get(site[name]))

        assert facts["@type"] == "NewsArticle"
        assert facts["headline"] == ("Vivo opened a shop in Lima." if name == "item" else "Shops and ships")
        assert facts["url"] == settings.SITE_URL + site[name]
        assert facts["datePublished"] == NOON.isoformat()
        assert facts["publisher"]["name"] == "Outbound"


def test_a_page_is_only_read(client):
    site = make_site()
    del site["not found"]
    for name, address in site.items():
        assert client.post(address).status_code == 405, name
        assert client.head(address).status_code == client.get(address).status_code, name


def test_what_people_typed_is_shown_as_text_wherever_it_stands(client):
    make_masthead(name=HOSTILE[:80], tagline=HOSTILE, postal_address=HOSTILE)
    company = make_company(HOSTILE, local_name=HOSTILE, aliases=HOSTILE, summary=HOSTILE, ticker=HOSTILE[:60])
    market = make_market(HOSTILE[:80], local_name=HOSTILE[:80])
    item = make_item(
        HOSTILE, headline=HOSTILE, dek=HOSTILE, companies=[company], markets=[market], credit=HOSTILE
    )
    edition = make_printed_edition(item, title=HOSTILE, dek=HOSTILE, heading=HOSTILE)
    withdrawn = make_withdrawn_edition(reason=HOSTILE)
    item.refresh_from_db()

    subjects = (edition, item, company, market, withdrawn)
    for address in ["/", "/editions/", *(subject.get_absolute_url() for subject in subjects)]:
        answer = client.get(address)
        assert set(values(answer, ".//body//script", "type")) == set()
        assert set(values(answer, ".//script", "src")) <= {None, "/static/js/share.js"}
        assert set(values(answer, ".//img", "src")) == set()
        assert "alert(1)" in "".join(parsed(answer).itertext())
    assert linked(client.get("/"))["itemListElement"][0]["name"] == HOSTILE
    assert linked(client.get(item.get_absolute_url()))["about"][0]["name"] == HOSTILE


# Home and the archive


def test_an_empty_site_says_so(client):
    assert "The first edition is being written" in text_of(client.get("/"))
    assert "Nothing has been published yet" in text_of(client.get("/editions/"))
    assert client.get("/editions/2025/").status_code == 404


def test_home_is_the_latest_edition_with_those_before_it(client):
    make_printed_edition(number=2, title="Second")
    make_printed_edition(number=1, title="First", now=TOMORROW)
    make_edition(number=3, title="Not yet")

    page = text_of(client.get("/"))

    assert re.search("<h1><a [^>]*>Second</a></h1>", page)
    assert ("First" in page, "Not yet" in page) == (True, False)


def test_the_archive_shows_the_editions_of_a_year_newest_first(client):
    for number, day in ((1, date(2024, 12, 30)), (2, date(2025, 1, 6)), (3, date(2025, 1, 13))):
        make_printed_edition(
            number=number, title=f"Title {number}", week_first=day, week_last=day + timedelta(6)
        )
    make_printed_edition(number=4, title="Title 4", week_first="2023-05-01", week_last="2023-05-07")

    def shown(address):
        return re.findall(r"<h3><a [^>]*>Title (\d)", text_of(client.get(address)))

    assert shown("/editions/") == shown("/editions/2025/") == ["3", "2", "1"]
    assert shown("/editions/2023/") == ["4"]
    assert client.get("/editions/2022/").status_code == 404


def test_a_year_without_editions_is_not_offered(client):
    for number, year in ((1, 2023), (2, 2025)):
        make_printed_edition(number=number, week_first=f"{year}-05-01", week_last=f"{year}-05-07")

    assert 'href="/editions/2024/"' not in text_of(client.get("/editions/"))
    assert client.get("/editions/2024/").status_code == 404


# An edition


@pytest.mark.parametrize("make", [make_edition, make_approved_edition])
def test_an_edition_that_is_not_out_is_not_there(make, client):
    edition = make()

    assert client.get(edition.get_absolute_url()).status_code == 404
    assert client.get(edition.get_absolute_url() + "email/").status_code == 404


def test_a_wrong_slug_leads_to_the_right_one_for_good(client):
    edition = make_printed_edition(number=27, title="小米出海")

    answer = client.get("/editions/27-old/")

    assert (answer.status_code, answer.headers["Location"]) == (301, edition.get_absolute_url())
    assert client.get(answer.headers["Location"]).status_code == 200


def test_a_withdrawn_edition_is_gone_and_says_why(client):
    edition = make_withdrawn_edition(make_item("Words that were wrong."), reason="A source took it back.")

    for address in (edition.get_absolute_url(), edition.get_absolute_url() + "email/"):
        answer = client.get(address)
        assert answer.status_code == 410
        assert "A source took it back." in text_of(answer)
        assert "Words that were wrong" not in text_of(answer)


def test_an_edition_leads_to_those_before_and_after_it(client):
    first, third = (make_printed_edition(number=number) for number in (1, 5))
    second = make_printed_edition(number=3)
    make_withdrawn_edition(number=4)
    make_edition(number=2)

    def turns(edition):
        answer = client.get(edition.get_absolute_url())
        return [values(answer, f".//a[@rel='{rel}']", "href") for rel in ("prev", "next")]

    assert turns(first) == [[], [second.get_absolute_url()]]
    assert turns(second) == [[first.get_absolute_url()], [third.get_absolute_url()]]
    assert turns(third) == [[second.get_absolute_url()], []]


def test_the_email_version_is_the_email_that_was_frozen(client):
    edition = make_printed_edition()

    assert text_of(client.get(edition.get_absolute_url() + "email/")) == Snapshot.objects.get().email_html


def test_only_the_newest_snapshot_is_shown(client):
    edition = make_printed_edition(make_item("It cost 5 yuan."))
    NewsItem.objects.get().save()
    NewsItem.objects.update(body="It cost 6 yuan.", body_html="<p>It cost 6 yuan.</p>")
    Snapshot.objects.take(edition, edition.document(), now=TOMORROW, reason="correction")

    page = text_of(client.get(edition.get_absolute_url()))

    assert ("It cost 6 yuan" in page, "It cost 5 yuan" in page) == (True, False)


def test_what_is_out_does_not_change_with_the_rows(client):
    company = make_company("Vivo")
    edition = make_printed_edition(
        make_item("Vivo opened a shop.", companies=[company]), number=1, title="Shops and ships", dek="A shop"
    )
    beside = make_printed_edition(number=2)
    item = NewsItem.objects.get(companies=company).get_absolute_url()
    site = [
        beside.get_absolute_url(),
        edition.get_absolute_url(),
        edition.get_absolute_url() + "email/",
        item,
    ]
    before = [text_of(client.get(address)) for address in site]
    text = Snapshot.objects.get(edition=edition).text

    Edition.objects.update(title="Changed", dek="Changed", introduction="Changed")
    NewsItem.objects.filter(companies=company).update(body_html="Changed", dek="Changed")
    Masthead.objects.update(name="Changed", tagline="Changed")
    Company.objects.update(name="Changed")

    assert [text_of(client.get(address)) for address in site] == before
    assert Snapshot.objects.get(edition=edition).text == text
    archive = text_of(client.get("/editions/"))
    assert ("Shops and ships" in archive, "A shop" in archive) == (True, True)


# Items, companies and markets


def test_an_item_is_shown_in_the_words_of_its_edition_and_says_where_it_ran(client):
    item = make_item("Vivo opened a shop.")
    edition = make_edition(item, number=7)
    edition.sections.get().slots.update(wording="Vivo has a shop.", wording_html="<p>Vivo has a shop.</p>")
    chief = make_superuser()
    make_masthead()
    edition.submit(by=chief, now=NOON)
    edition.approve(by=chief, now=NOON)
    edition.publish(by=chief, now=NOON)

    page = text_of(client.get(item.get_absolute_url()))

    assert "Vivo has a shop." in page
    assert f'href="{edition.get_absolute_url()}#item-{item.pk}"' in page


def test_an_item_published_on_its_own_has_a_page(client):
    item = make_item("Vivo opened a shop.")
    item.publish(by=make_superuser(), now=NOON, check=sound)

    assert "Vivo opened a shop." in text_of(client.get(item.get_absolute_url()))


@pytest.mark.parametrize("facts", [{}, {"status": "draft"}, {"status": "draft", "published_at": NOON}])
def test_an_item_that_is_not_out_is_not_there(facts, client):
    make_edition(item := make_item(**facts))

    assert client.get(item.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("headline", ["Lima gains a shop", "小米海外建厂", "Café – 50% off?"])
def test_an_item_has_one_address(headline, client):
    item = make_item(headline=headline)
    item.publish(by=make_superuser(), now=NOON, check=sound)

    assert client.get(item.get_absolute_url()).status_code == 200
    wrong = client.get(f"/items/{item.pk}-old/")
    assert (wrong.status_code, wrong.headers["Location"]) == (301, item.get_absolute_url())


def test_an_item_killed_after_it_was_out_is_gone(client):
    edition = make_printed_edition(make_item("Words that were wrong."))
    item, address = NewsItem.objects.get(), NewsItem.objects.get().get_absolute_url()
    item.kill(by=make_superuser(), now=NOON, reason="It is not true.")

    answer = client.get(address)

    assert answer.status_code == 410
    assert "Words that were wrong" not in text_of(answer)
    assert edition


def test_an_item_killed_before_it_was_out_was_never_there(client):
    item = make_item()
    item.kill(by=make_superuser(), now=NOON, reason="It is not true.")

    assert client.get(item.get_absolute_url()).status_code == 404


def test_a_company_shows_what_was_published_on_it_newest_first(client):
    company = make_company("Vivo")
    for number, facts in enumerate(
        ({"status": "published"}, {"status": "published"}, {"status": "killed"}, {"status": "ready"})
    ):
        published_at = NOON + timedelta(days=number)
        make_item(companies=[company], headline=f"Tale {number}", published_at=published_at, **facts)

    page = text_of(client.get(company.get_absolute_url()))

    assert re.findall(r"Tale \d", page) == ["Tale 1", "Tale 0"]


def test_a_region_shows_what_was_published_on_its_countries_once(client):
    region = make_market("The Andes")
    places = [make_market("Peru 2", parent=region), make_market("Bolivia 2", parent=region)]
    make_item(headline="Both at once", markets=places, status="published", published_at=NOON)

    assert text_of(client.get(region.get_absolute_url())).count("Both at once") == 1


# What a page costs


@pytest.fixture
def cost(client, django_assert_max_num_queries):
    """The number of queries that a page runs, at most `limit`."""

    def count(address, limit):
        with django_assert_max_num_queries(limit) as ran:
            assert client.get(address).status_code == 200
        return len(ran)

    return count


LIMITS = {"home": 8, "archive": 4, "year": 4, "edition": 2, "item": 6, "company": 13, "market": 16, "feed": 4}


def test_a_page_costs_the_same_whatever_its_size(cost):
    company, market = make_company(), make_market()
    make_masthead()
    costs = []
    for number, size in ((1, 3), (2, 60)):
        items = [make_item(f"Tale {place}", companies=[company], markets=[market]) for place in range(size)]
        edition = make_printed_edition(*items, number=number)
        addresses = {
            "home": "/",
            "archive": "/editions/",
            "year": "/editions/2025/",
            "edition": edition.get_absolute_url(),
            "item": items[0].get_absolute_url(),
            "company": company.get_absolute_url(),
            "market": market.get_absolute_url(),
            "feed": "/editions/feed.xml",
        }
        costs.append({name: cost(addresses[name], limit) for name, limit in LIMITS.items()})

    assert costs[0] == costs[1]
