"""The newsletter itself: one row."""

import zoneinfo
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from editions.hours import zones
from sources.markup import to_html


def known_zone(name):
    if name not in zones():
        raise ValidationError(f"“{name}” is no time zone; write one such as Asia/Shanghai.")


class MastheadQuerySet(models.QuerySet):
    def the(self):
        """The one row, made when it is first asked for."""
        return self.select_related("logo").get_or_create(pk=1)[0]


class Masthead(models.Model):
    """Name, standing texts, sender and hour of publication of the newsletter."""

    class Weekday(models.IntegerChoices):
        MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)

    class HeadingCase(models.TextChoices):
        SENTENCE = "sentence", "Sentence case"
        TITLE = "title", "Title Case"

    class SerialComma(models.TextChoices):
        WITH = "with", "a, b, and c"
        WITHOUT = "without", "a, b and c"

    name = models.CharField(max_length=80, default="Recap")
    tagline = models.CharField(max_length=200, blank=True)
    introduction = models.TextField("standing introduction", blank=True, help_text="Markdown.")
    signoff = models.TextField("sign-off", blank=True, help_text="Markdown.")
    about = models.TextField(
        "about us", blank=True, help_text="Markdown: who writes this, how, and who pays for it."
    )
    about_html = models.TextField(blank=True, editable=False)
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
    rules_off = models.JSONField("rules switched off", default=list, blank=True)
    heading_case = models.CharField(
        max_length=8, choices=HeadingCase, default=HeadingCase.SENTENCE, verbose_name="case of headings"
    )
    serial_comma = models.CharField(max_length=8, choices=SerialComma, default=SerialComma.WITH)
    words_to_avoid = models.TextField(
        blank=True, help_text="One a line; after an arrow, what to write instead: utilise -> use."
    )
    longest_brief = models.PositiveSmallIntegerField(default=90, help_text="Words; 0 is no limit.")
    longest_story = models.PositiveSmallIntegerField(default=600, help_text="Words; 0 is no limit.")

    objects = MastheadQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "masthead"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="masthead_is_one_row")]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.about_html = to_html(self.about, top_heading=2)
        if kwargs.get("update_fields") and "about" in kwargs["update_fields"]:
            kwargs["update_fields"] = {*kwargs["update_fields"], "about_html"}
        super().save(*args, **kwargs)

    @property
    def zone(self):
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def tick_lines(self):
        """The lines of the tick-list, each once, as long as a tick can hold."""
        return list(dict.fromkeys(line.strip()[:300] for line in self.tick_list.splitlines() if line.strip()))

    def next_hour(self, now):
        """The next hour of publication, aware, in the masthead's time zone."""
        today = now.astimezone(self.zone).date()
        day = today + timedelta(days=(self.weekday - today.weekday()) % 7)
        moment = datetime.combine(day, self.hour, self.zone)
        return moment if moment > now else datetime.combine(day + timedelta(days=7), self.hour, self.zone)

    def week_ahead(self, now):
        """(first, last) of the seven days up to the eve of the next hour of publication."""
        last = self.next_hour(now).date() - timedelta(days=1)
        return last - timedelta(days=6), last

    def week_before(self, now):
        """(first, last) day of the last whole week, Monday to Sunday, in the masthead's time zone."""
        today = now.astimezone(self.zone).date()
        last = today - timedelta(days=today.weekday() + 1)
        return last - timedelta(days=6), last
