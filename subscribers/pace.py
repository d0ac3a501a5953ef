"""How fast all workers together may send, and how the mail server is: both in the database.

A rate is kept by one moment, when the next message may leave; whoever takes n of them moves it on by n
(the generic cell rate algorithm). A server that is down is tried by one lane after each of growing pauses.
Times are in seconds since 1970.
"""

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Sum

from subscribers.models import Pace

PAUSES = (
    5,
    10,
    20,
    40,
    80,
    160,
    300,
)  # seconds that a server is left alone, the longer the oftener it failed
PROBE = 90  # seconds in which the one who tries it has it to itself
KEPT = 120  # minutes
TAKE = """
UPDATE subscribers_pace SET next_at = CASE WHEN next_at > %s THEN next_at ELSE %s END + %s
WHERE minute = 0 RETURNING next_at
"""


def take(wanted: int, at: float) -> tuple[int, float]:
    """Reserve up to `wanted` messages; return how many, and when the first of them may leave.

    None, where the hour is full: the moment is then when to ask again.
    """
    rate, hourly = settings.MAIL_RATE, settings.MAIL_HOURLY
    if not rate and not hourly:
        return wanted, at
    Pace.objects.get_or_create(minute=0)
    with transaction.atomic():
        if hourly:
            _move(0, at)  # locks the row, so that the hour is counted by one at a time
            wanted = min(wanted, _left_this_hour(hourly, at))
            if wanted <= 0:
                return 0, at + 10
            _count(wanted, at)
        if not rate:
            return wanted, at
        return wanted, _move(wanted / rate, at) - wanted / rate


def pause(at: float) -> tuple[int, float]:
    """Return (how often in a row the server failed, the seconds until it may be tried from here).

    Where it failed and the pause is over, one asker is sent to try it and the others wait on.
    """
    found = Pace.objects.filter(minute=0, failures__gt=0).values_list("failures", "down_until").first()
    if not found:
        return 0, 0.0
    failures, until = found
    if until > at:
        return failures, until - at
    row = Pace.objects.filter(minute=0, failures=failures, down_until=until)
    return failures, 0.0 if row.update(down_until=at + PROBE) else PAUSES[0]


def is_left_alone(at: float) -> bool:
    return Pace.objects.filter(minute=0, failures__gt=0, down_until__gt=at).exists()


def went_down(seen: int, why: str, at: float) -> None:
    """Leave the server alone for a while, `seen` being the failures known when it was tried.

    Lanes that fail side by side have seen the same, and count once.
    """
    Pace.objects.get_or_create(minute=0)
    pause = PAUSES[min(seen, len(PAUSES) - 1)]
    row = Pace.objects.filter(minute=0, failures=seen)
    row.update(failures=F("failures") + 1, down_until=at + pause, said=why)


def came_up() -> None:
    Pace.objects.filter(minute=0, failures__gt=0).update(failures=0, down_until=0, said="")


def _move(seconds: float, at: float) -> float:
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [at, at, seconds])
        return cursor.fetchone()[0]


def _left_this_hour(hourly: int, at: float) -> int:
    minute = int(at // 60)
    taken = Pace.objects.filter(minute__gt=max(0, minute - 60)).aggregate(taken=Sum("taken"))["taken"]
    return hourly - (taken or 0)


def _count(taken: int, at: float) -> None:
    minute = int(at // 60)
    _, made = Pace.objects.get_or_create(minute=minute, defaults={"taken": taken})
    if made:
        Pace.objects.filter(minute__gt=0, minute__lt=minute - KEPT).delete()
    else:
        Pace.objects.filter(minute=minute).update(taken=F("taken") + taken)
