"""Sending the edition as it stands, to oneself or to colleagues."""

from smtplib import SMTPException

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from editions.desk.fragments import sentence
from editions.desk.sheet import ProofForm, show
from editions.models import Edition, Masthead
from editions.proof import send_proof

may_send = permission_required("editions.change_edition", raise_exception=True)


@may_send
@require_safe
def dialog(request, pk):
    """To whom a proof may go: oneself, the colleagues who have an address, and whoever is written in."""
    colleagues = (
        User.objects.filter(is_active=True, is_staff=True).exclude(email="").exclude(pk=request.user.pk)
    )
    context = {
        "edition": get_object_or_404(Edition, pk=pk),
        "me": request.user,
        "colleagues": colleagues.order_by("first_name", "last_name", "username"),
    }
    return render(request, "editions/desk/_proof.html", context)


@may_send
@require_POST
def proof(request, pk):
    """Send the edition as it stands to colleagues; the desk is answered with one sentence."""
    edition = get_object_or_404(Edition, pk=pk)
    at_desk = request.headers.get("HX-Request")
    form = ProofForm({"to": "; ".join(request.POST.getlist("to"))})
    if not form.is_valid():
        if at_desk:
            return sentence(form.errors["to"][0], 422)
        return show(request, edition, proof_form=form, status=422)
    to = form.cleaned_data["to"]
    try:
        send_proof(edition, Masthead.objects.the(), to=to)
    except (OSError, SMTPException) as error:
        said = f"The mail server did not take it: {error}. Nothing was sent; try again."
        status, level = 422, messages.ERROR
    else:
        said = f"A proof is on its way to {', '.join(to)}."
        status, level = 200, messages.SUCCESS
    if at_desk:
        return sentence(said, status)
    messages.add_message(request, level, said)
    return redirect("admin:editions_edition_sheet", pk)
