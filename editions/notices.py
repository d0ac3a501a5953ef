"""Telling people what concerns them: a row for each, on the board and for the mail."""

from django.contrib.auth.models import User

from editions.models.notices import Notice, NoticeChoice

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
    for pk, person in people.items():
        choice = choices.get(pk) or NoticeChoice()
        if choice.on_board or choice.by_mail:
            Notice.objects.get_or_create(
                person=person,
                kind=kind,
                occasion=occasion,
                defaults={
                    "text": text,
                    "edition": edition,
                    "item": item,
                    "at": now,
                    "on_board": choice.on_board,
                    "mail_due_at": now if choice.by_mail else None,
                },
            )
