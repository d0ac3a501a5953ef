"""The outline as an editor puts it together: by hand, by keyboard alone, undone, and beside a colleague."""

import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from playwright.sync_api import expect

from editions import arranging
from editions.models import Edition, Slot
from sources.models import NewsItem
from tests.browsing import faults, served, watch
from tests.desk import address
from tests.factories import NOON, make_edition, make_item, make_masthead, make_person, make_superuser

# What the server writes would wait for a transaction around the test.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEADINGS = ("Makers", "Deals", "Rules", "比亚迪")
NAMES = [f"Story {letter}" for letter in "ABCDEFGHIJKL"]
PLAN = [(heading, NAMES[3 * place : 3 * place + 3]) for place, heading in enumerate(HEADINGS)]
STEPS_MADE = "import('/static/js/desk/outline.js').then((one) => one.stepsMade())"


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    with served(django_db_blocker, demo=False) as address:
        yield address


@pytest.fixture
def edition(site):
    """A draft with one empty section for each heading, and twelve items that wait to be placed."""
    make_masthead()
    edition = make_edition()
    edition.sections.all().delete()
    for place, heading in enumerate(HEADINGS):
        edition.sections.create(heading=heading, position=place)
    for name in NAMES:
        make_item(f"{name} is told here.", headline=name, credit="The Paper")
    return edition


@pytest.fixture
def page(browser, site, edition):
    """The desk of an editor, in a window in which all of it is seen."""
    context = browser.new_context(viewport={"width": 1280, "height": 2400}, reduced_motion="reduce")
    logged_in = Client()
    person = make_person("editor", first_name="Ada")
    logged_in.force_login(person, "django.contrib.auth.backends.ModelBackend")
    cookies = [{"name": name, "value": one.value, "url": site} for name, one in logged_in.cookies.items()]
    context.add_cookies(cookies)
    page = context.new_page()
    page.person = person
    page.said = watch(page, site)
    open_desk(page, site, edition)
    yield page
    context.close()


def open_desk(page, site, edition):
    page.goto(site + address("desk", edition.pk))
    page.locator("#ready-pane [data-ready] .card").first.wait_for()


def drawn(page):
    """What the page shows, as in PLAN."""
    return [
        (section.locator(".h").input_value(), section.locator("li.slot .t").all_inner_texts())
        for section in page.locator("#sections > .sec").all()
    ]


def stored(edition):
    sections = edition.sections.order_by("position")
    return [
        (one.heading, [slot.item.headline for slot in one.slots.order_by("position")]) for one in sections
    ]


def fill(edition):
    """As PLAN has it, in the database."""
    for (_, names), section in zip(PLAN, edition.sections.order_by("position"), strict=True):
        for place, name in enumerate(names):
            section.slots.create(item_id=item_of(name), position=place)


def item_of(name):
    return NewsItem.objects.get(headline=name).pk


def ready(page, name):
    return page.locator(f'#ready-pane .card[data-label="{name}"]')


def card(page, name):
    return page.locator(f'#sections li.slot[data-label="{name}"]')


def section(page, heading):
    return page.locator(f'#sections > .sec[data-label="{heading}"]')


def drag(page, what, onto, *, low=0.85):
    """By its grip to the lower part of `onto`, or to another part of its height."""
    x, y = middle(what)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 10, y + 10)
    for _ in range(3):  # what is dragged makes room for itself, so the place moves
        box = onto.bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * low, steps=2)
        page.wait_for_timeout(60)
    page.mouse.up()


def middle(element):
    box = element.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def settled(page):
    expect(page.locator("#sections .placing")).to_have_count(0)


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def test_an_edition_of_twelve_items_is_put_together_by_dragging(page, site, edition):
    for heading, names in PLAN:
        for place, name in enumerate(names):
            cards = section(page, heading).locator("li.slot")
            onto = cards.last if place else section(page, heading).locator(".slots")
            drag(page, ready(page, name).locator(".grip"), onto)
            expect(cards).to_have_count(place + 1)
            expect(ready(page, name)).to_have_count(0)
    drag(page, section(page, "比亚迪").locator("header .grip"), section(page, "Makers"), low=0.1)
    drag(page, card(page, "Story A").locator(".grip"), card(page, "Story B"))
    expect(page.locator("#undo")).to_be_enabled()
    wanted = [PLAN[3], ("Makers", ["Story B", "Story A", "Story C"]), *PLAN[1:3]]
    assert drawn(page) == wanted

    open_desk(page, site, edition)
    assert drawn(page) == wanted
    assert stored(edition) == wanted


def test_an_edition_of_twelve_items_is_put_together_by_keyboard_alone(page, site, edition):
    for number, (_, names) in enumerate(PLAN):
        for name in names:
            ready(page, name).locator(".grip").focus()
            starts_at = number if name != names[0] or not number else number - 1  # where the last was dropped
            press(page, "Space", *["ArrowRight"] * (number - starts_at), "Space")
            expect(card(page, name).locator(".grip")).to_be_focused()
            settled(page)
            expect(ready(page, name)).to_have_count(0)
    assert drawn(page) == PLAN

    open_desk(page, site, edition)
    assert drawn(page) == PLAN
    assert stored(edition) == PLAN


def test_every_phase_of_moving_by_keyboard_is_announced(page, site, edition):
    fill(edition)
    open_desk(page, site, edition)
    said = page.locator("#said")
    card(page, "Story B").locator(".grip").focus()
    press(page, "Space")
    expect(said).to_contain_text("Picked up “Story B”. Position 2 of 3 in “Makers”.")
    press(page, "ArrowUp")
    expect(said).to_have_text("Position 1 of 3 in “Makers”.")
    press(page, "ArrowRight")
    expect(said).to_have_text("Position 4 of 4 in “Deals”.")
    press(page, "Escape")
    expect(said).to_have_text("Put “Story B” back.")
    assert drawn(page) == PLAN
    press(page, "Space", "ArrowDown", "Space")
    expect(said).to_have_text("Dropped “Story B”. Position 3 of 3 in “Makers”.")
    expect(card(page, "Story B").locator(".grip")).to_be_focused()
    press(page, "Delete")
    expect(said).to_have_text("“Story B” was taken out.")
    assert stored(edition)[0] == ("Makers", ["Story A", "Story C"])


def test_steps_are_undone_and_done_again_also_after_a_reload(page, site, edition):
    fill(edition)
    open_desk(page, site, edition)
    section(page, "Makers").locator("[data-remove-section]").click()
    expect(section(page, "Makers")).to_have_count(0)
    page.evaluate(STEPS_MADE)  # what is drawn anew meanwhile lets go of a key that is held down
    section(page, "Deals").locator("header .grip").focus()
    press(page, "Space", "ArrowDown", "Space")
    expect(page.locator("#said")).to_contain_text("Dropped")
    expect(page.locator("#undo")).to_be_enabled()
    page.evaluate(STEPS_MADE)
    open_desk(page, site, edition)
    press(page, "Control+z", "Control+z")
    expect(section(page, "Makers").locator("li.slot")).to_have_count(3)
    expect(page.locator("#undo")).to_be_disabled()
    assert stored(edition) == PLAN

    page.locator("#redo").click()
    expect(section(page, "Makers")).to_have_count(0)
    assert stored(edition) == PLAN[1:]


def test_what_was_typed_in_a_section_comes_back_with_it(page, edition):
    page.get_by_role("button", name="+ Section").click()
    expect(page.locator("#sections > .sec")).to_have_count(5)
    page.keyboard.type("Robots")
    page.locator("#undo").click()
    expect(page.locator("#sections > .sec")).to_have_count(4)
    expect(page.locator("#redo")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#sections > .sec").last.locator(".h")).to_have_value("Robots")
    assert stored(edition)[-1] == ("Robots", [])
    expect(page.locator(".stranded")).to_have_count(0)


def test_the_focus_goes_to_the_next_card_where_its_own_is_undone(page, site, edition):
    fill(edition)
    open_desk(page, site, edition)
    ready(page, "Story A").wait_for(state="hidden")
    make_item("It is told here.", headline="Story M")
    open_desk(page, site, edition)
    ready(page, "Story M").locator(".grip").focus()
    press(page, "Space", "Space")
    expect(card(page, "Story M").locator(".grip")).to_be_focused()
    page.keyboard.press("Control+z")

    expect(card(page, "Story M")).to_have_count(0)
    expect(section(page, "Deals").locator("header .grip")).to_be_focused()


def test_a_step_over_a_colleague_is_refused_with_a_sentence_and_the_page_is_true_again(page, site, edition):
    fill(edition)
    open_desk(page, site, edition)
    gone = Slot.objects.get(item__headline="Story B")
    arranging.remove_slot(edition.pk, slot=gone.pk, by=make_superuser(), now=NOON)
    drag(page, card(page, "Story A").locator(".grip"), card(page, "Story B"), low=0.2)
    drag(page, card(page, "Story B").locator(".grip"), section(page, "Deals").locator(".slots"))

    expect(page.locator(".toast.bad").first).to_have_text(arranging.GONE)
    expect(card(page, "Story B")).to_have_count(0)
    assert drawn(page) == stored(edition)


def test_a_step_that_no_server_took_is_put_back(page, site, edition):
    fill(edition)
    open_desk(page, site, edition)
    page.route("**/move/", lambda route: route.abort())
    drag(page, card(page, "Story A").locator(".grip"), card(page, "Story C"))

    expect(page.locator(".toast.bad")).to_contain_text("everything stands where it was.")
    assert drawn(page) == PLAN


def test_what_somebody_writes_stays_while_the_outline_changes_around_it(page, site, edition):
    fill(edition)
    open_desk(page, site, edition)
    card(page, "Story D").locator(".t").click()
    body = card(page, "Story D").locator("[name=body]")
    expect(body).to_be_focused()
    press(page, "Control+End")
    page.keyboard.type(" And more")
    kept = body.element_handle()
    arranging.add_section(edition.pk, heading="Theirs", by=make_superuser(), now=NOON)
    page.evaluate("document.dispatchEvent(new CustomEvent('desk:stale'))")
    expect(section(page, "Theirs")).to_have_count(1)
    page.keyboard.type(" is typed.")

    assert kept.input_value() == "Story D is told here. And more is typed."
    press(page, "Control+Enter")
    expect(card(page, "Story D").locator(".t")).to_be_focused()
    item = Slot.objects.get(item__headline="Story D").item
    assert item.body == "Story D is told here. And more is typed."


def test_an_open_card_that_a_colleague_took_out_is_said_to_be_gone_and_its_text_is_kept(page, site, edition):
    fill(edition)
    open_desk(page, site, edition)
    card(page, "Story D").locator(".t").click()
    expect(card(page, "Story D").locator("[name=body]")).to_be_focused()
    press(page, "Control+End")
    page.keyboard.type(" Kept.")
    slot = Slot.objects.get(item__headline="Story D")
    arranging.remove_slot(edition.pk, slot=slot.pk, by=make_superuser(), now=NOON)
    page.evaluate("document.dispatchEvent(new CustomEvent('desk:stale'))")

    expect(page.locator(".toast")).to_contain_text("“Story D” was taken out of this edition by a colleague;")
    expect(page.locator("#saved")).to_contain_text("Saved")
    slot.item.refresh_from_db()
    assert slot.item.body == "Story D is told here. Kept."


def test_what_is_typed_on_in_a_section_that_a_colleague_took_out_presses_no_key(page, site, edition):
    heading = section(page, "Makers").locator(".h")
    heading.press_sequentially("Car m")
    theirs = edition.sections.get(heading="Makers").pk
    arranging.remove_section(edition.pk, section=theirs, by=make_superuser(), now=NOON)
    heading.press_sequentially("akers ")
    expect(page.get_by_role("group", name="Text that could not be saved")).to_be_visible()
    expect(page.locator("#sections > .sec")).to_have_count(3)
    expect(page.locator("#outline-title")).to_be_focused()
    page.keyboard.type("? and more")

    assert page.locator("dialog[open]").count() == 0
    assert faults(page) == []


def test_a_new_section_waits_for_its_heading(page, edition):
    page.get_by_role("button", name="+ Section").click()
    expect(page.locator("#sections > .sec").last.locator(".h")).to_be_focused()
    page.keyboard.type("Robots")
    expect(page.locator("#saved")).to_contain_text("Saved")

    assert stored(edition)[-1] == ("Robots", [])


def test_a_double_click_adds_one_section(page, edition):
    page.get_by_role("button", name="+ Section").dblclick()
    expect(page.locator("#sections > .sec").last.locator(".h")).to_be_focused()

    assert len(stored(edition)) == len(HEADINGS) + 1
    assert page.said == []


def test_of_two_cards_that_are_clicked_at_once_the_last_opens(page, site, edition):
    fill(edition)
    open_desk(page, site, edition)
    page.evaluate("document.querySelectorAll('li.slot .t').forEach((title) => title.click())")
    expect(card(page, "Story L").locator("[name=body]")).to_be_focused()
    page.wait_for_load_state("networkidle")

    expect(page.locator("li.slot.open")).to_have_count(1)


def test_a_card_is_done_with_from_its_headline_too(page, site, edition):
    fill(edition)
    open_desk(page, site, edition)
    card(page, "Story B").locator(".t").click()
    card(page, "Story B").locator("[name=headline]").press("Control+Enter")

    expect(card(page, "Story B").locator(".t")).to_be_focused()


def test_who_may_only_read_drags_nothing(page, site, edition):
    fill(edition)
    Edition.objects.filter(pk=edition.pk).update(status="in_review")
    page.person.groups.set(Group.objects.filter(name="contributor"))
    page.goto(site + address("desk", edition.pk))
    drag(page, card(page, "Story A").locator(".t"), section(page, "Deals").locator(".slots"))

    assert drawn(page) == PLAN
    assert page.locator("#outline .grip, #undo, #add-section").count() == 0


def test_a_contributor_whose_draft_goes_to_review_is_told_and_keeps_the_text(page, site, edition):
    page.person.groups.set(Group.objects.filter(name="contributor"))
    open_desk(page, site, edition)
    heading = section(page, "Makers").locator(".h")
    Edition.objects.filter(pk=edition.pk).update(status="in_review")
    heading.press_sequentially("Car makers")

    kept = page.get_by_role("group", name="Text that could not be saved")
    expect(kept.get_by_label("What you typed")).to_have_value(re.compile("Car makers"))
    expect(page.locator("#outline-title")).to_be_focused()
    expect(page.locator("#steps [aria-current]")).to_have_text("In review")
    kept.get_by_role("button", name="Let it go").click()
    expect(heading).to_have_value("Makers")


def test_axe_finds_nothing_in_the_outline(page, site, edition):
    fill(edition)
    open_desk(page, site, edition)
    card(page, "Story B").locator(".grip").focus()
    press(page, "Space")

    assert faults(page) == []
