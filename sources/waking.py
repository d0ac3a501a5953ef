"""Waking a worker as soon as there is work. A wake-up that is lost costs half a minute, until beat asks."""

from contextlib import suppress

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError


def wake(task):
    """Have `task`, by its full name, called once this transaction is committed."""

    def send():
        with suppress(OperationalError, OSError):
            current_app.send_task(task, retry=False)

    transaction.on_commit(send)
