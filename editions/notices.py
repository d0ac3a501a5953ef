"""Telling people what concerns them: a row for each, on the board and for the mail.

The rows are the outbox: a mail is claimed before a mail server is asked, so it is sent at most once.
"""

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import Truncator

from editions import colleagues, outbox
from editions.models.masthead import Masthead
from editions.models.notices import Notice, NoticeChoice
from editions.render.figures import moment_text

BACKEND = "django.contrib.auth.backends.ModelBackend"


def those_who_may(permission):
    """The people whose role allows it."""
    return User.objects.with_perm(permission, backend=BACKEND)


def tell(people, kind, text, *, occasion, now, edition=None, item=None):
    """Tell each of `people` once, as they chose; in the transaction of what happened.

    `occasion` names what happened, such as "move 12": the same person is told of it once.
    """
    people = {person.pk: person for person in people if person is not None and person.is_active}
    choices = {
        choice.person_id: choice
        for choice in NoticeChoice.objects.filter(kind=kind, person__in=people.keys())
    }
    asked = ((person, choices.get(pk) or NoticeChoice()) for pk, person in people.items())
    told = [
        Notice(
            person=person,
            kind=kind,
            occasion=occasion,
            text=text,
            edition=edition,
            item=item,
            at=now,
            on_board=choice.on_board,
            mail_due_at=now if choice.by_mail else None,
        )
        for person, choice in asked
        if choice.on_board or choice.by_mail
    ]
    Notice.objects.bulk_create(told, ignore_conflicts=True)


def approval_wanted(edition, move):
    """Tell those who may approve it that `move` brought the edition to review."""
    may = those_who_may("editions.approve_edition").exclude(pk=move.by_id)
    if Masthead.objects.the().four_eyes:
        may = may.exclude(pk__in=edition.writers())
    text = f"No. {edition.number} wants approval: “{edition.title}”."
    kind = Notice.Kind.APPROVAL_WANTED
    tell(may, kind, text, occasion=f"move {move.pk}", now=move.at, edition=edition)


def approval_settled(edition, *, now):
    """It was approved, or taken back: nobody is asked any more."""
    asked = edition.notice_set.filter(kind=Notice.Kind.APPROVAL_WANTED, read_at=None)
    asked.update(read_at=now, mail_due_at=None)


def approval_voided(edition, move):
    """Tell who approved the edition, sent it to review or wrote in it since, but for who took it back."""
    approval = edition.moves.filter(name="approve").select_related("by", "link__made_by").last()
    sent = edition.moves.filter(name="submit").select_related("by").last()
    people = [approval and (approval.by or (approval.link and approval.link.made_by)), sent and sent.by]
    people += User.objects.filter(pk__in=edition.writers())
    text = f"The approval of No. {edition.number} is void. {move.reason}"
    kind = Notice.Kind.APPROVAL_VOIDED
    people = [person for person in people if person and person.pk != move.by_id]
    tell(people, kind, text, occasion=f"move {move.pk}", now=move.at, edition=edition)


def overdue(edition, reason, *, now):
    """Tell those who may schedule that `edition` did not go out at its hour; once an hour."""
    hour = moment_text(edition.publish_at, Masthead.objects.the().time_zone)
    what_to_do = "On its sheet, publish it, set another hour, or take it off the clock."
    text = f"No. {edition.number} did not go out at its hour, {hour}. {reason} {what_to_do}"
    people = those_who_may("editions.schedule_edition")
    occasion = f"edition {edition.pk} at {edition.publish_at}"
    tell(people, Notice.Kind.OVERDUE, text, occasion=occasion, now=now, edition=edition)


def named_in(text):
    """The colleagues whom `text` names with an @, active ones only, in its order."""
    if not colleagues.has_mark(text):
        return []
    people = {person.pk: person for person in User.objects.filter(is_active=True, is_staff=True)}
    known = (
        colleagues.Colleague(person.pk, person.username, person.first_name, person.last_name)
        for person in people.values()
    )
    return [people[pk] for pk in colleagues.named(text, known)]


def tell_named(note, *, now):
    """Tell those whom the note names; return them. Who wrote it, or made its link, knows of it already."""
    know = {note.by_id, note.link and note.link.made_by_id}
    people = [person for person in named_in(note.text) if person.pk not in know]
    about = f" on No. {note.edition.number}" if note.edition else f" on “{note.item.label}”"
    words = Truncator(note.text).chars(300, truncate=" …")
    text = f"{note.who} named you in a note{about}: {words}"
    tell(
        people,
        Notice.Kind.NAMED,
        text,
        occasion=f"note {note.pk}",
        now=now,
        edition=note.edition,
        item=note.item,
    )
    return people


def mail_due(*, now, limit=50):
    """Mail the notices that are due, `limit` at most; return how many the mail server took.

    Where the server is not reached, the others wait for the next call.
    """
    Notice.objects.forget_mails(now)
    taken = 0
    for _ in range(limit):
        notice = Notice.objects.claim(now)
        if notice is None:
            break
        try:
            connection = outbox.connect()
        except outbox.NotReached as error:
            notice.mail_failed(str(error), again_at=notice.next_try(now))
            break
        taken += _hand_over(notice, connection, now=now)
    return taken


def _hand_over(notice, connection, *, now):
    """Send the mail of a notice, and write down what went wrong; return whether the server took it."""
    try:
        outbox.hand_over(_message(notice), connection)
    except outbox.NotTaken as error:
        notice.mail_failed(str(error), again_at=notice.next_try(now))
    except outbox.InDoubt as error:
        notice.mail_in_doubt(str(error))
    except ValueError as error:
        notice.mail_failed(f"No mail can be written to “{notice.person.email}”: {error}.", again_at=None)
    else:
        return True
    return False


def _message(notice):
    masthead = Masthead.objects.the()
    number = f" (No. {notice.edition.number})" if notice.edition else ""
    context = {
        "notice": notice,
        "link": settings.SITE_URL + notice.get_absolute_url(),
        "choices": settings.SITE_URL + reverse("notices"),
    }
    return EmailMessage(
        subject=f"{masthead.name}: {notice.get_kind_display()}{number}",
        body=render_to_string("editions/mail/notice.txt", context),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[notice.person.email],
        headers={"X-Recap-Kind": "notice"},
    )
