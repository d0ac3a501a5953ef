"""A form that stood open while a colleague saved the same row: what only one of them changed stays so.

What both changed is asked about once. The form says what stood in it when it was opened.
"""

import json
from datetime import UTC, datetime

from django import forms
from django.db.models import Model


class StoodOpen(forms.ModelForm):
    """`theirs` are the labels of what a colleague changed; a form that does not say what stood in it is taken
    as it is."""

    stood_then = forms.JSONField(required=False, widget=forms.HiddenInput)
    theirs = ()
    may_differ = False  # where what both changed is brought together elsewhere

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            there = self.fields.keys() & self.initial.keys()
            self.initial["stood_then"] = {name: _plain(self.initial[name]) for name in there}

    @property
    def said_of_theirs(self):
        """A sentence, or nothing."""
        labels = ", ".join(sorted(self.theirs))
        return labels and f"A colleague changed it while this page was open, and that stays: {labels}."

    def clean(self):
        """Let stand what a colleague changed and this form did not; where both did, ask."""
        facts = super().clean() or self.cleaned_data
        then = facts.pop("stood_then", None)
        if not self.instance.pk or not isinstance(then, dict):
            return facts
        self.theirs, both = [], []
        for name in then.keys() & facts.keys() & self.initial.keys():  # what is wrong is told already
            now, mine = _plain(self.initial[name]), _plain(facts[name])
            if mine == then[name] != now:
                facts[name] = self.instance.parent if name == "parent" else self.initial[name]
                self.theirs.append(self[name].label)
            elif now not in (then[name], mine) and not self.may_differ:
                both.append(name)
        for name in both:
            self._ask(name)
        if both:  # saved once more, what stands in the form counts
            self.data = self.data.copy()
            now = {name: _plain(self.initial[name]) for name in both}
            self.data[self.add_prefix("stood_then")] = json.dumps({**then, **now})
        return facts

    def _ask(self, name):
        now = self.instance.parent if name == "parent" else self.initial[name]
        words = ", ".join(map(str, now)) if isinstance(now, list) else " · ".join(str(now or "").splitlines())
        did = f"changed this to “{words}”" if words else "emptied this"
        said = f"A colleague {did} while this page was open. Mend it, or save once more to keep yours."
        self.add_error(name, said)


def _plain(value):
    """What a field holds, as JSON keeps it, and alike from a row and from a form."""
    if isinstance(value, str):
        return "\n".join(value.strip().splitlines())
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M}"  # as far as the form tells it
    return value.pk if isinstance(value, Model) else sorted(map(str, value))
