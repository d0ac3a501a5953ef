"""The sheet of an edition: what may be done next, proofs, and how it looks in each form."""

import socket
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from editions.models import Snapshot
from sources.models import Company
from tests.desk import address, browser_of, form_on, tree_of, words_of
from tests.factories import (
    make_approved_edition,
    make_company,
    make_edition,
    make_item,
    make_masthead,
    make_published_edition,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def masthead(db):
    return make_masthead(time_zone="Asia/Shanghai", reply_to="desk@example.com")


def offered(browser, edition):
    """The moves for which the sheet has a button."""
    actions = [form.get("action", "") for form in tree_of(browser.get(sheet_of(edition))).iter("form")]
    return [action.split("/")[-2] for action in actions if "/move/" in action]


def sheet_of(edition):
    return address("sheet", edition.pk)


def move(browser, edition, name, **fields):
    """Make a move; what the sheet says after it."""
    response = browser.post(address("move", edition.pk, name), fields, follow=True)
    edition.refresh_from_db()
    return words_of(response)


# Moves


@pytest.mark.parametrize(
    ("role", "make", "moves"),
    [
        ("contributor", make_edition, []),
        ("editor", make_edition, ["submit"]),
        ("publisher", make_edition, ["submit", "kill"]),
        ("editor", make_approved_edition, ["take_back"]),
        ("publisher", make_approved_edition, ["schedule", "publish", "take_back", "kill"]),
        ("editor", make_published_edition, []),
        ("publisher", make_published_edition, ["withdraw"]),
    ],
)
def test_the_sheet_offers_the_moves_of_state_and_role(role, make, moves):
    assert offered(browser_of(role), make()) == moves


def test_an_edition_goes_from_draft_to_readers_by_its_buttons():
    publisher, edition = browser_of("publisher"), make_edition()

    for name in ("submit", "return_to_draft", "submit", "approve", "publish"):
        form = form_on(publisher.get(sheet_of(edition)), address("move", edition.pk, name))
        move(publisher, edition, name, **form)

    assert edition.status == "published"
    assert [step.went_to for step in edition.moves.all()] == [
        "in_review",
        "draft",
        "in_review",
        "approved",
        "published",
    ]


def test_a_move_is_told_on_the_sheet():
    page = move(browser_of("editor"), edition := make_edition(), "submit")

    assert f"No. {edition.number}: in review." in page
    assert "Send to review · Ada Byron" in page


def test_a_refused_move_says_why():
    editor, edition = browser_of("editor"), make_edition()

    assert "“Publish” is for what is approved or scheduled." in move(editor, edition, "publish")
    assert "“Kill” is not among what your role may do" in move(editor, edition, "kill", reason="Old")
    assert edition.status == "draft"


def test_publishing_twice_says_so_and_makes_one_snapshot():
    publisher, edition = browser_of("publisher"), make_approved_edition()

    move(publisher, edition, "publish")
    page = move(publisher, edition, "publish")

    assert "This is published by now" in page
    assert Snapshot.objects.filter(edition=edition).count() == 1


def test_an_hour_is_read_in_the_zone_of_the_masthead():
    edition = make_approved_edition()

    move(browser_of("publisher"), edition, "schedule", publish_at="2199-07-15T08:00")

    assert edition.publish_at == datetime(2199, 7, 15, 8, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_the_hour_that_is_offered_is_the_mastheads_and_to_come():
    publisher, edition = browser_of("publisher"), make_approved_edition()
    form = form_on(publisher.get(sheet_of(edition)), address("move", edition.pk, "schedule"))

    move(publisher, edition, "schedule", **form)

    assert edition.status == "scheduled"
    local = edition.publish_at.astimezone(ZoneInfo("Asia/Shanghai"))
    assert (local.weekday(), local.hour, local.minute) == (0, 8, 0)


@pytest.mark.parametrize(
    ("hour", "why"),
    [
        ("", "Say when: a day and an hour."),
        ("soon", "That is no date and time; write it as 2026-07-13 08:00."),
        ("2020-01-01T08:00", "That time has passed; choose one to come, or publish at once."),
        ("0001-01-01T00:00", "That is at the end of the calendar. Choose another hour."),
    ],
)
def test_an_hour_that_will_not_do_is_said(hour, why):
    edition = make_approved_edition()

    assert why in move(browser_of("publisher"), edition, "schedule", publish_at=hour)
    assert edition.status == "approved"


def test_a_scheduled_edition_can_be_taken_off_the_clock():
    publisher, edition = browser_of("publisher"), make_approved_edition()

    move(publisher, edition, "schedule", publish_at="2199-07-15T08:00")
    move(publisher, edition, "unschedule")

    assert (edition.status, edition.publish_at) == ("approved", None)


def test_withdrawing_wants_a_reason():
    publisher, edition = browser_of("publisher"), make_published_edition()

    assert "“Withdraw” wants a reason." in move(publisher, edition, "withdraw", reason=" ")
    page = move(publisher, edition, "withdraw", reason="A source took it back.")

    assert edition.status == "withdrawn"
    assert "Withdraw · Ada Byron: A source took it back." in page


def test_an_empty_edition_is_not_sent_to_review():
    edition = make_edition()
    edition.sections.all().delete()

    assert "There is no item in this edition yet" in move(browser_of("editor"), edition, "submit")


@pytest.mark.parametrize("name", ["void", "delete", "save", "_move"])
def test_what_is_no_move_of_a_person_is_not_found(name):
    url = address("move", make_approved_edition().pk, name)

    assert browser_of("publisher").post(url).status_code == 404


# Proofs


def send(browser, edition, to):
    return browser.post(address("proof", edition.pk), {"to": to}, follow=True)


def test_a_proof_goes_to_several_addresses():
    response = send(browser_of("editor"), make_edition(), "a@example.com, b@example.com; a@example.com")

    [proof] = mail.outbox
    assert "A proof is on its way to a@example.com, b@example.com." in words_of(response)
    assert (proof.to, proof.reply_to) == (["a@example.com", "b@example.com"], ["desk@example.com"])
    assert proof.subject.startswith("[Proof] ")
    assert [part.mimetype for part in proof.alternatives] == ["text/html"]


def test_ones_own_address_is_offered_for_a_proof():
    editor, edition = browser_of("editor"), make_edition()

    form = form_on(editor.get(sheet_of(edition)), address("proof", edition.pk))

    assert form["to"] == "editor@example.com"


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("a@example.com, not-an-address", "“not-an-address” is no email address; mend it and send again."),
        ("a@example.com\nBcc: b@example.com", "is no email address"),
        ("", "Say to whom."),
        (" ; , ", "Say to whom."),
        (",".join(f"a{i}@example.com" for i in range(21)), "A proof goes to 20 people at most."),
    ],
    ids=["bad", "header", "empty", "nobody", "too many"],
)
def test_an_address_that_will_not_do_is_said_at_its_field(to, why):
    response = send(browser_of("editor"), edition := make_edition(), to)

    assert response.status_code == 422
    assert why in words_of(response)
    assert form_on(response, address("proof", edition.pk))["to"] == to
    assert mail.outbox == []


@pytest.fixture
def closed_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, and not listening
        yield taken.getsockname()[1]


def test_a_mail_server_that_is_down_is_said_in_a_sentence(settings, closed_port):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", closed_port

    response = send(browser_of("editor"), make_edition(), "a@example.com")

    assert response.status_code == 200
    assert "The mail server did not take it:" in words_of(response)
    assert "Nothing was sent; try again." in words_of(response)


# Previews


@pytest.mark.parametrize("form", ["web", "email", "wechat", "text", "markdown", "roundup", "json"])
def test_every_form_can_be_looked_at_before_it_is_out(form):
    edition = make_edition()

    name = f"preview_{form}" if form in ("web", "email", "wechat") else "preview_text"
    args = [edition.pk] if name != "preview_text" else [edition.pk, form]
    response = browser_of("contributor").get(address(name, *args))

    assert response.status_code == 200
    assert "Vivo opened its first shop in Lima." in response.content.decode()
    assert "script-src 'unsafe-inline'" not in response["Content-Security-Policy"]


def test_what_is_out_is_previewed_as_readers_see_it():
    edition = make_published_edition(make_item(companies=[make_company("Vivo")]))
    Company.objects.update(name="Vivo Mobile")

    page = browser_of("editor").get(address("preview_text", edition.pk, "json")).content.decode()

    assert "Vivo" in page
    assert "Vivo Mobile" not in page


def policy_of(response):
    parts = (part.split() for part in response["Content-Security-Policy"].split(";"))
    return {name: values for name, *values in parts}


@pytest.mark.parametrize("form", ["email", "wechat"])
def test_a_form_with_styles_of_its_own_runs_no_script(form):
    response = browser_of("editor").get(address(f"preview_{form}", make_edition().pk))

    policy = policy_of(response)
    assert policy["script-src"] == ["'none'"]
    assert policy["style-src"] == ["'unsafe-inline'"]


def test_no_page_of_the_desk_may_run_inline_scripts_or_styles():
    editor, edition = browser_of("editor"), make_edition()
    paths = [sheet_of(edition), address("preview_web", edition.pk), address("paste", "roundup")]

    policies = [policy_of(editor.get(path)) for path in paths]

    assert [policy["script-src"] for policy in policies] == [["'self'"]] * 3
    assert [policy["style-src"] for policy in policies] == [["'self'"]] * 3


def test_text_of_an_edition_is_never_served_as_a_page():
    edition = make_edition(dek="<script>alert(1)</script>")

    response = browser_of("editor").get(address("preview_text", edition.pk, "markdown"))

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_form_that_is_none_is_not_found():
    edition = make_edition()

    assert browser_of("editor").get(address("preview_text", edition.pk, "docx")).status_code == 404


# What a role is shown


def test_a_contributor_is_offered_nothing_that_would_be_refused():
    contributor, edition = browser_of("contributor"), make_edition()

    page = contributor.get(sheet_of(edition))

    actions = [form.get("action") for form in tree_of(page).iter("form")]
    assert address("proof", edition.pk) not in actions
    assert address("change", edition.pk) not in page.content.decode()


def test_a_published_edition_is_not_offered_to_be_edited():
    page = browser_of("publisher").get(sheet_of(edition := make_published_edition()))

    assert address("change", edition.pk) not in page.content.decode()
    assert edition.get_absolute_url() in page.content.decode()
