"""An item written from a clipping: its facts are filled in, its words are left to be written."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from editions.arranging import Gone
from editions.versions import keep_item
from editions.writing import credit_to, empty_item, item_from_clipping, undo
from sources import judging
from sources.models import Clipping, NewsItem
from sources.workflow import WorkflowError
from tests.desk import ROLES, address, browser_of
from tests.factories import (
    NOON,
    make_clipping,
    make_company,
    make_edition,
    make_masthead,
    make_person,
    make_source,
)

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def writer():
    make_masthead()
    return make_person("contributor")


def written(clipping, by):
    return item_from_clipping(clipping.pk, by=by, now=NOON)


def test_the_credit_is_the_source_with_its_article(writer):
    url = "https://36kr.example/p/1"
    clipping = make_clipping(url=f"{url}?utm_source=rss", source=make_source("36Kr"))
    [credit] = written(clipping, writer).credits.all()

    assert (str(credit), credit.url, credit.canonical_url) == ("36Kr", url, url)


def test_their_headline_is_the_slug_line_and_never_ours(writer):
    item = written(make_clipping(title="Anker opens in Quito " * 5), writer)

    assert (item.headline, item.body) == ("", "")
    assert item.slugline == ("Anker opens in Quito " * 5)[:60]
    assert item.status == "draft"


def test_the_day_is_that_of_the_newsroom_on_which_it_was_published(writer):
    late = datetime(2025, 7, 15, 20, tzinfo=UTC)  # four in the morning of the 16th in Shanghai

    assert written(make_clipping(published_at=late), writer).event_date == date(2025, 7, 16)


def test_companies_are_those_it_was_filed_under_and_those_it_names(writer):
    filed, named = make_company("Cainiao"), make_company("Anker Innovations", aliases="Anker")
    clipping = make_clipping(title="Anker opens in Quito")
    clipping.companies.add(filed)

    assert set(written(clipping, writer).companies.all()) == {filed, named}


def test_kind_and_market_are_suggested_by_its_words(writer):
    item = written(make_clipping(title="Anker recalls power banks sold in Brazil"), writer)

    assert item.kind == "recall"
    assert [market.name for market in item.markets.all()] == ["Brazil"]


def test_the_picture_is_credited_to_the_source(writer):
    source = make_source("36Kr")
    clipping = make_clipping(source=source, image_url="https://example.com/a.jpg")

    assert written(clipping, writer).image_credit == "36Kr"


def test_one_story_of_two_sources_has_two_credits_the_preferred_first(writer):
    head = make_clipping(source=make_source("Portal", rank=90))
    twin = make_clipping(source=make_source("Reuters", rank=1), cluster=head)
    item = written(head, writer)

    assert [str(credit) for credit in item.credits.all()] == ["Reuters", "Portal"]
    assert set(Clipping.objects.filter(state="taken")) == {head, twin}


def test_a_clipping_without_a_source_is_kept_with_the_item(writer):
    clipping = make_clipping()
    item = written(clipping, writer)

    assert not item.credits.exists()
    assert item.clippings.get() == clipping


def test_writing_twice_is_writing_once(writer):
    clipping = make_clipping()

    assert written(clipping, writer) == written(clipping, writer)
    assert NewsItem.objects.count() == 1


def test_what_is_written_is_a_version(writer):
    item = written(make_clipping(title="Anker opens in Quito"), writer)

    assert item.versions.get().by == writer
    assert empty_item(by=writer, now=NOON).versions.count() == 1


def test_a_clipping_that_is_gone_says_so(writer):
    with pytest.raises(Gone, match="gone"):
        item_from_clipping(999, by=writer, now=NOON)


def test_the_button_opens_the_desk_of_the_item_in_every_role(writer):
    for role in ROLES:
        clipping = make_clipping(title="Anker opens in Quito")
        response = browser_of(role).post(reverse("admin:sources_newsitem_write"), {"clipping": clipping.pk})
        item = clipping.items.get()

        assert response.url == reverse("admin:sources_newsitem_desk", args=[item.pk])


def test_a_link_writes_nothing(writer):
    assert browser_of("editor").get(reverse("admin:sources_newsitem_write")).status_code == 405


def test_a_clipping_dropped_into_a_section_is_written_and_placed_at_once(writer):
    edition, clipping = make_edition(), make_clipping(title="Anker opens in Quito")
    section = edition.sections.get()
    browser_of("editor").post(address("place", edition.pk), {"clipping": clipping.pk, "section": section.pk})

    assert section.slots.last().item == clipping.items.get()


def test_what_could_not_be_placed_was_not_written(writer):
    edition, clipping = make_edition(), make_clipping()
    browser_of("editor").post(address("place", edition.pk), {"clipping": clipping.pk, "section": 999})

    assert not clipping.items.exists()
    assert Clipping.objects.get().state == "new"


# Undone


def story():
    """Two clippings of one story."""
    lead = make_clipping(title="Anker opens in Quito", source=make_source())
    return lead, make_clipping(cluster=lead, source=make_source())


def test_a_draft_that_nobody_used_goes_and_its_story_waits_again(writer):
    lead, follower = story()
    written(follower, writer)
    undo(judging.last(writer), now=NOON)

    assert not NewsItem.objects.exists()
    assert set(Clipping.objects.waiting(NOON)) == {lead, follower}
    assert judging.last(writer) is None


def test_a_held_story_that_was_taken_is_held_again(writer):
    lead, _ = story()
    judging.hold(lead.pk, NOON + timedelta(days=7), by=writer, now=NOON)
    written(lead, writer)
    undo(judging.last(writer), now=NOON)

    assert set(Clipping.objects.values_list("state", "held_until")) == {("held", NOON + timedelta(days=7))}


@pytest.mark.parametrize("used", ["status", "version", "slot", "note"])
def test_a_draft_that_was_worked_on_stays_and_so_does_its_story(writer, used):
    lead, _ = story()
    item = written(lead, writer)
    if used == "slot":
        make_edition(item)
    elif used == "note":
        item.notes.create(by=writer, text="Who says so?", at=NOON)
    else:
        NewsItem.objects.update(**({"status": "ready"} if used == "status" else {"version": 2}))

    with pytest.raises(WorkflowError, match="worked on since"):
        undo(judging.last(writer), now=NOON)
    assert NewsItem.objects.get() == item
    assert not Clipping.objects.waiting(NOON).exists()


def test_a_story_whose_draft_was_deleted_waits_again(writer):
    lead, _ = story()
    written(lead, writer).delete()
    undo(judging.last(writer), now=NOON)

    assert Clipping.objects.waiting(NOON).leading().get() == lead


def test_a_credit_that_was_typed_stays_where_one_that_was_added_goes(writer):
    item = written(make_clipping(source=make_source("36Kr")), writer)
    paper, caixin = make_source("The Paper"), make_source("Caixin")
    lead = make_clipping(source=paper)
    item.credits.create(source=paper, url=lead.url, position=1)
    keep_item(item, by=writer, now=NOON + MINUTE)
    make_clipping(source=caixin, cluster=lead)
    credit_to(item.pk, lead.pk, by=writer, now=NOON + 2 * MINUTE)
    assert [credit.source.name for credit in item.credits.all()] == ["36Kr", "The Paper", "Caixin"]

    undo(judging.last(writer), now=NOON + 3 * MINUTE)
    assert [credit.source.name for credit in item.credits.all()] == ["36Kr", "The Paper"]


def test_a_dismissal_is_undone_without_a_draft(writer):
    lead, _ = story()
    judging.dismiss(lead.pk, "Old.", by=writer, now=NOON)
    undo(judging.last(writer), now=NOON)

    assert Clipping.objects.waiting(NOON).count() == 2


@pytest.mark.parametrize("sources", [2, 30])
def test_taking_a_story_of_many_sources_costs_no_more_queries(writer, sources, django_assert_max_num_queries):
    lead = make_clipping(title="Anker opens in Quito", source=make_source())
    for _ in range(sources - 1):
        make_clipping(cluster=lead, source=make_source())

    with django_assert_max_num_queries(40):
        assert written(lead, writer).credits.count() == sources
