"""What Celery calls: a bounded piece of due work, safe to call twice. Beat's table stands in the settings."""

import time

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from subscribers import (
    imports,
    insight,
    joining,
    lanes,
    letters,
    mailbox,
    mailings,
    recovery,
    reports,
    telling,
    thinning,
)
from subscribers.importing.encodings import Unreadable
from subscribers.stopping import asked_to_stop
from subscribers.waking import wake


@shared_task
def thin():
    """Take away what is kept of people for a stated time only; it goes on at once while there is more."""
    if not thinning.thin(timezone.now()):
        wake("thin")


@shared_task
def send_letters():
    """Mail the letters that are due; return how many."""
    return letters.mail_due(now=timezone.now())


@shared_task
def forget_unconfirmed():
    """Delete who was written to and did not confirm within a month; return how many."""
    return joining.forget_unconfirmed(timezone.now())


@shared_task
def start_due():
    """Start the mailings that are due; return how many."""
    return mailings.start_due(timezone.now())


@shared_task
def fill_mailings():
    """Fill the mailings that are started, for at most four minutes; return how many are filled now."""
    return mailings.fill_due(timezone.now(), until=_time_over(240))


@shared_task
def settle_mailings():
    """Look after the mailings on their way; return how many."""
    return mailings.settle_all(timezone.now())


@shared_task
def run_lanes():
    """Send what is due for some minutes, and have a successor go on where more is; return how many left."""
    mailings.stop_forsaken(timezone.now())
    sent = lanes.run()
    if sent and lanes.is_due(timezone.now()):
        wake("run_lanes")
    return sent


@shared_task
def recover_lanes():
    """See to what dead workers left; return how many rows."""
    return recovery.recover(timezone.now())


@shared_task
def tally_mailings():
    """Add up what became of mailings whose sums are old; return how many."""
    return insight.tally_due(timezone.now())


@shared_task
def run_imports():
    """Take in lists of subscribers for 50 seconds, and have a successor go on; return how many rows."""
    is_over, done = _time_over(50), 0
    while not is_over() and (imported := imports.claim(timezone.now())):
        done += _run(imported, is_over)
    if imports.is_due(timezone.now()):
        wake("run_imports")
    return done


def _time_over(seconds):
    """Return what tells whether so many seconds have passed, or this worker is to stop."""
    end = time.monotonic() + seconds
    return lambda: asked_to_stop() or time.monotonic() > end


def _run(imported, is_over):
    came_to = imported.done
    try:
        with imports.running(imported) as run:
            while run.step(timezone.now()) and not is_over():
                pass
    except (Unreadable, OSError) as error:
        imports.fail(imported, f"The file could not be read: {error}", timezone.now())
    imports.release(imported)
    return imported.done - came_to


@shared_task
def forget_imports():
    """Remove files of imports that nobody needs any more; return how many."""
    return imports.forget(timezone.now())


@shared_task
def read_mailbox():
    """Take in what came back since; return how many mails."""
    try:
        return mailbox.read(settings.BOUNCE_MAILBOX, lambda raw: reports.take_in(raw, timezone.now()))
    except mailbox.Unreachable as error:
        telling.mailbox_unreachable(str(error), now=timezone.now())
        return 0
