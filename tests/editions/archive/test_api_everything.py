"""All that is published, one object a line."""

import json
from collections import Counter

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from editions.archive.api import everything
from editions.models import Correction
from sources.models import Contributor, Deal, NewsItem, Picture
from tests.factories import (
    NOON,
    make_company,
    make_item,
    make_market,
    make_masthead,
    make_picture,
    make_published_edition,
    make_withdrawn_edition,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/everything.jsonl"


@pytest.fixture(autouse=True)
def masthead():
    return make_masthead()


def lines(client):
    return [json.loads(line) for line in client.get(ADDRESS).getvalue().decode().splitlines()]


def make_one_of_each():
    item = make_item(companies=[make_company()], markets=[make_market()])
    Deal.objects.create(item=item, amount=5, currency="CNY")
    make_published_edition(item, number=27)
    return item


def test_every_line_is_what_its_address_gives(client):
    make_one_of_each()

    found = lines(client)

    assert client.get(ADDRESS)["Content-Disposition"].endswith('filename="everything.jsonl"')
    assert sorted(one["type"] for one in found) == ["company", "deal", "edition", "item", "market"]
    for one in found:
        alone = json.loads(client.get(one["api_url"].removeprefix(settings.SITE_URL)).content)
        assert one == {"type": one["type"], **alone}


def test_what_is_not_out_is_on_no_line(client):
    make_item(companies=[make_company()])
    make_withdrawn_edition(make_item())

    assert lines(client) == []


def test_it_is_read_while_it_is_sent(client):
    """The first lines are there before the last were asked for."""
    NewsItem.objects.bulk_create(
        NewsItem(body=f"Tale {number}.", status="published", published_at=NOON)
        for number in range(2 * everything.CHUNK + 7)
    )
    stream = iter(client.get(ADDRESS).streaming_content)

    with CaptureQueriesContext(connection) as first:
        started = next(part for part in stream if part)
    with CaptureQueriesContext(connection) as rest:
        ended = list(stream)

    assert len(started.splitlines()) == everything.CHUNK
    assert sum(len(part.splitlines()) for part in ended) == everything.CHUNK + 7
    assert len(first) < 25
    assert len(rest) > 10


def test_it_is_named_by_what_is_in_it(client):
    item = make_one_of_each()
    name = client.get(ADDRESS)["ETag"]
    same = client.get(ADDRESS, headers={"If-None-Match": name})
    assert same.status_code == 304

    item.companies.update(summary="Makes phones.")

    answer = client.get(ADDRESS, headers={"If-None-Match": name})
    assert answer.status_code == 200
    assert Counter(one["type"] for one in lines(client))["company"] == 1


def test_a_head_reads_none_of_it(client, django_assert_max_num_queries):
    make_one_of_each()
    client.get(ADDRESS).getvalue()

    with django_assert_max_num_queries(13):
        assert client.head(ADDRESS).getvalue() == b""


def test_whatever_changes_on_a_line_changes_its_name(client):
    item, picture = make_one_of_each(), make_picture()
    author = Contributor.objects.create(name="Mei Tan")
    names = [client.get(ADDRESS)["ETag"]]
    for change in (
        lambda: Correction.objects.create(item=item, note="It was Cusco.", at=NOON),
        lambda: item.topics.add("phones"),
        item.topics.clear,
        lambda: Picture.objects.filter(pk=picture.pk).update(alt="A shop"),
        lambda: Contributor.objects.filter(pk=author.pk).update(biography="Writes on trade."),
        lambda: NewsItem.objects.update(version=F("version") + 1),
        lambda: make_masthead(time_zone="America/Lima"),
    ):
        change()
        names.append(client.get(ADDRESS)["ETag"])

    assert len(set(names)) == len(names)


def test_its_name_is_cheap(client, django_assert_max_num_queries):
    make_one_of_each()
    name = client.get(ADDRESS)["ETag"]

    with django_assert_max_num_queries(13):
        client.get(ADDRESS, headers={"If-None-Match": name})
