"""The form of a company that stood open while a colleague saved it or merged another into it: both are kept.

The form says what stood in it when it was opened, and which were merged by then; each one since then knows
what it gave.
"""

import json

from django import forms

from sources.merged_facts import LINES
from sources.models import Company, Market


class OpenMeanwhile(forms.ModelForm):
    """`came_along` are those merged into the company since the form was opened, `theirs` the labels of what
    a colleague changed in it; a form that says nothing of when that was is taken as it is."""

    merged_then = forms.CharField(required=False, widget=forms.HiddenInput)
    stood_then = forms.JSONField(required=False, widget=forms.HiddenInput)
    came_along = theirs = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            merged = self._merged().values_list("pk", flat=True)
            self.initial["merged_then"] = " ".join(map(str, [0, *merged]))
            self.initial["stood_then"] = {name: _plain(self.initial[name]) for name in self._meta.fields}

    def clean(self):
        facts = super().clean()
        then = facts.get("merged_then", "").split()
        if then and self.instance.pk:
            self.came_along = [one for one in self._merged() if str(one.pk) not in then]
        self._reconcile(facts)
        for one in self.came_along:
            self._keep(facts, one.gave)
        return facts

    def _reconcile(self, facts):
        """Let stand what a colleague changed and this form did not; where both did, ask."""
        then = facts.get("stood_then")
        if not self.instance.pk or not isinstance(then, dict):
            return
        self.theirs, both = [], []
        for name in self._meta.fields:
            if name not in facts or name not in then:  # what is wrong is told already
                continue
            now, mine = _plain(self.initial[name]), _plain(facts[name])
            if mine == then[name] != now:
                facts[name] = self.instance.parent if name == "parent" else self.initial[name]
                self.theirs.append(self.fields[name].label)
            elif now not in (then[name], mine) and not self.came_along:
                both.append(name)
        for name in both:
            self._ask(name)
        if both:  # saved once more, what stands in the form counts
            self.data = self.data.copy()
            now = {name: _plain(self.initial[name]) for name in both}
            self.data[self.add_prefix("stood_then")] = json.dumps({**then, **now})

    def _ask(self, name):
        now = self.instance.parent if name == "parent" else self.initial[name]
        words = ", ".join(map(str, now)) if isinstance(now, list) else " · ".join(str(now or "").splitlines())
        did = f"changed this to “{words}”" if words else "emptied this"
        said = f"A colleague {did} while this page was open. Mend it, or save once more to keep yours."
        self.add_error(name, said)

    def _merged(self):
        """Without those that came along with one of them."""
        return self.instance.merged.filter(gave__to=self.instance.pk).order_by("pk")

    def _keep(self, facts, gave):
        for column in LINES:
            lines = facts.get(column, "").splitlines()
            there = {line.strip().lower() for line in lines}
            new = [name for name in gave.get(column, []) if name.lower() not in there]
            facts[column] = "\n".join([*lines, *new])
        for column in gave.get("columns", {}):
            name = column.removesuffix("_id")
            if not facts.get(name, True):  # what somebody wrote there is theirs
                facts[name] = getattr(self.instance, name)
        if "markets" in facts:
            facts["markets"] = Market.objects.filter(
                pk__in=[*(one.pk for one in facts["markets"]), *gave.get("markets", [])]
            )
        if "sectors" in facts:
            facts["sectors"] = list(dict.fromkeys([*facts["sectors"], *gave.get("sectors", [])]))


def _plain(value):
    """What a field holds, as JSON keeps it, and alike from a row and from a form."""
    if isinstance(value, str):
        return "\n".join(value.strip().splitlines())
    if value is None or isinstance(value, bool | int):
        return value
    return value.pk if isinstance(value, Company) else sorted(map(str, value))
