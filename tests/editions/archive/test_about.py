"""The newsletter tells of itself."""

import pytest

from sources.models import Byline, Contributor
from tests.editions.test_archive import parsed, text_of, values
from tests.factories import NOON, make_item, make_masthead

pytestmark = pytest.mark.django_db


def sign(name, **facts):
    """Something signed by a person of this name, out unless it is said otherwise."""
    item = make_item(headline=f"By {name}", **{"status": "published", "published_at": NOON, **facts})
    person = Contributor.objects.create(
        name=name, biography=f"{name} writes.", disclosure=f"{name} owns no shares.", contact="+65 1234"
    )
    return Byline.objects.create(item=item, contributor=person)


def test_the_newsroom_tells_of_itself_in_its_own_words(client):
    make_masthead(about="We are *four* people.\n\n## Who pays\n\nReaders.")

    page = text_of(client.get("/about/"))

    assert "We are <em>four</em> people." in page
    assert "<h2>Who pays</h2>" in page
    assert "is a newsletter" not in page


def test_before_it_wrote_any_the_page_says_what_the_masthead_knows(client):
    make_masthead(
        about="", tagline="The week abroad", weekday=3, hour="07:30", reply_to="ed@outbound.example"
    )

    answer = client.get("/about/")

    for words in ["Outbound is a newsletter", "The week abroad", "Thursday, 07:30 (Asia/Shanghai)"]:
        assert words in text_of(answer)
    assert "mailto:ed@outbound.example" in values(answer, ".//main//a", "href")


@pytest.mark.parametrize("path", ["/about/", "/zh/about/"])
def test_a_site_that_nobody_set_up_has_the_page_too(client, path):
    answer = client.get(path)

    assert len(parsed(answer).findall(".//h1")) == 1
    assert [words for words in ("08:00", "UTC") if words not in text_of(answer)] == []


def test_who_signed_something_that_is_out_is_named_with_their_interests(client):
    sign("Mei Tan"), sign("Ada Okoye", status="ready"), sign("Jo Lind", status="killed")
    Contributor.objects.create(name="Nobody Yet", biography="Nobody Yet writes.")

    page = text_of(client.get("/about/"))

    assert "Mei Tan writes." in page
    assert "Mei Tan owns no shares." in page
    assert not [name for name in ("Ada Okoye", "Jo Lind", "Nobody Yet", "+65") if name in page]


def test_somebody_who_signed_twice_is_named_once(client):
    byline = sign("Mei Tan")
    again = make_item(headline="Again", status="published", published_at=NOON)
    Byline.objects.create(item=again, contributor=byline.contributor)

    assert text_of(client.get("/about/")).count("Mei Tan writes.") == 1


def test_every_way_on_from_the_page_is_there(client):
    paths = {path for path in values(client.get("/about/"), ".//main//a", "href") if path.startswith("/")}

    assert {"/tips/", "/api/", "/api/v1/everything.jsonl", "/editions/feed.rss"} <= paths
    assert {client.get(path).status_code for path in paths} == {200}


def test_a_file_leads_to_no_form_and_no_answers_of_the_site(client):
    answer = client.get("/about/", **{"recap.export": True})

    assert not {"/tips/", "/api/", "/api/v1/everything.jsonl"} & set(values(answer, ".//a", "href"))


def test_it_costs_the_same_for_any_number_of_writers(client, django_assert_max_num_queries):
    for number in range(12):
        sign(f"Writer {number}")

    with django_assert_max_num_queries(3):
        client.get("/about/")


def test_who_has_the_page_is_not_sent_it_again_until_a_word_changes(client):
    make_masthead(about="We are four people.")
    name = client.get("/about/").headers["ETag"]
    assert client.get("/about/", headers={"If-None-Match": name}).status_code == 304

    make_masthead(about="We are five people.")

    assert client.get("/about/", headers={"If-None-Match": name}).status_code == 200
