"""What was "sent" while no mail server is configured: the files under `MAIL_DIR`, as pages.

Proofs are for everyone at the desk, a notice for whom it tells; an invitation or a password link is for who
may change people.
"""

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from recap import mailbox
from sources.desk.page import page

may_read = permission_required("editions.view_edition", raise_exception=True)


@may_read
@require_safe
def messages(request):
    shown = [
        {"name": name, "subject": message["subject"], "to": message["to"], "date": message["date"]}
        for name, message in mailbox.newest()
        if _may_see(request.user, message)
    ]
    context = {"title": "Sent mail", "shown": shown, "to_files": settings.MAIL_TO_FILES}
    return page(request, "recap/sent.html", context)


@may_read
@require_safe
def message(request, name):
    message = _get(request.user, name)
    text = message.get_body(["plain"])
    context = {
        "title": message["subject"],
        "name": name,
        "headers": [
            (key, message[key]) for key in ("From", "To", "Reply-To", "Date", "Subject") if message[key]
        ],
        "has_html": message.get_body(["html"]) is not None,
        "text": text.get_content() if text else "",
    }
    return page(request, "recap/sent_message.html", context)


@may_read
@require_safe
@csp_replace({"style-src": ["'unsafe-inline'"], "script-src": ["'none'"]})
def html(request, name):
    """The HTML part, for the frame of the message's page."""
    part = _get(request.user, name).get_body(["html"])
    if part is None:
        raise Http404
    return HttpResponse(part.get_content())


def _get(user, name):
    message = mailbox.read(name)
    if message is None or not _may_see(user, message):
        raise Http404
    return message


def _may_see(user, message):
    kind = message["X-Recap-Kind"]
    own = kind == "notice" and user.email and message["To"] == user.email
    return kind == "proof" or own or user.has_perm("auth.change_user")
