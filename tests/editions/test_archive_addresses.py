"""Addresses that nobody published, and those that readers mistype."""

import pytest

from tests.factories import make_item, make_published_edition

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    [
        "/editions/27-/",
        "/editions/0-x/",
        "/editions/1999/",
        "/editions/27-x./",
        "/editions/%00-x/",
        "/editions/%ff%fe/",
        "/editions/9223372036854775808/",
        "/editions/9223372036854775808-x/",
        "/editions/2147483648-x/email/",
        "/items/999999999-x/",
        "/items/999999999-%00/",
        "/items/9223372036854775808-x/",
        "/companies/nobody./",
        "/markets/%E4%B8%AD%E5%9B%BD/",
        "/" + "long/" * 1500,
        "/admin/sent/%00/",
    ],
)
def test_an_address_of_nothing_is_not_found(path, client, admin_client):
    make_published_edition(number=28)

    assert admin_client.get(path).status_code == 404


@pytest.mark.parametrize("tail", ["", "email/"])
def test_a_mistyped_name_leads_to_the_right_one(tail, client):
    edition = make_published_edition()

    answer = client.get(f"/editions/{edition.number}-mistyped/{tail}")

    assert answer.status_code == 301
    assert answer["Location"] == edition.get_absolute_url() + tail


def test_an_item_has_its_page_under_a_chinese_name(client):
    item = make_item(headline="比亚迪在巴西投产", format="story")
    make_published_edition(item)

    assert client.get(item.get_absolute_url()).status_code == 200


def test_a_browser_that_asks_for_the_icon_finds_it(client):
    answer = client.get("/favicon.ico", follow=True)

    assert answer["Content-Type"] == "image/svg+xml"
