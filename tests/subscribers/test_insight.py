"""What became of mailings, added up by edition and mailbox provider."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editions.render import charts
from subscribers import insight
from subscribers.mailbox_providers import provider_of
from subscribers.models import Delivery, DeliveryEvent, Link, Mailing
from tests.desk import browser_of, tree_of, words_of
from tests.factories import NOON, make_edition, make_subscriber

pytestmark = pytest.mark.django_db


def make_mailing(number=27, **facts):
    """The mailing of a published edition, on its way."""
    edition = facts.pop("edition", None) or make_edition(number=number, title=f"Edition {number}")
    occasion = f"edition {number}"
    facts = {"state": "sending", "filled_at": NOON, "started_at": NOON, "created_at": NOON, **facts}
    return Mailing.objects.create(kind="edition", edition=edition, occasion=occasion, subject="July", **facts)


def deliver(mailing, domain, state="sent", *events, **facts):
    address = f"reader-{Delivery.objects.count()}@{domain}"
    facts = {"subscriber": None if facts.get("is_seed") else make_subscriber(address), **facts}
    row = Delivery.objects.create(
        mailing=mailing, occasion=mailing.occasion, address=address, domain=domain, state=state, **facts
    )
    for kind in events:
        DeliveryEvent.objects.create(kind=kind, delivery=row, at=NOON)
    return row


def rows_of(response):
    """The rows of the page's tables, what stands in their cells with commas between."""
    rows = (row for body in tree_of(response).iter("tbody") for row in body.iter("tr"))
    return [", ".join(" ".join("".join(cell.itertext()).split()) for cell in row) for row in rows]


def test_a_mailing_is_added_up_by_provider():
    mailing = make_mailing()
    deliver(mailing, "gmail.com")
    deliver(mailing, "googlemail.com", "sent", "left")
    deliver(mailing, "gmail.com", "failed", "hard")
    deliver(mailing, "qq.com", "sent", "soft", "hard", "complaint")
    deliver(mailing, "own.example.com", "unknown")
    deliver(mailing, "own.example.com", "queued")

    insight.tally(mailing, NOON)

    [one] = insight.newest(10)
    assert one.of("gmail") == insight.Figures(accepted=2, refused=1, left=1)
    assert one.of("qq") == insight.Figures(accepted=1, bounced=1, complained=1)
    assert one.of("others") == insight.Figures(unknown=1)
    assert one.of() == insight.Figures(accepted=3, refused=1, unknown=1, bounced=1, complained=1, left=1)


def test_the_seed_list_is_in_no_figure():
    mailing = make_mailing()
    deliver(mailing, "gmail.com", is_seed=True)

    insight.tally(mailing, NOON)

    assert insight.newest(10)[0].of() == insight.Figures()


def test_the_mailings_of_an_edition_are_one():
    first = make_mailing()
    second = make_mailing(edition=first.edition, rule="language:zh")
    for mailing in (first, second):
        deliver(mailing, "gmail.com")
        insight.tally(mailing, NOON)

    assert [one.of("gmail").accepted for one in insight.newest(10)] == [2]


def test_editions_stand_in_their_order_and_only_the_newest():
    for number in (28, 26, 27):
        insight.tally(make_mailing(number), NOON)

    assert [one.edition.number for one in insight.newest(2)] == [27, 28]


MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("tallied", "finished", "due"),
    [
        (None, None, True),
        (NOON - MINUTE, None, False),
        (NOON - 6 * MINUTE, None, True),
        (NOON - 2 * MINUTE, NOON - MINUTE, True),
        (NOON - 10 * MINUTE, NOON - DAY, False),
        (NOON - 61 * MINUTE, NOON - DAY, True),
        (NOON - 61 * MINUTE, NOON - 31 * DAY, False),
    ],
)
def test_sums_are_renewed_while_they_change(tallied, finished, due):
    make_mailing(tallied_at=tallied, finished_at=finished)

    assert insight.tally_due(NOON) == due


def test_a_page_costs_the_same_whatever_a_mailing_holds():
    mailing, browser = make_mailing(), browser_of("editor")
    deliver(mailing, "gmail.com")
    insight.tally(mailing, NOON)

    with CaptureQueriesContext(connection) as queries:
        browser.get("/admin/insight/")

    assert not [one for one in queries if "subscribers_delivery" in one["sql"]]


def test_an_editor_sees_the_editions_and_the_providers():
    mailing = make_mailing()
    for _ in range(3):
        deliver(mailing, "gmail.com")
    deliver(mailing, "gmail.com", "sent", "left")
    insight.tally(mailing, NOON)

    edition, gmail = rows_of(browser_of("editor").get("/admin/insight/"))

    assert edition == "No. 27 Edition 27, 4, 0, 0, 0 0%, 0 0%, 1 25%"
    assert gmail == "Gmail, 4, 0, 0, 0 0%, 0 0%, 1 25%"


def test_one_provider_can_be_looked_at():
    mailing, browser = make_mailing(), browser_of("editor")
    deliver(mailing, "gmail.com")
    deliver(mailing, "qq.com", "failed")
    insight.tally(mailing, NOON)

    assert rows_of(browser.get("/admin/insight/?at=qq"))[0] == "No. 27 Edition 27, 0, 1, 0, 0 –, 0 –, 0 –"
    assert browser.get("/admin/insight/?at=nobody").status_code == 404


def test_an_edition_shows_how_often_its_links_were_followed():
    first = make_mailing()
    second = make_mailing(edition=first.edition, rule="language:zh")
    for mailing, number in ((first, 2), (second, 3)):
        Link.objects.create(
            mailing=mailing, url="https://paper.example/a", digest="a", clicks=number, scans=1
        )
    Link.objects.create(mailing=first, url="https://paper.example/b", digest="b", clicks=9)

    rows = rows_of(browser_of("editor").get(f"/admin/insight/{first.edition.pk}/"))

    assert rows == ["https://paper.example/b, 9, 0", "https://paper.example/a, 5, 2"]


@pytest.mark.parametrize("address", ["/admin/insight/", "/admin/insight/1/"])
def test_whoever_may_not_see_mailings_sees_no_figures(address):
    assert browser_of("contributor").get(address).status_code == 403


def test_before_the_first_mailing_the_page_says_so():
    assert "No edition was mailed yet." in words_of(browser_of("editor").get("/admin/insight/"))


@pytest.mark.parametrize(
    ("domain", "provider"),
    [("gmail.com", "gmail"), ("VIP.163.com", "netease"), ("hotmail.fr", "outlook"), ("", "others")],
)
def test_a_domain_tells_the_provider(domain, provider):
    assert provider_of(domain) == provider


@pytest.mark.parametrize(("highest", "top"), [(0, 1), (1, 1), (1.1, 2), (17_961, 20_000), (0.0021, 0.005)])
def test_a_chart_ends_at_a_round_number(highest, top):
    assert charts.top_of([0, highest]) == pytest.approx(top)


def test_what_is_not_nothing_is_seen_in_a_chart():
    small, nothing, all_of_it = charts.columns([0.0001, 0, 1], 1)

    assert (small.height, nothing.height, all_of_it.height) == (charts.LEAST, 0, charts.HEIGHT)
