"""Mail as files: what leaves the house while no mail server is configured, and reading it back."""

import email
import email.policy
import re
import uuid
from datetime import UTC, datetime

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

NAME = re.compile(r"^\d{8}-\d{6}-[0-9a-f]{8}$")


class Backend(BaseEmailBackend):
    """Writes each message to `MAIL_DIR` as an .eml file."""

    def send_messages(self, messages):
        settings.MAIL_DIR.mkdir(parents=True, exist_ok=True)
        for message in messages:
            name = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:8]}"
            draft = settings.MAIL_DIR / f".{name}"
            draft.write_bytes(message.message().as_bytes())
            draft.rename(settings.MAIL_DIR / f"{name}.eml")
        return len(messages)


def newest(limit=100):
    """(name, message) of the newest messages written, newest first."""
    found = (path.stem for path in settings.MAIL_DIR.glob("*.eml"))
    names = sorted(filter(NAME.match, found), reverse=True)
    return [(name, read(name)) for name in names[:limit]]


def read(name):
    """The message of this name, or None."""
    path = settings.MAIL_DIR / f"{name}.eml"
    if not NAME.match(name) or not path.exists():
        return None
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
