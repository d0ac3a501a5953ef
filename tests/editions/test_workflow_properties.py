"""Whatever people do, in whatever order: nothing goes out that was not approved as it stands."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from editions import workflow
from editions.approvals import void_changed
from editions.models import Edition, Masthead, Section, Slot, Snapshot, Tick
from editions.versions import keep_item
from sources.models import Company, Credit, NewsItem
from sources.workflow import WorkflowError
from tests.factories import NOON, make_company, make_edition, make_item, make_masthead, make_person

CHANGES = {
    "title": lambda n: Edition.objects.update(title=f"Title {n}"),
    "who gets it": lambda n: Edition.objects.update(mail_to="nobody" if n % 2 else "everyone"),
    "words": lambda n: NewsItem.objects.update(body=f"Vivo opened shop {n}."),
    "words to come": lambda n: NewsItem.objects.update(body=f"Vivo opened TK {n}."),
    "company": lambda n: Company.objects.update(name=f"Company {n}"),
    "heading": lambda n: Section.objects.update(heading=f"Heading {n}"),
    "wording": lambda n: Slot.objects.update(wording=f"Wording {n}."),
    "credit": lambda n: Credit.objects.update(name=f"Credit {n}"),
    "masthead": lambda n: Masthead.objects.update(name=f"Masthead {n}"),
    "tick": lambda n: Tick.objects.get_or_create(edition=Edition.objects.get(), line="Read", at=NOON),
    "untick": lambda n: Tick.objects.all().delete(),
}

BY_HAND = {
    "submit",
    "approve",
    "schedule",
    "reschedule",
    "hold",
    "release",
    "publish",
    "take_back",
    "withdraw",
}


class Newsroom(RuleBasedStateMachine):
    """People of every role move and change one edition; the clock ticks, and its tasks run now and then."""

    @initialize()
    def begin(self):
        self.around = transaction.atomic()
        self.around.__enter__()
        make_masthead(four_eyes=True, tick_list="Read")
        item = make_item("Vivo opened a shop.", companies=[make_company("Vivo")], credit="Reuters")
        self.pk = make_edition(item).pk
        CHANGES["tick"](0)
        self.people = [make_person(role) for role in ("editor", "editor", "publisher", "administrator")]
        self.now, self.number = NOON, 0
        self.approved = None  # (what was approved, by whom, who had written since)

    def teardown(self):
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)

    @property
    def edition(self):
        return Edition.objects.get(pk=self.pk)

    @rule(chief=st.integers(2, 3), at_once=st.booleans())
    def go_on(self, chief, at_once):
        """The next step, by somebody who may."""
        steps = {"draft": "submit", "in_review": "approve", "approved": "publish" if at_once else "schedule"}
        self.move(steps.get(self.edition.status, "publish"), chief)

    @rule(name=st.sampled_from(sorted(BY_HAND)), who=st.integers(0, 3))
    def move_out_of_turn(self, name, who):
        self.move(name, who)

    def move(self, name, who):
        edition, person = self.edition, self.people[who]
        if name in ("approve", "publish"):  # of the others nobody asks, and to read it takes a query a table
            reading, writers = edition.content_hash(), edition.writers()
        more = {"reason": "Because."} if workflow.MOVES[name].wants_reason else {}
        hour = [self.now + timedelta(hours=1)] if name in ("schedule", "reschedule") else []
        try:
            getattr(edition, name)(*hour, by=person, now=self.now, **more)
        except WorkflowError:
            return
        if name == "approve":
            self.approved = (reading, person.pk, writers)
        if name == "publish":
            self.was_right(reading)

    @rule(what=st.sampled_from([*sorted(CHANGES), "a colleague writes"]), who=st.integers(0, 3))
    def change(self, what, who):
        self.number += 1
        if what == "a colleague writes":
            keep_item(NewsItem.objects.get(), by=self.people[who], now=self.now)
        elif not self.edition.is_frozen:
            CHANGES[what](self.number)

    @rule(hours=st.sampled_from([0, 1, 3]), looks=st.booleans())
    def pass_time(self, hours, looks):
        """The clock goes on, and its tasks run or are late."""
        self.now += timedelta(hours=hours, seconds=1)
        if looks:
            void_changed(now=self.now)
        for edition in Edition.objects.due(self.now):
            reading = edition.content_hash()
            try:
                edition.publish(by=None, now=self.now)
            except WorkflowError:
                continue
            self.was_right(reading)

    def was_right(self, reading):
        """What went out just now is what was approved, by somebody who had not written in it."""
        approved, by, writers = self.approved
        assert reading == approved
        assert by not in writers
        assert self.edition.unticked() == []
        assert " TK " not in Snapshot.objects.get().text

    @invariant()
    def out_once(self):
        if hasattr(self, "pk"):
            out = self.edition.status in ("published", "withdrawn")
            assert Snapshot.objects.count() == int(out)
            assert self.edition.moves.filter(name="publish").count() == int(out)


Newsroom.TestCase.settings = settings(max_examples=30, stateful_step_count=15, deadline=None)


@pytest.mark.django_db
class TestNewsroom(Newsroom.TestCase):
    pass
