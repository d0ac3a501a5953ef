"""Colleagues: invited with a role, and helped by mail when a password is forgotten."""

import re
import socket

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.desk import browser_of, words_of
from tests.factories import make_masthead, make_person

pytestmark = pytest.mark.django_db
PASSWORD = "nine-green-lanterns"


@pytest.fixture
def administrator(db):
    make_masthead()
    return browser_of("administrator")


def invite(browser, **changes):
    editor = Group.objects.get(name="editor").pk
    sent = {"name": "Mei Lin Tan", "email": "Mei@Example.com", "role": editor, **changes}
    return browser.post(reverse("invite"), sent, follow=True)


def path_in(message):
    """The path of the link to choose a password."""
    return re.search(r"https?://[^/\s]+(/reset/\S+)", message.body)[1]


def choose_password(path, password=PASSWORD):
    visitor = Client()
    form = visitor.get(path, follow=True)
    return visitor.post(
        form.redirect_chain[-1][0], {"new_password1": password, "new_password2": password}, follow=True
    )


def log_in(username, password=PASSWORD):
    return Client().post(reverse("admin:login"), {"username": username, "password": password}).status_code


def test_an_invitation_makes_an_account_with_its_role(administrator):
    response = invite(administrator)

    made = User.objects.get(email="Mei@example.com")
    assert "An invitation is on its way to Mei@example.com." in words_of(response)
    assert (made.username, made.first_name, made.last_name) == ("mei@example.com", "Mei", "Lin Tan")
    assert [group.name for group in made.groups.all()] == ["editor"]
    assert (made.is_staff, made.is_superuser) == (True, False)


def test_an_invited_colleague_chooses_a_password_and_logs_in(administrator):
    invite(administrator)

    [invitation] = mail.outbox
    answer = choose_password(path_in(invitation))

    assert invitation.to == ["Mei@example.com"]
    assert "Ada Byron invites you to the newsroom of Outbound." in invitation.body
    assert answer.redirect_chain[-1][0] == reverse("password_reset_complete")
    assert log_in("mei@example.com") == 302


def test_the_link_of_an_invitation_works_once(administrator):
    invite(administrator)
    path = path_in(mail.outbox[0])
    choose_password(path)

    assert "The password reset link was invalid" in words_of(Client().get(path, follow=True))


def test_who_let_the_invitation_lapse_can_ask_for_another_link(administrator):
    invite(administrator)

    Client().post(reverse("admin_password_reset"), {"email": "mei@example.com"})
    choose_password(path_in(mail.outbox[-1]))

    assert len(mail.outbox) == 2
    assert log_in("mei@example.com") == 302


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"email": "TAKEN@example.com"}, "Somebody with this address is in the newsroom already."),
        ({"email": "not-an-address"}, "Enter a valid email address."),
        ({"email": "named@example.com"}, "There is an account of this name already."),
        ({"role": "9999"}, "Select a valid choice."),
        ({"name": ""}, "This field is required."),
    ],
)
def test_an_invitation_that_will_not_do_is_refused_at_its_field(administrator, changes, why):
    make_person(email="taken@example.com")
    User.objects.create(username="named@example.com")
    before = User.objects.count()

    response = invite(administrator, **changes)

    assert response.status_code == 422
    assert why in words_of(response)
    assert (User.objects.count(), mail.outbox) == (before, [])


def test_no_account_is_made_where_the_mail_server_is_down(administrator, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound, and not listening
        settings.EMAIL_HOST, settings.EMAIL_PORT = closed.getsockname()
        response = invite(administrator)

    page = words_of(response)
    assert "The mail server did not take the invitation:" in page
    assert "Nothing was made." in page
    assert not User.objects.filter(email="Mei@example.com").exists()
    assert b'value="Mei Lin Tan"' in response.content


@pytest.mark.parametrize("role", ["contributor", "editor", "publisher"])
def test_only_who_may_add_people_invites(role):
    browser = browser_of(role)

    assert browser.get(reverse("invite")).status_code == 403
    assert invite(browser).status_code == 403
    assert mail.outbox == []


def test_people_are_invited_from_their_list(administrator):
    page = administrator.get(reverse("admin:auth_user_changelist"))

    assert reverse("invite") in page.content.decode()


def test_a_forgotten_password_is_replaced_by_mail():
    make_person("editor", email="lin@example.com")
    asked = Client().post(reverse("admin_password_reset"), {"email": "lin@example.com"}, follow=True)

    choose_password(path_in(mail.outbox[0]))

    assert asked.status_code == 200
    assert log_in(User.objects.get(email="lin@example.com").username) == 302


def test_the_page_to_log_in_leads_to_a_new_password():
    assert reverse("admin_password_reset") in Client().get(reverse("admin:login")).content.decode()


def test_an_unknown_address_is_not_told_apart():
    asked = Client().post(reverse("admin_password_reset"), {"email": "nobody@example.com"}, follow=True)

    assert asked.status_code == 200
    assert asked.redirect_chain[-1][0] == reverse("password_reset_done")
    assert mail.outbox == []


def test_a_weak_password_is_refused_in_words(administrator):
    invite(administrator)

    answer = choose_password(path_in(mail.outbox[0]), "lantern")

    assert "This password is too short." in words_of(answer)
    assert log_in("mei@example.com", "lantern") == 200
