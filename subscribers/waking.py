"""Waking a worker for a task of this app."""

from sources import waking


def wake(task):
    """Have `task` of this app called once this transaction is committed."""
    waking.wake(f"subscribers.tasks.{task}")
