"""How the readership grows: who joined and who left, week by week."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Case, Count, IntegerField, Value, When
from django.utils import timezone

from subscribers import charts
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
    """How many in each week, in one query: newest first, so that most rows are placed at once."""
    starts = [timezone.make_aware(datetime.combine(monday, time())) for monday in mondays]
    places = [When(**{f"{moment}__gte": starts[place]}, then=Value(place)) for place in range(WEEKS)][::-1]
    since = people.filter(**{f"{moment}__gte": starts[0]})
    counted = (
        since.order_by()
        .annotate(week=Case(*places, output_field=IntegerField()))
        .values("week")
        .annotate(number=Count("pk"))
    )
    found = {row["week"]: row["number"] for row in counted}
    return [found.get(place, 0) for place in range(WEEKS)]
