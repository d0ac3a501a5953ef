"""A colleague's own access tokens: each is shown once, when it is made."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from sources import tokens
from sources.desk.page import page
from sources.models import AccessToken

SHOWN = 50  # rows, with those that were revoked
may_clip = permission_required("sources.add_clipping", raise_exception=True)


class TokenForm(forms.ModelForm):
    class Meta:
        model = AccessToken
        fields = ["name", "scope"]
        labels = {"name": "Where it is used", "scope": "It may"}
        help_texts = {"name": ""}


@may_clip
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request):
    """One's own tokens; on POST make one, and show it this once."""
    form, made, token = TokenForm(request.POST or None), None, ""
    if request.method == "POST" and form.is_valid():
        name, scope = form.cleaned_data["name"], form.cleaned_data["scope"]
        try:
            made, token = tokens.make(request.user, name, scope, now=timezone.now())
        except tokens.Refused as error:
            form.add_error("name", str(error))
        else:
            form = TokenForm()
    context = {
        "title": "Access tokens",
        "form": form,
        "made": made,
        "token": token,
        "api": request.build_absolute_uri(reverse("clippings_api")),
        "rows": AccessToken.objects.filter(person=request.user)[:SHOWN],
    }
    return page(request, "sources/desk/tokens.html", context, status=422 if form.errors else 200)


@may_clip
@require_POST
def revoke(request, pk):
    """End a token of one's own at once."""
    token = get_object_or_404(AccessToken, pk=pk, person=request.user)
    AccessToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())
    messages.success(request, f"“{token.name}” is revoked: nothing can be sent with it any more.")
    return redirect("admin:sources_accesstoken_mine")
