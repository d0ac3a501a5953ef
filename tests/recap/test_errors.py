"""Pages for what is not there and for what broke."""

import pytest
from django.test import Client

from recap import errors
from tests.desk import browser_of, words_of

pytestmark = pytest.mark.django_db


def test_a_colleague_is_led_back_to_the_board():
    response = browser_of("editor").get("/admin/nothing/here/")

    assert response.status_code == 404
    assert "There is no page here" in words_of(response)
    assert "To the board" in words_of(response)
    assert "Clippings" in words_of(response)  # the rail


@pytest.mark.parametrize("path", ["/nothing/", "/media/pictures/none.jpg"])
def test_a_reader_is_led_to_the_archive(path):
    response = Client().get(path)

    assert response.status_code == 404
    assert "All editions" in words_of(response)


@pytest.mark.parametrize(
    "path",
    ["/topics/a%00/", "/zh/topics/%00/", "/companies/sector/%00/", "/topics/%00/feed.xml", "/sources/1-%00/"],
)
def test_no_address_holds_a_nul(client, path):
    response = client.get(path)

    assert response.status_code == 404
    assert "\0" not in response.content.decode()


def test_a_page_that_broke_says_so_without_asking_the_database(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = errors.broken(rf.get("/admin/"))

    assert response.status_code == 500
    assert "Something broke on our side" in words_of(response)
