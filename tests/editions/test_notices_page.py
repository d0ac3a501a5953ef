"""A colleague's notices: on their page, on the first page, in the rail, and where they choose to be told."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from editions import notices
from editions.models import Notice
from recap import mailbox
from tests.desk import browser_of, form_on, tree_of, words_of
from tests.factories import NOON, make_edition, make_masthead, make_person

pytestmark = pytest.mark.django_db
PAGE, INDEX, ALL = reverse("notices"), reverse("admin:index"), reverse("notices_read")


@pytest.fixture(autouse=True)
def masthead(db):
    return make_masthead(time_zone="Asia/Shanghai")


@pytest.fixture
def ada():
    return make_person("editor", first_name="Ada", email="ada@example.com")


@pytest.fixture
def reader(ada):
    reader = Client()
    reader.force_login(ada, "django.contrib.auth.backends.ModelBackend")
    return reader


def make_notice(person, text="No. 27 wants approval.", *, number=1, **facts):
    facts = {"kind": "wanted", "occasion": f"move {number}", "at": NOON, **facts}
    return Notice.objects.create(person=person, text=text, **facts)


def make_notices(person, count):
    return [make_notice(person, f"Notice {n}.", number=n, at=NOON + timedelta(n)) for n in range(count)]


def read_address(notice):
    return reverse("notice_read", args=[notice.pk])


def shown(response):
    lists = [one for one in tree_of(response).iter("ul") if "notices" in one.get("class", "")]
    return ["".join(one.find("a").itertext()) for found in lists for one in found.iter("li")]


def rail(response):
    """What the link to the notices in the rail says."""
    found = next(one for one in tree_of(response).iter("nav") if "rail" in one.get("class", ""))
    return next("".join(link.itertext()) for link in found.iter("a") if link.get("href") == PAGE)


def test_there_is_nothing_at_first_and_the_page_says_so(reader):
    assert "Nothing yet. You are told here when" in words_of(reader.get(PAGE))


def test_a_notice_is_shown_with_its_hour_in_the_newsrooms_zone_and_a_link(reader, ada):
    edition = make_edition()
    make_notice(ada, "No. 27 <b>wants</b> approval.", edition=edition)

    response = reader.get(PAGE)

    assert "No. 27 <b>wants</b> approval. 14 Jul 2025 20:00" in words_of(response)
    assert reverse("admin:editions_edition_sheet", args=[edition.pk]) in response.content.decode()


def test_the_newest_stand_first_fifty_a_page(reader, ada):
    made = make_notices(ada, 53)

    first = reader.get(PAGE)
    second = reader.get(PAGE, {"before": made[3].pk})

    assert shown(first) == [f"Notice {n}." for n in range(52, 2, -1)]
    assert f"?before={made[3].pk}" in first.content.decode()
    assert shown(second) == ["Notice 2.", "Notice 1.", "Notice 0."]
    assert "?before" not in second.content.decode()


def test_notices_of_one_moment_are_all_paged_through(reader, ada):
    made = [make_notice(ada, f"Notice {n}.", number=n) for n in range(3)]

    assert shown(reader.get(PAGE, {"before": made[1].pk})) == ["Notice 0."]


@pytest.mark.parametrize("before", ["", "x", "-1", "9" * 30, "1 OR 1"])
def test_a_page_that_is_none_is_not_found(reader, before):
    assert reader.get(PAGE, {"before": before}).status_code == 404


def test_what_was_told_by_mail_alone_is_not_on_the_board(reader, ada):
    notice = make_notice(ada, on_board=False)

    assert shown(reader.get(PAGE)) == shown(reader.get(INDEX)) == []
    assert reader.post(read_address(notice)).status_code == 404


def test_a_mail_that_failed_is_said_beside_its_notice(reader, ada):
    make_notice(ada, mail_error="The mail server did not take it: 452 Full.")

    assert "The mail server did not take it: 452 Full." in words_of(reader.get(PAGE))


# Reading


def test_one_notice_is_marked_as_read_by_its_button(reader, ada):
    notice, other = make_notices(ada, 2)

    form_on(reader.get(PAGE), read_address(notice))
    reader.post(read_address(notice))

    assert list(ada.notices.unread()) == [other]


def test_opening_a_page_marks_nothing_as_read(reader, ada):
    notice = make_notice(ada, edition=make_edition())

    for address in (PAGE, INDEX, notice.get_absolute_url()):
        assert reader.get(address).status_code == 200

    assert ada.notices.unread().exists()


def test_a_second_reading_keeps_the_time_of_the_first(reader, ada):
    notice = make_notice(ada, read_at=NOON)

    reader.post(read_address(notice))

    assert Notice.objects.get().read_at == NOON


def test_all_are_marked_as_read_but_what_came_since_the_page_was_opened(reader, ada):
    make_notices(ada, 2)
    form = form_on(reader.get(PAGE), ALL)
    since = make_notice(ada, number=9)

    response = reader.post(ALL, form, follow=True)

    assert response.status_code == 200
    assert list(ada.notices.unread()) == [since]


def test_where_all_is_read_there_is_nothing_to_mark(reader, ada):
    make_notice(ada, read_at=NOON)
    response = reader.get(PAGE)

    assert shown(response) == ["No. 27 wants approval."]
    assert "Mark" not in words_of(response)


@pytest.mark.parametrize("newest", ["", "x", "9" * 30])
def test_marking_all_wants_the_newest_that_was_seen(reader, ada, newest):
    make_notice(ada)

    assert reader.post(ALL, {"newest": newest}).status_code == 404
    assert ada.notices.unread().exists()


def test_what_changes_something_cannot_be_opened(reader, ada):
    addresses = [read_address(make_notice(ada)), ALL, reverse("notice_choices")]

    assert [reader.get(address).status_code for address in addresses] == [405, 405, 405]
    assert reader.post(PAGE).status_code == 405


def test_a_notice_is_nobody_elses(reader, ada):
    theirs = make_notice(make_person("administrator"), "Yours alone.")

    assert shown(reader.get(PAGE)) == shown(reader.get(INDEX)) == []
    assert reader.get(PAGE, {"before": theirs.pk}).status_code == 404
    assert reader.post(read_address(theirs)).status_code == 404
    assert reader.post(ALL, {"newest": theirs.pk}).status_code == 404
    assert Notice.objects.unread().get() == theirs


def test_marking_all_leaves_those_of_colleagues(reader, ada):
    theirs, mine = make_notice(make_person()), make_notice(ada)

    reader.post(ALL, {"newest": mine.pk})

    assert list(Notice.objects.unread()) == [theirs]


def test_nobody_reads_notices_without_logging_in(ada):
    notice = make_notice(ada)
    visitor = Client()
    answers = [visitor.get(PAGE)]
    answers += [visitor.post(url) for url in (read_address(notice), ALL, reverse("notice_choices"))]

    assert {answer.status_code for answer in answers} == {302}
    assert all(answer.url.startswith(reverse("admin:login")) for answer in answers)
    assert ada.notices.unread().exists()


# Choosing


def choose(reader, **changes):
    """Send the form of choices as it stands, with `changes`; None unticks."""
    form = {**form_on(reader.get(PAGE), reverse("notice_choices")), **changes}
    return reader.post(
        reverse("notice_choices"), {key: value for key, value in form.items() if value}, follow=True
    )


def test_everything_is_chosen_until_somebody_chooses(reader):
    form = form_on(reader.get(PAGE), reverse("notice_choices"))

    assert set(form) - {"csrfmiddlewaretoken"} == {
        f"{where}-{kind}" for where in ("board", "mail") for kind in Notice.Kind.values
    }


def test_a_choice_is_kept_and_heeded(reader, ada):
    response = choose(reader, **{"board-wanted": None, "mail-voided": None})
    for kind in ("wanted", "voided", "named"):
        notices.tell([ada], kind, "Look.", occasion="move 1", now=NOON)

    where = {n.kind: (n.on_board, n.mail_due_at is not None) for n in ada.notices.all()}
    assert "Your choice is kept." in words_of(response)
    assert where == {"wanted": (False, True), "voided": (True, False), "named": (True, True)}


def test_a_choice_can_be_taken_back(reader, ada):
    choose(reader, **{"mail-wanted": None})
    choose(reader, **{"mail-wanted": "on"})

    assert ada.notice_choices.get(kind="wanted").by_mail is True
    assert ada.notice_choices.count() == len(Notice.Kind.values)


@pytest.mark.parametrize(
    ("email", "said"),
    [("ada@example.com", "Mail goes to ada@example.com."), ("", "Your account has no email address")],
)
def test_the_page_says_where_mail_goes(reader, ada, email, said):
    type(ada).objects.filter(pk=ada.pk).update(email=email)

    assert said in words_of(reader.get(PAGE))


# The first page, and the rail


def test_what_is_unread_stands_on_the_first_page_and_is_counted_in_the_rail(reader, ada):
    make_notices(ada, 2)

    page = reader.get(INDEX)

    assert shown(page) == ["Notice 1.", "Notice 0."]
    assert rail(page) == "Notices 2"


def test_it_is_marked_as_read_from_the_first_page_and_one_stays_there(reader, ada):
    notice = make_notice(ada)
    form = form_on(reader.get(INDEX), read_address(notice))

    response = reader.post(read_address(notice), form)

    assert response.url == INDEX
    assert not ada.notices.unread().exists()


def test_where_nothing_is_unread_there_is_no_card_and_no_count(reader, ada):
    make_notice(ada, read_at=NOON)
    page = reader.get(INDEX)

    assert "For you" not in words_of(page)
    assert rail(page) == "Notices"


@pytest.mark.parametrize(("address", "most"), [(INDEX, 1), (reverse("sent"), 1), (reverse("admin:login"), 0)])
def test_a_page_of_the_admin_asks_once_at_most(ada, reader, address, most, django_assert_max_num_queries):
    visitor = reader if most else Client()
    make_notices(ada, 3)

    with django_assert_max_num_queries(30) as ran:
        visitor.get(address)

    assert len([one for one in ran if 'FROM "editions_notice"' in one["sql"]]) == most


# Sent mail


@pytest.fixture
def sent(settings, tmp_path, ada):
    """The name of the mail of a notice to Ada, in the files of what was sent."""
    settings.EMAIL_BACKEND = "recap.mailbox.Backend"
    settings.MAIL_DIR = tmp_path / "mail"
    notices.tell([ada], "wanted", "No. 27 wants approval.", occasion="move 1", now=NOON)
    assert notices.mail_due(now=NOON) == 1
    return mailbox.newest()[0][0]


def test_ones_own_notice_is_among_the_sent_mail(reader, sent):
    page = reader.get(reverse("sent_message", args=[sent]))

    assert "An edition wants approval" in words_of(reader.get(reverse("sent")))
    assert "No. 27 wants approval." in words_of(page)


@pytest.mark.parametrize("role", ["contributor", "editor", "publisher"])
def test_a_mailed_notice_is_nobody_elses(role, sent):
    colleague = browser_of(role)

    assert "An edition wants approval" not in words_of(colleague.get(reverse("sent")))
    assert colleague.get(reverse("sent_message", args=[sent])).status_code == 404


def test_a_mailing_that_stopped_is_led_to(ada):
    edition = make_edition()
    stopped = {"kind": "stopped", "edition": edition, "text": "It stopped.", "at": NOON, "person": ada}

    found = Notice.objects.create(**stopped, occasion="mailing 12 at 2025-07-14")
    other = Notice.objects.create(**stopped, occasion="the digest")

    assert found.get_absolute_url() == reverse("mailing", args=[12])
    assert other.get_absolute_url() == reverse("admin:editions_edition_sheet", args=[edition.pk])
