"""Letters to one person about their subscription: written as rows, and mailed from them.

The rows are the outbox: a letter is claimed before a mail server is asked, so it is sent at most once.
Every request has its row, also one that comes too often and is never due.
"""

from datetime import timedelta
from email.utils import formataddr, make_msgid

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string

from editions import outbox
from editions.models import Masthead
from subscribers import following, links, tokens
from subscribers.models import Letter, Suppression

HOUR = timedelta(hours=1)
AN_HOUR = 3  # letters to one person
GOOD_FOR = timedelta(days=7)  # the link in it; the templates say so too
LATE = timedelta(days=1)  # then who asked has given up, or a backup was restored
# How long a letter that was not taken waits for its second and its third try.
WAITS = (timedelta(minutes=5), timedelta(hours=1))
SUBJECTS = {
    ("confirm", "en"): "Confirm your subscription to {name}",
    ("confirm", "zh"): "请确认订阅 {name}",
    ("follow", "en"): "Confirm what you follow in {name}",
    ("follow", "zh"): "请确认您在 {name} 关注的内容",
    ("known", "en"): "Your subscription to {name}",
    ("known", "zh"): "您的 {name} 订阅",
    ("move", "en"): "Confirm your new address for {name}",
    ("move", "zh"): "请确认接收 {name} 的新地址",
}


def write(kind, subscriber, address, *, whence, now, follows=""):
    """Keep the letter, due now unless this person was written to often enough within the hour."""
    mailed = Q(due_at__isnull=False) | Q(sent_at__isnull=False)
    recent = subscriber.letters.filter(mailed, asked_at__gt=now - HOUR).count()
    due_at = now if recent < AN_HOUR else None
    return Letter.objects.create(
        kind=kind,
        subscriber=subscriber,
        address=address,
        network=whence,
        follows=follows,
        asked_at=now,
        due_at=due_at,
    )


def is_good(letter, now):
    """Whether the link in the letter still does what it says.

    It does not once the person has left after asking, or the address was suppressed: they ask afresh.
    """
    subscriber = letter.subscriber
    if now >= letter.asked_at + GOOD_FOR:
        return False
    if subscriber.left_at and subscriber.left_at >= letter.asked_at:
        return False
    since = Suppression.objects.filter(fingerprint=subscriber.fingerprint, at__gte=letter.asked_at)
    return letter.kind == Letter.Kind.MOVE or not since.exists()


def mail_due(*, now, limit=50):
    """Mail the letters that are due, `limit` at most; return how many the mail server took.

    Where the server is not reached, the others wait for the next call.
    """
    late = Letter.objects.filter(due_at__lte=now - LATE)
    late.update(due_at=None, error="It was more than a day late, so it was not mailed.")
    taken = 0
    for _ in range(limit):
        letter = _claim(now)
        if letter is None:
            break
        try:
            connection = outbox.connect()
        except outbox.NotReached as error:
            _failed(letter, str(error), again_at=_next_try(letter, now))
            break
        taken += _hand_over(letter, connection, now=now)
    return taken


def _claim(now):
    """Return a due letter that this worker alone may mail, or None; the claim is committed."""
    due = Letter.objects.filter(due_at__lte=now).order_by("due_at", "pk")
    for letter in due.select_related("subscriber")[:10]:
        row = Letter.objects.filter(pk=letter.pk, due_at=letter.due_at)
        letter.tries += 1
        with transaction.atomic(durable=True):
            if row.update(sent_at=now, due_at=None, tries=letter.tries, error=""):
                return letter
    return None


def _hand_over(letter, connection, *, now):
    try:
        outbox.hand_over(compose(letter), connection)
    except outbox.NotTaken as error:
        _failed(letter, str(error), again_at=_next_try(letter, now))
    except outbox.InDoubt as error:
        Letter.objects.filter(pk=letter.pk).update(error=str(error))
    except ValueError as error:
        _failed(letter, f"No mail can be written to this address: {error}.", again_at=None)
    else:
        return True
    return False


def _failed(letter, sentence, *, again_at):
    Letter.objects.filter(pk=letter.pk).update(sent_at=None, due_at=again_at, error=sentence)


def _next_try(letter, now):
    waits = WAITS[letter.tries - 1 :]
    return now + waits[0] if waits else None


def compose(letter):
    """The mail: text and HTML in the language of who gets it."""
    subscriber, masthead = letter.subscriber, Masthead.objects.the()
    purpose = {"confirm": tokens.CONFIRM, "follow": tokens.CONFIRM, "move": tokens.MOVE}.get(letter.kind)
    context = {
        "masthead": masthead,
        "letter": letter,
        "thing": following.named(letter.follows),
        "link": purpose and links.address(purpose, subscriber, letter.pk),
        "preferences": links.address(tokens.PREFERENCES, subscriber),
        "leave": links.address(tokens.LEAVE, subscriber),
        "subject": SUBJECTS[letter.kind, subscriber.language].format(name=masthead.name),
        "language": subscriber.language,
    }
    sender = masthead.sender_address or settings.DEFAULT_FROM_EMAIL
    template = f"subscribers/mail/{letter.kind}.{subscriber.language}"
    message = EmailMultiAlternatives(
        subject=context["subject"],
        body=render_to_string(f"{template}.txt", context),
        from_email=formataddr((masthead.sender_name or masthead.name, sender)),
        to=[letter.address],
        reply_to=[masthead.reply_to] if masthead.reply_to else None,
        headers={
            "Auto-Submitted": "auto-generated",
            "Message-ID": make_msgid(domain=sender.rpartition("@")[2]),
            "X-Recap-Kind": "letter",
        },
    )
    message.attach_alternative(render_to_string(f"{template}.html", context), "text/html")
    return message
