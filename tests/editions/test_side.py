import re

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editions.models import Override
from sources.models import NewsItem
from tests.desk import address, browser_of, words_of
from tests.factories import make_edition, make_item, make_masthead, make_person

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
DIRTY = "Nothing asks 54,999 rupees for its phone."


def found(browser, edition):
    return words_of(browser.get(address("found", edition.pk)))


def test_the_findings_stand_in_a_fragment_with_how_many_there_are():
    edition = make_edition(make_item("The plant employs TK people."))

    words = found(browser_of("editor"), edition)

    assert words.startswith("Before you publish 2 errors")
    assert "“TK” holds the place of words still to come." in words
    assert "“The plant employs TK people.”" in words


def test_a_sound_edition_is_said_to_be_sound():
    make_masthead()
    edition = make_edition(
        make_item("Vivo opened a shop.", credit="The Paper", kind="other"), preheader="A" * 60
    )
    edition.sections.get().slots.get().item.credits.update(url="https://paper.example/lima")

    assert "The checks find nothing." in found(browser_of("editor"), edition)


def test_a_fix_at_the_desk_answers_with_what_is_found_then():
    edition = make_edition(make_item(DIRTY))
    browser = browser_of("editor")
    page = browser.get(address("found", edition.pk)).content.decode()
    [key] = re.findall(r'name="key" value="(\w+)"><button class="link" title="Write the codes"', page)

    answer = browser.post(address("fix", edition.pk), {"key": key}, headers=HTMX)

    assert answer.status_code == 200
    assert answer["X-Recap-Changed"]
    assert "Mended." in words_of(answer)
    assert "54,999 rupees" not in words_of(answer)
    assert NewsItem.objects.get().body == "Nothing asks INR 54,999 for its phone."


def test_an_error_is_overridden_and_blocks_again_at_the_desk():
    edition = make_edition(make_item("The plant employs TK people."))
    browser = browser_of("administrator")
    page = browser.get(address("found", edition.pk)).content.decode()
    key = re.findall(r'id="override-(\w+)"', page)[0]

    answer = browser.post(address("override", edition.pk), {"key": key, "reason": "It may."}, headers=HTMX)
    assert "It may." in words_of(answer)

    withdrawn = browser.post(address("withdraw_override", Override.objects.get().pk), headers=HTMX)
    assert "The error stands in the way again." in words_of(withdrawn)


def test_a_fix_is_not_offered_to_whoever_may_not_make_it():
    edition = make_edition(make_item(DIRTY))

    assert "Write the codes" in found(browser_of("editor"), edition)
    assert "Write the codes" not in found(browser_of("contributor"), edition)


def test_the_figures_follow_the_words():
    edition = make_edition(make_item("Vivo opened a shop."))

    words = words_of(browser_of("editor").get(address("figures", edition.pk)))

    assert re.fullmatch(r"\d+ words · 1 min · email \d+ KB of 102", words)


def test_what_is_found_costs_as_many_queries_however_long_the_edition_is():
    browser = browser_of("editor")

    def queries(count):
        edition = make_edition(*(make_item(f"Maker {number} opened a shop.") for number in range(count)))
        found(browser, edition)
        with CaptureQueriesContext(
            connection,
        ) as counted:
            found(browser, edition)
        return len(counted)

    assert queries(30) == queries(3) <= 30


def test_the_dialog_of_a_proof_lists_the_colleagues_who_have_an_address():
    make_person("publisher", first_name="Mei", last_name="Chen", email="mei@example.com")
    make_person("contributor", first_name="Nemo", email="")
    gone = make_person("editor", first_name="Gone", email="gone@example.com")
    gone.is_active = False
    gone.save()

    words = words_of(browser_of("editor").get(address("proof_dialog", make_edition().pk)))

    assert "Mei Chen mei@example.com" in words
    assert "Send to myself" in words
    assert "Nemo" not in words
    assert "gone@" not in words


def test_a_proof_goes_to_all_who_were_chosen_and_written_in():
    edition = make_edition()
    to = ["mei@example.com", "lin@example.com", "else@example.org, other@example.org"]

    answer = browser_of("editor").post(address("proof", edition.pk), {"to": to}, headers=HTMX)

    assert answer.content.decode().startswith(
        "A proof is on its way to mei@example.com, lin@example.com, else"
    )
    [sent] = mail.outbox
    assert sent.subject.startswith("[Proof] ")
    assert sent.to == ["mei@example.com", "lin@example.com", "else@example.org", "other@example.org"]


@pytest.mark.parametrize(("to", "said"), [([""], "Say to whom."), (["mei"], "“mei” is no email address")])
def test_a_proof_to_nobody_says_so_in_place(to, said):
    answer = browser_of("editor").post(address("proof", make_edition().pk), {"to": to}, headers=HTMX)

    assert answer.status_code == 422
    assert answer.content.decode().startswith(said)
    assert mail.outbox == []


def test_a_mail_server_that_fails_is_said_in_place(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    answer = browser_of("editor").post(
        address("proof", make_edition().pk), {"to": "mei@example.com"}, headers=HTMX
    )

    assert answer.status_code == 422
    assert answer.content.decode().startswith("The mail server did not take it")


@pytest.mark.parametrize("name", ["found", "figures", "proof_dialog"])
def test_the_right_pane_is_for_those_who_work_here(client, name):
    assert client.get(address(name, make_edition().pk)).status_code == 302


def test_a_contributor_sends_no_proof():
    edition = make_edition()

    assert browser_of("contributor").get(address("proof_dialog", edition.pk)).status_code == 403
