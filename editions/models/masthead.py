"""The newsletter itself: one row."""

import zoneinfo
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models


def known_zone(name):
    if name not in zoneinfo.available_timezones():
        raise ValidationError(f"“{name}” is no time zone; write one such as Asia/Shanghai.")


class MastheadQuerySet(models.QuerySet):
    def the(self):
        """The one row, made when it is first asked for."""
        return self.select_related("logo").get_or_create(pk=1)[0]


class Masthead(models.Model):
    """Name, standing texts, sender and hour of publication of the newsletter."""

    class Weekday(models.IntegerChoices):
        MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)

    name = models.CharField(max_length=80, default="Recap")
    tagline = models.CharField(max_length=200, blank=True)
    introduction = models.TextField("standing introduction", blank=True, help_text="Markdown.")
    signoff = models.TextField("sign-off", blank=True, help_text="Markdown.")
    sender_name = models.CharField(max_length=80, blank=True)
    sender_address = models.EmailField(blank=True)
    reply_to = models.EmailField(blank=True)
    postal_address = models.CharField(max_length=300, blank=True)
    time_zone = models.CharField(max_length=60, default="UTC", validators=[known_zone])
    weekday = models.PositiveSmallIntegerField(choices=Weekday, default=Weekday.MONDAY)
    hour = models.TimeField(default="08:00")
    accent = models.CharField(
        max_length=7,
        default="#b3261e",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", "Write it as #b3261e.")],
    )
    logo = models.ForeignKey("sources.Picture", null=True, blank=True, on_delete=models.PROTECT)
    four_eyes = models.BooleanField(
        "four-eyes rule", default=True, help_text="Nobody approves an edition that they wrote in."
    )
    tick_list = models.TextField("tick-list", blank=True, help_text="The newsroom's own checks, one a line.")

    objects = MastheadQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "masthead"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="masthead_is_one_row")]

    def __str__(self):
        return self.name

    @property
    def zone(self):
        return zoneinfo.ZoneInfo(self.time_zone)

    def week_before(self, now):
        """(first, last) day of the last whole week, Monday to Sunday, in the masthead's time zone."""
        today = now.astimezone(self.zone).date()
        last = today - timedelta(days=today.weekday() + 1)
        return last - timedelta(days=6), last
