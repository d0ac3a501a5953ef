"""Handing one mail over to the mail server, and what its answer allows.

What the server refused may be tried again. What it may have taken before it broke off is not.
"""

from contextlib import suppress
from smtplib import SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import get_connection

REFUSED = (SMTPResponseException, SMTPRecipientsRefused, SMTPNotSupportedError)


class NotReached(Exception):
    """There is no server to hand anything to; the message is a sentence."""


class NotTaken(Exception):
    """The server refused it."""


class InDoubt(Exception):
    """The server may have taken it."""


def connect():
    """An open connection. Raises NotReached."""
    try:
        connection = get_connection()
        connection.open()
    except OSError as error:
        raise NotReached(f"The mail server could not be reached: {_said(error)}.") from error
    return connection


def hand_over(message, connection):
    """Send `message`, and close the connection. Raises NotTaken, InDoubt; ValueError where it is no mail."""
    try:
        connection.send_messages([message])
    except REFUSED as error:
        raise NotTaken(f"The mail server did not take it: {_said(error)}.") from error
    except OSError as error:
        raise InDoubt(f"The mail server broke off, so it may not have arrived: {_said(error)}.") from error
    finally:
        with suppress(OSError):  # what it took, it has taken
            connection.close()


def _said(error):
    """What the server answered, in its own words."""
    if isinstance(error, SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    elif isinstance(error, SMTPResponseException):
        code, words = error.smtp_code, error.smtp_error
    else:
        return str(error).rstrip(".")
    return f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}".rstrip(".")
