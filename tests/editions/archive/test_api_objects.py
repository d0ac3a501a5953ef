"""What the API says of one thing, and what every answer of it has."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from editions.corrections import correct_edition, correct_item
from editions.models import Correction
from sources.models import Contributor, Deal, FormerSlug, NewsItem
from tests.factories import (
    NOON,
    make_company,
    make_edition,
    make_item,
    make_market,
    make_masthead,
    make_picture,
    make_published_edition,
    make_superuser,
    make_withdrawn_edition,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def masthead():
    return make_masthead()


def read(client, address):
    return json.loads(client.get(f"/api/v1/{address}").content)


def make_out(body="Vivo opened a shop in Lima.", **facts):
    return make_item(body, **{"status": "published", "published_at": NOON, **facts})


def publish(edition):
    chief = make_superuser()
    edition.submit(by=chief, now=NOON)
    edition.approve(by=chief, now=NOON)
    edition.publish(by=chief, now=NOON)


def test_an_item_says_what_its_page_says(client):
    vivo = make_company("Vivo", slug="vivo", local_name="维沃")
    item = make_out(
        "Vivo **opened** a [shop](/about/).", companies=[vivo], credit="The Paper", image=make_picture()
    )
    item.see_also.create(title="Peru", url="/markets/peru/")
    item.see_also.create(title="Abroad", url="//abroad.example/", position=1)
    Deal.objects.create(item=item, amount="300000000", currency="CNY", type="funding", round="Series B")

    found = read(client, f"items/{item.pk}")

    assert found["url"] == settings.SITE_URL + NewsItem.objects.get(pk=item.pk).get_absolute_url()
    assert (found["published_at"], found["text"]) == ("2025-07-14T12:00:00Z", item.body)
    assert f'href="{settings.SITE_URL}/about/"' in found["html"]
    assert found["companies"][0] == {
        "slug": "vivo",
        "name": "Vivo",
        "local_name": "维沃",
        "url": f"{settings.SITE_URL}/companies/vivo/",
    }
    assert found["credits"][0]["source"] == "The Paper"
    assert (found["deals"][0]["amount"], found["deals"][0]["currency"]) == ("300000000.00", "CNY")
    assert found["image"]["url"].startswith(f"{settings.SITE_URL}/media/pictures/")
    links = [one["url"] for one in found["see_also"]]
    assert links == [f"{settings.SITE_URL}/markets/peru/", "//abroad.example/"]


def test_an_item_is_in_the_words_of_the_newest_edition(client):
    item = make_item("Vivo opened a shop.")
    for number, wording in ((2, "Lima has a shop of Vivo’s."), (1, "A shop.")):
        edition = make_edition(item, number=number)
        edition.sections.get().slots.update(wording=wording, wording_html=f"<p>{wording}</p>")
        publish(edition)

    found = read(client, f"items/{item.pk}")

    assert found["html"] == "<p>Lima has a shop of Vivo’s.</p>"
    assert [one["number"] for one in found["editions"]] == [2, 1]


def test_what_readers_may_not_know_is_not_said(client):
    author = Contributor.objects.create(name="Mei Tan", contact="mei@private.example")
    item = make_out(slugline="working-name", follows_up=make_item("An unfinished draft."))
    item.bylines.create(contributor=author)
    make_edition(item, title="Of next week")

    text = client.get(f"/api/v1/items/{item.pk}").content.decode()

    assert "Mei Tan" in text
    for secret in ("private.example", "working-name", "unfinished", "next week"):
        assert secret not in text
    found = read(client, f"items/{item.pk}")
    assert (found["follows_up"], found["editions"]) == (None, [])


def test_an_item_carries_its_corrections_once_each(client):
    item = make_out()
    for hours, note in ((1, "It was Cusco."), (0, "It was in July."), (1, "It was Cusco.")):
        Correction.objects.create(item=item, note=note, at=NOON + timedelta(hours=hours))

    notes = [one["note"] for one in read(client, f"items/{item.pk}")["corrections"]]

    assert notes == ["It was in July.", "It was Cusco."]


def test_an_edition_is_what_was_frozen(client):
    edition = make_published_edition(
        make_item("Vivo opened a shop.", credit="The Paper"), number=27, dek="Lima"
    )
    edition.sections.update(heading="Changed since")

    found = read(client, "editions/27")

    assert (found["title"], found["dek"], found["week_last"]) == (edition.title, "Lima", "2025-07-13")
    assert found["sections"][0]["heading"] == "Shops abroad"
    (entry,) = found["sections"][0]["items"]
    assert (entry["text"], entry["credits"][0]["source"]) == ("Vivo opened a shop.", "The Paper")


def test_links_and_pictures_of_an_edition_have_whole_addresses(client):
    words = "Vivo [opened](/items/4-shop/) a shop."
    edition = make_edition(
        make_item(words), number=27, introduction=words, signoff=words, hero=make_picture()
    )
    section = edition.sections.get()
    section.text = words
    section.save()
    publish(edition)

    found = read(client, "editions/27")

    part = found["sections"][0]
    texts = [found["introduction_html"], found["signoff_html"], part["html"], part["items"][0]["html"]]
    assert [f'href="{settings.SITE_URL}/items/4-shop/"' in text for text in texts] == [True] * 4
    assert found["hero"]["url"].startswith(f"{settings.SITE_URL}/media/pictures/")


def test_an_edition_carries_its_corrections_and_those_of_its_items(client):
    edition = make_published_edition(make_item("Vivo opened a shop in Lima."), number=27)
    item, by = NewsItem.objects.get(), make_superuser()
    correct_item(
        item, {"body": "Vivo opened a shop in Cusco.", "wordings": {}}, note="City.", by=by, now=NOON
    )
    edition.refresh_from_db()
    correct_edition(edition, {"dek": "Cusco"}, note="Dek.", by=by, now=NOON)

    found = read(client, "editions/27")

    told = [found["sections"][0]["items"][0]["corrections"], found["corrections"]]
    assert [[one["note"] for one in some] for some in told] == [["City."], ["Dek."]]


def test_a_deal_names_its_item_and_both_sides(client):
    item = make_out(companies=[make_company("Vivo", slug="vivo")], markets=[make_market(slug="ruritania")])
    deal = Deal.objects.create(item=item, type="acquisition", amount=0, currency="USD")
    deal.counterparties.add(make_company("Temasek", slug="temasek"))

    found = read(client, f"deals/{deal.pk}")

    sides = [found[name][0]["slug"] for name in ("companies", "counterparties", "markets")]
    assert sides == ["vivo", "temasek", "ruritania"]
    assert (found["day"], found["amount"], found["usd"]) == ("2025-07-14", "0.00", None)
    assert found["item"]["id"] == item.pk


def test_the_day_of_a_deal_is_the_one_told_or_that_of_its_item_in_the_newsroom(client):
    item = make_out(published_at=NOON + timedelta(hours=5))
    deal = Deal.objects.create(item=item, type="acquisition")
    days = [read(client, f"deals/{deal.pk}")["day"]]
    NewsItem.objects.update(event_date="2025-07-01")
    days.append(read(client, f"deals/{deal.pk}")["day"])

    assert days == ["2025-07-15", "2025-07-01"]


def test_a_company_names_of_its_family_those_that_readers_know(client):
    parent = make_company("BBK")
    vivo = make_company("Vivo", slug="vivo", aliases="VV", parent=parent)
    known = make_company("iQOO", slug="iqoo", parent=vivo)
    make_company("Stealth", parent=vivo)
    make_out(companies=[vivo, known])

    found = read(client, "companies/vivo")

    assert (found["parent"], found["items"], found["other_names"]) == (None, 1, ["VV"])
    assert [one["slug"] for one in found["subsidiaries"]] == ["iqoo"]


def test_what_named_a_merged_company_names_the_one_of_today_once(client):
    vivo = make_company("Vivo", slug="vivo")
    old = make_company("BBK", slug="bbk", merged_into=vivo)
    deal = Deal.objects.create(item=make_out(companies=[old, vivo]))
    deal.counterparties.add(old)

    item, deal = read(client, f"items/{deal.item_id}"), read(client, f"deals/{deal.pk}")

    for found in (item["companies"], deal["companies"], deal["counterparties"]):
        assert [one["slug"] for one in found] == ["vivo"]


def test_what_was_renamed_or_merged_leads_to_what_it_is(client):
    vivo = make_company("Vivo", slug="vivo")
    make_company("BBK", slug="bbk", merged_into=vivo)
    FormerSlug.objects.create(slug="vivo-mobile", company=vivo)
    FormerSlug.objects.create(slug="siam", market=make_market(slug="the-delta"))
    make_out(companies=[vivo])

    for old, new in (
        ("companies/bbk", "companies/vivo"),
        ("companies/vivo-mobile", "companies/vivo"),
        ("markets/siam", "markets/the-delta"),
    ):
        answer = client.get(f"/api/v1/{old}")
        assert (answer.status_code, answer["Location"]) == (301, f"{settings.SITE_URL}/api/v1/{new}")


@pytest.mark.parametrize(
    "address",
    [
        "items/999",
        "items/99999999999999999999",
        "editions/9",
        "companies/nobody",
        "markets/nowhere",
        "deals/9",
        "nothing",
        "items/",
        "items/vivo",
        "companies/a%00b",
    ],
)
def test_what_is_not_there_is_told_in_a_sentence(client, address):
    answer = client.get(f"/api/v1/{address}")

    assert answer.status_code == 404
    assert json.loads(answer.content)["error"].endswith(".")


def test_what_was_withdrawn_is_told_with_its_reason(client):
    item = make_out()
    deal = Deal.objects.create(item=item)
    item.kill(by=make_superuser(), now=NOON, reason="The source took it back.")
    other = make_item()
    make_withdrawn_edition(other, number=28, reason="It was a hoax.")

    for address, reason in (
        (f"items/{item.pk}", "The source took it back."),
        (f"deals/{deal.pk}", "The source took it back."),
        (f"items/{other.pk}", "It was a hoax."),
        ("editions/28", "It was a hoax."),
    ):
        answer = client.get(f"/api/v1/{address}")
        told = json.loads(answer.content)
        assert (answer.status_code, told["reason"]) == (410, reason), address
        assert told["error"].endswith(reason)


def test_a_draft_that_was_killed_was_never_there(client):
    item = make_item(published_at=NOON)
    item.kill(by=make_superuser(), now=NOON, reason="Dull.")

    assert client.get(f"/api/v1/items/{item.pk}").status_code == 404


# Every answer


def test_an_answer_is_named_until_something_in_it_changes(client):
    make_out()
    name = client.get("/api/v1/items")["ETag"]

    same = client.get("/api/v1/items", headers={"If-None-Match": name})
    make_out("Haier shut a plant.")
    other = client.get("/api/v1/items", headers={"If-None-Match": name})

    assert (same.status_code, same.content, same["ETag"]) == (304, b"", name)
    assert "s-maxage" in same["Cache-Control"]
    assert other.status_code == 200


@pytest.mark.parametrize(
    "address", ["", "items", "items?limit=0", "items/999", "openapi.json", "everything.jsonl"]
)
def test_any_site_may_read_it_and_no_cookie_is_set(client, address):
    answer = client.get(f"/api/v1/{address}")

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Access-Control-Expose-Headers"] == "ETag"
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written(method):
    answer = getattr(Client(enforce_csrf_checks=True), method)("/api/v1/items")

    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert json.loads(answer.content)["error"] == "The API is only read: ask by GET."


def test_a_browser_may_ask_first(client):
    answer = client.options("/api/v1/items", headers={"Origin": "https://elsewhere.example"})

    assert (answer.status_code, answer["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    assert answer["Access-Control-Allow-Headers"] == "If-None-Match"
    assert answer["Access-Control-Max-Age"] == "86400"  # and need not ask again before


@pytest.mark.parametrize("address", ["items", "everything.jsonl"])
def test_a_head_is_named_as_the_whole(client, address):
    head, whole = client.head(f"/api/v1/{address}"), client.get(f"/api/v1/{address}")

    assert (head.status_code, head["ETag"]) == (200, whole["ETag"])
    assert head.getvalue() == b""


def test_data_is_the_same_below_the_chinese_site(client):
    """Its addresses are those of the site itself: there is one API."""
    assert client.get("/zh/api/v1/items").status_code == 404
