"""The form of a company that stood open while a colleague saved it or merged another into it: both are kept.

The form says which were merged when it was opened; each one since then knows what it gave.
"""

from django import forms

from sources.desk.meanwhile import StoodOpen
from sources.merged_facts import LINES
from sources.models import Market


class OpenMeanwhile(StoodOpen):
    """`came_along` are those merged into the company since the form was opened; a form that says nothing of
    when that was is taken as it is."""

    merged_then = forms.CharField(required=False, widget=forms.HiddenInput)
    came_along = ()

    @property
    def may_differ(self):
        return bool(self.came_along)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            merged = self._merged().values_list("pk", flat=True)
            self.initial["merged_then"] = " ".join(map(str, [0, *merged]))

    def clean(self):
        then = self.cleaned_data.get("merged_then", "").split()
        if then and self.instance.pk:
            self.came_along = [one for one in self._merged() if str(one.pk) not in then]
        facts = super().clean()
        for one in self.came_along:
            self._keep(facts, one.gave)
        return facts

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
