"""Every page as people meet it: on a phone and at a desk, by day and by night, by eye and by keyboard."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from playwright.sync_api import expect

from editions.models import Correction, Edition, Masthead
from editions.proof import send_proof
from recap import mailbox
from recap.demo.editions import EDITIONS
from sources.models import Company, Feed, NewsItem
from tests.browsing import GRAVE, WIDER, faults, served, sign_in, watch
from tests.factories import make_company, make_item, make_published_edition

pytestmark = pytest.mark.browser
WORD = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrente" * 4
OUTLINE = "getComputedStyle(document.activeElement).outlineStyle"


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """The demo, with an edition withdrawn, an item corrected, a proof sent, and an edition as editors should
    not write it."""
    with served(django_db_blocker, demo=True) as address:
        admin = User.objects.get(username="admin")
        edition(EDITIONS[0]).withdraw(by=admin, now=timezone.now(), reason="A source took its story back.")
        send_proof(edition(EDITIONS[-1]), Masthead.objects.the(), to=["lin@example.com"])
        make_ungainly_edition()
        Correction.objects.create(item=item(format="brief"), note="It was Cusco.", at=timezone.now())
        yield address


def make_ungainly_edition():
    name = make_company("蔚来汽车股份有限公司" * 4, local_name="蔚来汽车股份有限公司" * 4, slug="long")
    wordy = make_item(WORD, headline=WORD, dek=WORD, format="story", companies=[name], credit=WORD[:120])
    briefs = [make_item(f"Brief {number}.") for number in range(60)]
    week = {"week_first": date(2024, 12, 30), "week_last": date(2025, 1, 5)}  # the longest in Chinese
    make_published_edition(wordy, *briefs, heading=WORD, title=WORD[:200], number=1, **week)


@pytest.fixture(scope="module")
def anybody(browser, site):
    """The browser of a reader."""
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture(scope="module")
def editor(browser, site):
    """The browser in which the administrator has logged in, who sees every page of the desk."""
    context = browser.new_context()
    sign_in(context.new_page(), site, "admin")
    yield context
    context.close()


@pytest.fixture(autouse=True)
def closed(browser):
    """Keep no page open: each would go on taking memory and time."""
    yield
    for context in browser.contexts:
        for page in context.pages:
            page.close()


def edition(demo):
    return Edition.objects.get(number=demo.number)


def item(**wanted):
    return NewsItem.objects.filter(published_at__isnull=False, **wanted).first()


def waiting():
    return NewsItem.objects.filter(status="ready", slots=None).first()


def on_edition(name):
    return reverse(f"admin:editions_edition_{name}", args=[edition(EDITIONS[-1]).pk])


def source_of(item):
    source = item.credits.first().source
    return reverse("archive:source", args=[source.pk, slugify(source.name)])


READ = {
    "home": lambda: "/",
    "archive": lambda: "/editions/",
    "archive of a year": lambda: "/editions/2025/",
    "edition": lambda: edition(EDITIONS[1]).get_absolute_url(),
    "ungainly edition": lambda: Edition.objects.get(number=1).get_absolute_url(),
    "brief": lambda: item(format="brief").get_absolute_url(),
    "commentary": lambda: item(format="commentary").get_absolute_url(),
    "ungainly item": lambda: item(headline=WORD).get_absolute_url(),
    "company": lambda: "/companies/xiaomi/",
    "ungainly company": lambda: "/companies/long/",
    "companies": lambda: "/companies/",
    "companies by letter": lambda: "/companies/letter/x/",
    "companies of a sector": lambda: "/companies/sector/robotics/",
    "market": lambda: "/markets/europe/",
    "markets": lambda: "/markets/",
    "latest": lambda: "/latest/",
    "kind": lambda: "/kinds/market-entry/",
    "topics": lambda: "/topics/",
    "topic": lambda: "/topics/batteries/",
    "sources": lambda: "/sources/",
    "source": lambda: source_of(item(credits__isnull=False)),
    "deals": lambda: "/deals/",
    "deals, a bad filter": lambda: "/deals/?year=soon&sort=luck",
    "market entries": lambda: "/entries/",
    "search": lambda: "/search/",
    "found": lambda: "/search/?q=xiaomi",
    "nothing found": lambda: "/search/?q=zzzzzzzz",
    "about": lambda: "/about/",
    "tips": lambda: "/tips/",
    "interface for programs": lambda: "/api/",
    "home in Chinese": lambda: "/zh/",
    "archive in Chinese": lambda: "/zh/editions/",
    "edition in Chinese": lambda: f"/zh{edition(EDITIONS[1]).get_absolute_url()}",
    "company in Chinese": lambda: "/zh/companies/xiaomi/",
}
MISSING = {
    "nothing there": (404, lambda: "/nothing/"),
    "nothing there, in Chinese": (404, lambda: "/zh/nothing/"),
    "a company nobody wrote of": (404, lambda: "/companies/ehang/"),
    "withdrawn": (410, lambda: edition(EDITIONS[0]).get_absolute_url()),
}
DESK = {
    "board": lambda: "/admin/",
    "new edition": lambda: reverse("admin:editions_edition_new"),
    "all records": lambda: reverse("tables"),
    "clippings": lambda: reverse("admin:sources_clipping_changelist"),
    "queue": lambda: reverse("queue"),
    "queue, a bad filter": lambda: f"{reverse('queue')}?company=Nobody&kind=gossip",
    "feeds": lambda: reverse("admin:sources_feed_changelist"),
    "feed": lambda: reverse("admin:sources_feed_desk", args=[Feed.objects.get(source__name="36Kr").pk]),
    "follow feeds": lambda: reverse("admin:sources_feed_look"),
    "deletion": lambda: reverse("admin:sources_company_delete", args=[Company.objects.get(slug="ehang").pk]),
    "paste a roundup": lambda: reverse("admin:editions_edition_paste", args=["roundup"]),
    "paste a stream": lambda: reverse("admin:editions_edition_paste", args=["stream"]),
    "paste a commentary": lambda: reverse("admin:editions_edition_paste", args=["commentary"]),
    "desk": lambda: on_edition("desk"),
    "desk of an item": lambda: reverse("admin:sources_newsitem_desk", args=[waiting().pk]),
    "history": lambda: on_edition("versions"),
    "history of an item": lambda: reverse("admin:sources_newsitem_versions", args=[waiting().pk]),
    "sheet": lambda: on_edition("sheet"),
    "sent mail": lambda: reverse("sent"),
    "sent message": lambda: reverse("sent_message", args=[mailbox.newest()[0][0]]),
    "notices": lambda: reverse("notices"),
    "invite": lambda: reverse("invite"),
    "editions": lambda: reverse("admin:editions_edition_changelist"),
    "edition": lambda: on_edition("change"),
    "items": lambda: reverse("admin:sources_newsitem_changelist"),
    "item": lambda: reverse("admin:sources_newsitem_change", args=[item(format="commentary").pk]),
    "sheet of an item": lambda: reverse("admin:sources_newsitem_sheet", args=[item(format="story").pk]),
    "checks": lambda: reverse("checks"),
}

# Lists and forms as Django's admin makes them: what is not grave is Django's to mend.
DJANGOS = {"editions", "edition", "items", "item", "clippings", "deletion", "all records", "people"}


def opened(context, site, path):
    """The page at `path`, and the list of what it should not have said."""
    page = context.new_page()
    said = watch(page, site)
    page.status = page.goto(site + path).status
    return page, said


@pytest.mark.parametrize("name", READ)
def test_a_reader_s_page_is_whole(name, anybody, site):
    page, said = opened(anybody, site, READ[name]())

    assert page.status == 200
    assert page.locator("h1").count() == 1
    assert faults(page) + said == []
    assert anybody.cookies() == []


@pytest.mark.parametrize("name", MISSING)
def test_a_page_that_is_gone_says_so_as_well_as_the_others(name, anybody, site):
    status, path = MISSING[name]
    page, said = opened(anybody, site, path())

    assert page.status == status
    assert faults(page) == []
    assert [message for message in said if page.url not in message] == []  # the browser reports the status


@pytest.mark.parametrize("name", DESK)
def test_a_page_of_the_desk_is_whole(name, editor, site):
    page, said = opened(editor, site, DESK[name]())

    assert page.status == 200
    assert faults(page, impacts=GRAVE if name in DJANGOS else None) + said == []


def test_the_login_is_whole(anybody, site):
    page, said = opened(anybody, site, reverse("admin:login"))

    assert faults(page, impacts=GRAVE) + said == []
    anybody.clear_cookies()


@pytest.mark.parametrize("way", ["roundup", "stream", "commentary"])
def test_what_was_understood_is_a_whole_page(way, editor, site):
    page, said = opened(editor, site, reverse("admin:editions_edition_paste", args=[way]))
    page.get_by_label("The text").fill(EDITIONS[0].text)
    page.get_by_role("button", name="Read it").click()

    expect(page.get_by_role("button", name="Save")).to_be_visible()
    assert faults(page, impacts=GRAVE) + said == []


@pytest.mark.parametrize("name", ["home", "archive", "commentary", "company", "deals", "found"])
def test_a_page_reads_the_same_without_script(name, anybody, browser, site):
    page, _ = opened(anybody, site, READ[name]())
    plain, _ = opened(browser.new_context(java_script_enabled=False), site, READ[name]())
    page.evaluate("document.querySelectorAll('[data-copy]').forEach(one => one.remove())")  # wants a script

    assert plain.inner_text("body") == page.inner_text("body")
    plain.context.close()


@pytest.mark.parametrize(
    "name", ["home", "archive in Chinese", "edition", "company", "markets", "deals", "found"]
)
def test_nothing_is_cut_where_letters_are_twice_as_large(name, anybody, site):
    """At 640 px and twice the size a page has the room of 320."""
    page, _ = opened(anybody, site, READ[name]())
    page.set_viewport_size({"width": 640, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert page.evaluate(WIDER) == 0


def test_the_first_stop_of_the_keyboard_skips_to_the_text(anybody, site):
    page, _ = opened(anybody, site, "/")

    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the text"
    assert page.locator(":focus").bounding_box()["x"] >= 0

    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator("main :focus").count() == 1


@pytest.mark.parametrize("path", ["/", "/admin/"])
def test_the_keyboard_s_place_is_seen_at_every_stop(path, editor, site):
    page, _ = opened(editor, site, path)
    stops = []
    for _ in range(15):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(OUTLINE))

    assert set(stops) == {"solid"}
