"""Telling people: who is told of what, where, and by one mail at most."""

import re
import socket
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse

from editions import notices
from editions.models import Note, Notice, NoticeChoice
from editions.models.notices import LATE, WAITS
from tests.editions.smtp import BREAK_OFF, mail_server
from tests.editions.test_publishing import at_once
from tests.factories import (
    NOON,
    make_approved_edition,
    make_edition,
    make_item,
    make_masthead,
    make_person,
    make_superuser,
)

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def masthead(db):
    return make_masthead()


@pytest.fixture
def ada():
    return make_person("editor", first_name="Ada", last_name="Byron", email="ada@example.com")


def tell(*people, occasion="move 1", kind="wanted", **facts):
    notices.tell(people, kind, "No. 27 wants approval.", occasion=occasion, now=NOON, **facts)


def told(kind):
    return {notice.person for notice in Notice.objects.filter(kind=kind)}


def make_note(text, **facts):
    facts = {"edition": make_edition(number=27), "by": make_person(first_name="Lin"), **facts}
    note = Note.objects.create(text=text, at=NOON, **facts)
    notices.tell_named(note, now=NOON)
    return note


# Telling


def test_a_person_is_told_once_of_one_occasion(ada):
    tell(ada, ada)
    tell(ada)
    tell(ada, occasion="move 2")

    assert [notice.occasion for notice in ada.notices.all()] == ["move 2", "move 1"]


def test_a_whole_newsroom_is_told_with_the_queries_of_one(django_assert_num_queries):
    people = [make_person() for _ in range(5)]

    with django_assert_num_queries(2):
        tell(*people)

    assert Notice.objects.count() == 5


def test_who_has_left_and_who_is_nobody_are_not_told():
    tell(make_person(is_active=False), None)

    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("on_board", "by_mail", "kept"),
    [(True, True, (True, NOON)), (True, False, (True, None)), (False, True, (False, NOON))],
)
def test_a_person_is_told_where_they_chose(ada, on_board, by_mail, kept):
    NoticeChoice.objects.create(person=ada, kind="wanted", on_board=on_board, by_mail=by_mail)

    tell(ada)

    assert Notice.objects.values_list("on_board", "mail_due_at").get() == kept


def test_a_person_who_chose_neither_is_not_told_of_that_kind_alone(ada):
    NoticeChoice.objects.create(person=ada, kind="wanted", on_board=False, by_mail=False)

    tell(ada)
    tell(ada, kind="voided")

    assert [notice.kind for notice in ada.notices.all()] == ["voided"]


# Who is told


def test_an_edition_in_review_is_told_to_those_who_may_approve_it():
    editor, publisher, sender = make_person("editor"), make_person("publisher"), make_person("editor")
    make_person("contributor")
    edition = make_edition(number=27, title="Shops abroad")

    edition.submit(by=sender, now=NOON)

    assert told("wanted") == {editor, publisher}
    assert Notice.objects.first().text == "No. 27 wants approval: “Shops abroad”."


def test_with_four_eyes_who_wrote_in_it_is_not_asked_to_approve(masthead):
    make_masthead(four_eyes=True)
    writer, colleague, sender = (make_person("editor") for _ in range(3))
    edition = make_edition()
    edition.versions.create(number=1, content={}, by=writer, at=NOON)

    edition.submit(by=sender, now=NOON)

    assert told("wanted") == {colleague}


def test_an_approval_that_is_void_is_told_to_who_gave_it_and_who_sent_and_wrote():
    sender, approver, writer, _other = (make_person("editor") for _ in range(4))
    edition = make_edition(number=27)
    edition.submit(by=sender, now=NOON)
    edition.approve(by=approver, now=NOON)
    edition.versions.create(number=2, content={}, by=writer, at=SOON)

    edition.void(now=SOON, reason="A title was changed.")

    assert told("voided") == {sender, approver, writer}
    assert Notice.objects.first().text == "The approval of No. 27 is void. A title was changed."


def test_an_edition_overdue_is_told_to_those_who_may_schedule_once_an_hour_of_publication():
    publisher, editor = make_person("publisher"), make_person("editor")
    edition = make_approved_edition(number=27)
    edition.schedule(SOON, by=publisher, now=NOON)

    notices.overdue(edition, "It was found late.", now=NOON)
    notices.overdue(edition, "It was found late.", now=SOON)
    notice = publisher.notices.get(kind="overdue")

    assert editor not in told("overdue")
    assert notice.text == (
        "No. 27 did not go out at its hour, Mon 14 July 2025, 20:01 CST. It was found late. "
        "On its sheet, publish it, set another hour, or take it off the clock."
    )


def test_another_hour_of_the_same_edition_is_told_again():
    publisher, edition = make_person("publisher"), make_approved_edition()
    for hour in (SOON, SOON + timedelta(days=1)):
        edition.publish_at = hour
        notices.overdue(edition, "It was found late.", now=NOON)

    assert publisher.notices.filter(kind="overdue").count() == 2


def test_a_note_is_told_to_whom_it_names_and_not_to_its_author(ada):
    note = make_note("@Lin and @ada: is the sum right?")

    assert told("named") == {ada}
    assert ada.notices.get().text == "Lin named you in a note on No. 27: @Lin and @ada: is the sum right?"
    assert ada.notices.get().occasion == f"note {note.pk}"


@pytest.mark.parametrize("facts", [{"is_active": False}, {"is_staff": False}])
def test_only_the_newsroom_is_named(ada, facts):
    type(ada).objects.filter(pk=ada.pk).update(**facts)

    assert notices.named_in("@ada: look.") == []


def test_a_note_on_an_item_leads_to_the_item(ada):
    item = make_item(headline="Vivo in Lima")

    make_note("@ada: look.", edition=None, item=item)

    notice = ada.notices.get()
    assert "in a note on “Vivo in Lima”: @ada: look." in notice.text
    assert notice.get_absolute_url() == reverse("admin:sources_newsitem_sheet", args=[item.pk])


def test_a_text_without_a_mark_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert notices.named_in("Write to desk@example.com.") == []


# By mail


def test_a_notice_is_mailed_once_with_a_link_to_the_sheet(ada, settings):
    edition = make_edition(number=27)
    tell(ada, edition=edition)

    assert [notices.mail_due(now=SOON), notices.mail_due(now=SOON)] == [1, 0]

    [message] = mail.outbox
    sheet = settings.SITE_URL + reverse("admin:editions_edition_sheet", args=[edition.pk])
    assert (message.subject, message.to) == ("Outbound: An edition wants approval (No. 27)", [ada.email])
    assert message.body.startswith(f"No. 27 wants approval.\n\n{sheet}\n")
    assert (message.from_email, message.extra_headers["X-Recap-Kind"]) == (
        settings.DEFAULT_FROM_EMAIL,
        "notice",
    )
    assert Notice.objects.values_list("mailed_at", "mail_due_at", "mail_error").get() == (SOON, None, "")


def test_words_of_a_note_reach_the_mail_as_they_were_written(ada):
    make_note("@ada: “AT&T” <b>or</b>\nBcc: x@example.com?")

    notices.mail_due(now=SOON)

    assert "@ada: “AT&T” <b>or</b>\nBcc: x@example.com?" in mail.outbox[0].body
    assert mail.outbox[0].recipients() == ["ada@example.com"]


def test_a_bounded_number_is_mailed_the_longest_due_first(ada):
    for kind in ("voided", "wanted", "named"):
        tell(ada, kind=kind)
    Notice.objects.filter(kind="named").update(mail_due_at=NOON - timedelta(minutes=1))

    assert [notices.mail_due(now=SOON, limit=2), notices.mail_due(now=SOON, limit=2)] == [2, 1]
    assert [message.subject for message in mail.outbox] == [
        "Outbound: A note names you, or a reviewer answers",
        "Outbound: An approval was voided",
        "Outbound: An edition wants approval",
    ]


@pytest.mark.parametrize("facts", [{"email": ""}, {"is_active": False}])
def test_who_cannot_be_mailed_by_then_is_passed_over_without_an_error(ada, facts):
    tell(ada)
    type(ada).objects.update(**facts)

    assert notices.mail_due(now=SOON) == 0
    assert Notice.objects.values_list("mail_due_at", "mailed_at", "mail_error").get() == (None, None, "")


@pytest.mark.parametrize(("late", "mailed"), [(LATE - timedelta(seconds=1), 1), (LATE, 0)])
def test_what_is_more_than_a_day_late_is_mailed_no_more(ada, late, mailed):
    tell(ada)

    assert notices.mail_due(now=NOON + late) == mailed
    assert len(mail.outbox) == mailed
    assert (ada.notices.get().mail_error == "") is bool(mailed)
    assert not Notice.objects.mail_due(NOON + late).exists()


@pytest.mark.django_db(transaction=True)
def test_four_workers_mail_each_notice_once():
    make_masthead()
    people = [make_person(email=f"person{number}@example.com") for number in range(12)]
    tell(*people)

    counts = at_once(*[lambda: notices.mail_due(now=SOON)] * 4)

    assert sum(counts) == 12
    assert sorted(message.to[0] for message in mail.outbox) == sorted(person.email for person in people)


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_mail_server_is_asked(ada, settings):
    make_masthead()
    settings.EMAIL_BACKEND = f"{__name__}.Unguarded"
    tell(ada)

    assert notices.mail_due(now=SOON) == 1
    assert Unguarded.seen == [(False, SOON)]


class Unguarded:
    """A way to send mail that looks at the row of the notice while it does."""

    seen = []

    def __init__(self, **options):
        pass

    def open(self):
        pass

    def send_messages(self, messages):
        self.seen.append((connection.in_atomic_block, Notice.objects.get().mailed_at))

    def close(self):
        pass


# A mail server that fails


@pytest.fixture
def smtp(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 10

    def at(port):
        settings.EMAIL_PORT = port

    return at


@pytest.fixture
def dead(smtp):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, and not listening
        smtp(taken.getsockname()[1])
        yield smtp


def row():
    return Notice.objects.values_list("mailed_at", "mail_due_at").get()


def test_a_server_that_is_down_is_written_on_the_row_and_asked_twice_again(ada, dead):
    tell(ada)
    first, second = SOON + WAITS[0], SOON + WAITS[0] + WAITS[1]
    rows = []
    for now in (SOON, first, second):
        assert notices.mail_due(now=now) == 0
        rows.append(row())

    assert rows == [(None, first), (None, second), (None, None)]
    assert re.match(r"The mail server could not be reached: .*refused\.$", Notice.objects.get().mail_error)


def test_it_is_not_asked_again_before_its_time(ada, dead):
    tell(ada)
    notices.mail_due(now=SOON)
    notices.mail_due(now=SOON + WAITS[0] - timedelta(seconds=1))

    assert Notice.objects.get().mail_tries == 1


def test_where_the_server_is_not_reached_the_others_wait_for_the_next_call(ada, dead):
    tell(ada, make_person(email="b@example.com"))

    notices.mail_due(now=SOON)

    assert sorted(Notice.objects.values_list("mail_tries", flat=True)) == [0, 1]


def test_a_server_that_is_back_takes_it_once_and_the_error_goes(ada, dead):
    tell(ada)
    notices.mail_due(now=SOON)

    with mail_server() as (port, taken):
        dead(port)
        assert notices.mail_due(now=SOON + WAITS[0]) == 1

    assert len(taken) == 1
    assert "X-Recap-Kind: notice" in taken[0]
    assert (row(), Notice.objects.get().mail_error) == ((SOON + WAITS[0], None), "")


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"RCPT": "450 4.2.0 Try later."}, "The mail server did not take it: 450 4.2.0 Try later."),
        ({"MAIL": "451 Busy"}, "The mail server did not take it: 451 Busy."),
        ({"MESSAGE": "452 Full"}, "The mail server did not take it: 452 Full."),
    ],
)
def test_what_the_server_refused_is_sent_again(ada, smtp, answers, error):
    tell(ada)

    with mail_server(**answers) as (port, _):
        smtp(port)
        assert notices.mail_due(now=SOON) == 0

    assert Notice.objects.get().mail_error == error
    assert row() == (None, SOON + WAITS[0])


def test_what_the_server_may_have_taken_is_not_sent_again(ada, smtp):
    tell(ada)

    with mail_server(MESSAGE=BREAK_OFF) as (port, taken):
        smtp(port)
        assert [notices.mail_due(now=SOON), notices.mail_due(now=SOON + LATE)] == [0, 0]

    assert len(taken) == 1
    assert row() == (SOON, None)
    assert Notice.objects.get().mail_error.startswith("The mail server broke off, so it may not have arrived")


@pytest.mark.parametrize("farewell", [BREAK_OFF, "221 " + "x" * 9000], ids=["none", "too long"])
def test_what_the_server_took_is_taken_whatever_it_says_after_it(ada, smtp, farewell):
    tell(ada)

    with mail_server(QUIT=farewell) as (port, _):
        smtp(port)
        assert notices.mail_due(now=SOON) == 1

    assert Notice.objects.get().mail_error == ""


def test_an_address_that_is_none_is_said_and_does_not_hold_up_the_others(smtp):
    bad, good = make_person(email="a b@@example"), make_person(email="b@example.com")
    tell(bad, good)

    with mail_server() as (port, taken):
        smtp(port)
        assert notices.mail_due(now=SOON) == 1

    assert len(taken) == 1
    assert bad.notices.get().mail_error.startswith("No mail can be written to “a b@@example”:")


def test_who_may_approve_has_nothing_left_to_do_once_a_colleague_has():
    make_masthead()
    edition, colleague = make_edition(), make_person("editor")
    edition.submit(by=make_superuser(), now=NOON)
    assert colleague.notices.get().read_at is None

    edition.approve(by=make_superuser(), now=NOON)

    notice = colleague.notices.get()
    assert (notice.read_at, notice.mail_due_at) == (NOON, None)


def test_nobody_is_asked_to_approve_what_was_killed():
    make_masthead()
    edition, colleague = make_edition(), make_person("editor")
    edition.submit(by=make_superuser(), now=NOON)

    edition.kill(by=make_superuser(), now=NOON, reason="The week brought nothing.")

    notice = colleague.notices.get()
    assert (notice.read_at, notice.mail_due_at) == (NOON, None)
