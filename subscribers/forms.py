"""What readers and subscribers type."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sources import tickets
from subscribers import addresses, refusals
from subscribers.models import Subscriber

LONGEST_PAUSE = timedelta(days=366)


class AddressForm(forms.Form):
    address = forms.CharField(
        max_length=320, error_messages={"required": gettext_lazy("Write your email address.")}
    )

    def clean_address(self):
        address = self.cleaned_data["address"]
        try:
            addresses.parse(address)
        except ValueError as error:
            raise forms.ValidationError(refusals.in_words(error)) from error
        return address


class JoinForm(AddressForm):
    """The form on every public page. `remark` is a trap: people do not see it, and machines fill it in."""

    language = forms.ChoiceField(choices=Subscriber.Language, required=False)
    page = forms.CharField(required=False)
    remark = forms.CharField(required=False)
    ticket = forms.CharField(required=False)

    def __init__(self, data, *, now):
        super().__init__(data)
        self.now = now

    def clean_language(self):
        return self.cleaned_data["language"] or Subscriber.Language.ENGLISH

    def clean_page(self):
        """Where the form stood; the address of a review is a secret, and is not kept."""
        page = self.cleaned_data["page"]
        return "" if page.startswith("/review/") else page[:200]

    def clean(self):
        data = super().clean()
        if "address" in data and not tickets.is_good(data.get("ticket", ""), tickets.JOIN, self.now):
            raise forms.ValidationError(_("This page had been open for long; press the button once more."))
        return data


class PreferencesForm(forms.Form):
    choice = forms.ChoiceField(
        choices=Subscriber.Choice, error_messages={"required": gettext_lazy("Say what you want to get.")}
    )
    language = forms.ChoiceField(choices=Subscriber.Language)
    paused_until = forms.DateField(
        required=False,
        error_messages={"invalid": gettext_lazy("Write the day as 2025-12-31, or leave it empty.")},
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_paused_until(self):
        day = self.cleaned_data["paused_until"]
        if day and day <= self.today:
            raise forms.ValidationError(_("Choose a day that is still to come, or leave it empty."))
        if day and day > self.today + LONGEST_PAUSE:
            raise forms.ValidationError(
                _("A pause lasts a year at most; to get nothing at all, unsubscribe.")
            )
        return day
