import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_masthead, make_picture, make_published_edition

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/editions/", "/editions/feed.xml", "/nothing-here/"])
def test_the_first_visit_to_an_empty_site_writes_nothing(client, path):
    with CaptureQueriesContext(connection) as ran:
        client.get(path)

    assert ran
    assert [one["sql"] for one in ran if not one["sql"].startswith("SELECT")] == []


@pytest.mark.parametrize("path", ["/", "/editions/"])
def test_the_logo_stands_where_the_name_would(client, path):
    logo = make_picture("red")
    make_masthead(name="Outbound", logo=logo)
    make_published_edition()

    page = client.get(path).content.decode()

    assert f'<img src="{logo.file.url}"' in page
    assert "Outbound<i>.</i>" not in page
