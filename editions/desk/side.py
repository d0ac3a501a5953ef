"""The right pane of the desk: what an edition comes to, and what the checks find in it, as fragments."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from editions.desk.findings import show_found
from editions.models import Edition
from editions.preflight.mail import mail_of
from editions.render import figures as facts
from editions.render.email import LIMIT, weight

may_read = permission_required("editions.view_edition", raise_exception=True)


@may_read
@require_safe
def figures(request, pk):
    """Words, reading time, and what the email weighs."""
    document = get_object_or_404(Edition, pk=pk).document()
    size = weight(mail_of(document).html)  # which the checks are about to ask for
    context = {
        "items": len(document.items),
        "words": facts.word_count(document),
        "minutes": facts.reading_minutes(document),
        "email_kb": round(size / 1000),
        "email_heavy": size > LIMIT,
    }
    return render(request, "editions/desk/_figures.html", context)


@may_read
@require_safe
def found(request, pk):
    return show_found(request, get_object_or_404(Edition, pk=pk))
