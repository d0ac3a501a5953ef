"""Colleagues: an account with a role, by a link in a mail; and what is said to whom a page is closed."""

import secrets

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import Group, User
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.db import transaction
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.views.decorators.http import require_http_methods

from editions.desk.fragments import sentence
from editions.models import Masthead
from sources.desk.page import page


class InviteForm(forms.Form):
    name = forms.CharField(max_length=100)
    email = forms.EmailField(label="Email address")
    role = forms.ModelChoiceField(Group.objects.order_by("name"), empty_label=None)

    def clean_email(self):
        email = User.objects.normalize_email(self.cleaned_data["email"])
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError("Somebody with this address is in the newsroom already.")
        return email

    def clean(self):
        data = super().clean()
        username = data.get("email", "").lower()
        if username and User.objects.filter(username__iexact=username).exists():
            self.add_error("email", "There is an account of this name already.")
        return data


def refused(request, exception):
    """Answer 403 in words: who is logged in, and that another role is wanted."""
    if request.headers.get("HX-Request"):  # a part of a page was asked for: one sentence is enough
        return sentence("This is not among what your role may do; ask a colleague whose role allows it.", 403)
    context = {"title": "Not for your role", "roles": request.user.groups.values_list("name", flat=True)}
    return page(request, "recap/refused.html", context, status=403)


@permission_required(["auth.add_user"], raise_exception=True)
@require_http_methods(["GET", "POST"])
def invite(request):
    """Ask for name, address and role; on POST make the account and mail the link."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                user = _make(form.cleaned_data)
                _send(user, request.user)
        except OSError as error:
            messages.error(
                request, f"The mail server did not take the invitation: {error}. Nothing was made."
            )
        else:
            messages.success(request, f"An invitation is on its way to {user.email}.")
            return redirect("admin:auth_user_changelist")
    status = 422 if request.method == "POST" else 200
    return page(request, "recap/invite.html", {"form": form, "title": "Invite a colleague"}, status=status)


def _make(data):
    first, _, last = data["name"].partition(" ")
    user = User.objects.create(
        username=data["email"].lower(), email=data["email"], first_name=first, last_name=last, is_staff=True
    )
    # One that nobody knows: with an unusable one, who let the link lapse could ask for no other.
    user.set_password(secrets.token_urlsafe(32))
    user.save(update_fields=["password"])
    user.groups.add(data["role"])
    return user


def _send(user, inviter):
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("password_reset_confirm", args=[uid, default_token_generator.make_token(user)])
    context = {
        "user": user,
        "inviter": inviter,
        "masthead": Masthead.objects.the(),
        "link": settings.SITE_URL + path,
        "login": settings.SITE_URL + reverse("admin:login"),
    }
    send_mail(
        f"Your place in the newsroom of {context['masthead'].name}",
        render_to_string("recap/invitation.txt", context),
        settings.DEFAULT_FROM_EMAIL,
        [user.email],
    )
