"""A proof: the edition exactly as it will be sent, to a colleague, over Django's mail backend."""

from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from editions.render.email import render_email, render_subject
from editions.render.text import render_text


def send_proof(edition, masthead, *, to):
    """Mail the edition as it stands now to the addresses `to`. Raises OSError where the server fails."""
    document = edition.document()
    sender = masthead.sender_address or settings.DEFAULT_FROM_EMAIL
    message = EmailMultiAlternatives(
        subject=f"[Proof] {render_subject(document)}",
        body=render_text(document),
        from_email=formataddr((masthead.sender_name or masthead.name, sender)),
        to=to,
        reply_to=[masthead.reply_to] if masthead.reply_to else None,
        headers={"X-Recap-Kind": "proof"},
    )
    message.attach_alternative(render_email(document), "text/html")
    message.send()
