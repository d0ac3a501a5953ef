"""How the readership grows: who joined and who left, week by week."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import CharField, Count, Value
from django.utils import timezone

from editions.render import charts
from subscribers.models import Subscriber

WEEKS = 26


@dataclass(frozen=True)
class Week:
    """From a Monday; its two columns, in the units of the chart, stand above and below one line."""

    monday: date
    joined: int
    left: int
    above: charts.Column
    below: charts.Column

    @property
    def net(self):
        return self.joined - self.left


@dataclass(frozen=True)
class Growth:
    weeks: list[Week]
    top: float

    @property
    def joined(self):
        return sum(week.joined for week in self.weeks)

    @property
    def left(self):
        return sum(week.left for week in self.weeks)


def growth(now):
    """The last 26 weeks of the current zone, this one included. Whoever never confirmed has not joined."""
    today = timezone.localdate(now)
    mondays = [today - timedelta(days=today.weekday(), weeks=weeks) for weeks in reversed(range(WEEKS))]
    joined = _by_week(Subscriber.objects.exclude(status=Subscriber.Status.PENDING), "joined_at", mondays)
    left = _by_week(Subscriber.objects.all(), "left_at", mondays)
    top = charts.top_of([*joined, *left])
    above, below = charts.columns(joined, top), charts.columns(left, top)
    return Growth([Week(*facts) for facts in zip(mondays, joined, left, above, below, strict=True)], top)


def _by_week(people, moment, mondays):
    """How many in each week, in one query of counts that an index answers."""
    ends = [*mondays[1:], mondays[-1] + timedelta(weeks=1)]
    weeks = [_within(people, moment, *ends) for ends in zip(mondays, ends, strict=True)]
    counted = weeks[0].union(*weeks[1:], all=True)
    found = dict(counted.values_list("monday", "number"))
    return [found.get(monday.isoformat(), 0) for monday in mondays]


def _within(people, moment, first, end):
    """The number of one week, under its Monday."""
    since, until = (timezone.make_aware(datetime.combine(day, time())) for day in (first, end))
    week = people.order_by().filter(**{f"{moment}__gte": since, f"{moment}__lt": until})
    monday = Value(first.isoformat(), output_field=CharField())
    return week.annotate(monday=monday).values("monday").annotate(number=Count("pk"))
