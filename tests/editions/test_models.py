from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from editions.models import (
    Correction,
    Distinct,
    Edition,
    Entry,
    Masthead,
    Note,
    Notice,
    NoticeChoice,
    Override,
    ReviewLink,
    Tick,
    Version,
)
from tests.factories import (
    NOON,
    make_edition,
    make_item,
    make_masthead,
    make_person,
    make_published_edition,
)

pytestmark = pytest.mark.django_db


def change(row, **changes):
    type(row).objects.filter(pk=row.pk).update(**changes)


def tick_twice():
    edition = make_edition()
    for _ in range(2):
        Tick.objects.create(edition=edition, line="Sums checked", at=NOON)


def take_again(snapshot):
    snapshot.pk = None
    snapshot._state.adding = True
    snapshot.save()


def make_twice(model, **facts):
    for _ in range(2):
        model.objects.create(**facts)


def override(**facts):
    Override.objects.create(**{"key": "a", "reason": "It is a quotation.", "at": NOON, **facts})


def override_twice(**facts):
    for _ in range(2):
        override(**facts)


REFUSED = {
    "correction_of_a_snapshot_or_an_item": lambda: Correction.objects.create(note="A sum.", at=NOON),
    "distinct_once_a_pair": lambda: make_twice(Distinct, item=make_item(), earlier=make_item(), at=NOON),
    "edition_held_only_when_scheduled": lambda: change(make_edition(), held_at=NOON),
    "notice_once_an_occasion": lambda: make_twice(
        Notice, person=make_person(), kind="named", occasion="note 1", at=NOON
    ),
    "noticechoice_once_a_kind": lambda: make_twice(NoticeChoice, person=make_person(), kind="named"),
    "override_of_one_thing": lambda: override(edition=make_edition(), item=make_item()),
    "override_once_an_edition": lambda: override_twice(edition=make_edition()),
    "override_once_an_item": lambda: override_twice(item=make_item()),
    "override_with_a_reason": lambda: override(edition=make_edition(), reason=""),
    "reviewlink_ends_after_it_began": lambda: ReviewLink.objects.create(
        edition=make_edition(), name="Ada Byron", made_at=NOON, expires_at=NOON
    ),
    "edition_approved_by_content": lambda: change(make_edition(), status="approved"),
    "edition_mailed_once_published": lambda: change(make_edition(), mail_due_at=NOON),
    "edition_published_at_a_time": lambda: change(
        make_published_edition(), published_at=None, mail_due_at=None
    ),
    "edition_scheduled_for_a_time": lambda: change(make_edition(), status="scheduled", approved_hash="a"),
    "edition_status_known": lambda: change(make_edition(), status="lost"),
    "edition_week_in_order": lambda: change(make_edition(), week_last=date(2025, 7, 6)),
    "entry_of_one_thing": lambda: Entry.objects.create(words="vivo", made_of="1"),
    "masthead_is_one_row": lambda: Masthead.objects.create(pk=2),
    "note_on_something": lambda: Note.objects.create(text="Look.", at=NOON),
    "slot_once_a_section": lambda: [make_edition(item, item) for item in [make_item()]],
    "snapshot_once_a_sequence": lambda: take_again(make_published_edition().snapshots.get()),
    "tick_once_a_line": tick_twice,
    "version_of_one_thing": lambda: Version.objects.create(number=1, content={}, at=NOON),
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(name):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        REFUSED[name]()

    assert name in str(refused.value) or "UNIQUE constraint failed" in str(refused.value)


def test_every_constraint_is_tried():
    models = apps.get_app_config("editions").get_models()

    assert {rule.name for model in models for rule in model._meta.constraints} == set(REFUSED)


def test_a_number_is_given_once():
    make_edition(number=27)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_edition(number=27)


def test_an_unpublished_edition_has_no_time_of_publication():
    with pytest.raises(IntegrityError, match="edition_published_at_a_time"), transaction.atomic():
        change(make_edition(), published_at=NOON)


def test_a_version_is_not_of_two_things():
    with pytest.raises(IntegrityError, match="version_of_one_thing"), transaction.atomic():
        Version.objects.create(edition=make_edition(), item=make_item(), number=1, content={}, at=NOON)


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Shops, ships & a recall", "shops-ships-a-recall"), ("小米出海", "小米出海"), ("!?", "edition")],
)
def test_the_slug_is_drawn_from_the_title_and_stays(title, slug):
    edition = make_edition(title=title)
    edition.title = "Another title"
    edition.save()

    assert Edition.objects.get().slug == slug


def test_the_masthead_is_made_when_it_is_first_asked_for():
    assert Masthead.objects.the() == Masthead.objects.the()
    assert Masthead.objects.count() == 1


def test_a_time_zone_that_nobody_keeps_is_refused():
    with pytest.raises(ValidationError, match="is no time zone"):
        make_masthead(time_zone="Mars/Olympus").full_clean()


def test_the_week_before_is_whole_and_in_the_zone_of_the_masthead():
    masthead = make_masthead(time_zone="Asia/Shanghai")
    sunday_night = datetime(2025, 7, 13, 23, tzinfo=ZoneInfo("Asia/Shanghai"))

    assert masthead.week_before(sunday_night) == (date(2025, 6, 30), date(2025, 7, 6))
    assert masthead.week_before(sunday_night + timedelta(hours=1)) == (date(2025, 7, 7), date(2025, 7, 13))


def test_an_edition_is_read_at_the_same_cost_whatever_its_size(django_assert_max_num_queries):
    make_masthead()
    costs = []
    for size in (3, 60):
        edition = make_edition(*(make_item() for _ in range(size)))
        with django_assert_max_num_queries(16) as ran:
            edition.document()
        costs.append(len(ran))

    assert costs[0] == costs[1]
