import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from editions.checking import edition_report
from editions.models import Masthead
from tests.desk import browser_of, form_on
from tests.factories import (
    NOON,
    make_edition,
    make_item,
    make_masthead,
    make_picture,
    make_published_edition,
)

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


def test_the_rules_of_house_style_are_switched_in_the_masthead():
    administrator, page = browser_of("administrator"), reverse("admin:editions_masthead_change", args=[1])
    form = form_on(administrator.get(page), None)

    administrator.post(page, form | {"rules": ["style.quotes"], "_save": "Save"})

    off = Masthead.objects.get().rules_off
    assert "style.currency" in off
    assert "style.quotes" not in off
    assert not [code for code in off if code.startswith("facts.")]


def test_a_rule_that_is_switched_off_finds_nothing():
    edition = make_edition(make_item("It costs $799 here."))
    assert "style.currency" in found_in(edition)

    make_masthead(rules_off=["style.currency"])

    assert "style.currency" not in found_in(edition)


def found_in(edition):
    return {one.code for one in edition_report(edition, edition.document(), day=NOON.date()).findings}
