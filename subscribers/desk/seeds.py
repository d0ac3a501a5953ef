"""The seed list: our own addresses, which every mailing serves first."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from sources.desk.page import page
from subscribers.models import Seed


class SeedForm(forms.ModelForm):
    class Meta:
        model = Seed
        fields = ["address"]
        labels = {"address": "Another address"}
        error_messages = {"address": {"unique": "This address is on the list already."}}


@permission_required("subscribers.view_seed", raise_exception=True)
@require_safe
def seeds(request):
    return _show(request, SeedForm())


@permission_required("subscribers.add_seed", raise_exception=True)
@require_POST
def add(request):
    form = SeedForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    seed = form.save()
    messages.success(request, f"{seed.address} is on the seed list.")
    return redirect("seeds")


@permission_required("subscribers.delete_seed", raise_exception=True)
@require_POST
def remove(request, pk):
    seed = get_object_or_404(Seed, pk=pk)
    seed.delete()
    messages.success(request, f"{seed.address} is off the seed list.")
    return redirect("seeds")


def _show(request, form, status=200):
    context = {"title": "Seed list", "seeds": Seed.objects.all(), "form": form}
    return page(request, "subscribers/desk/seeds.html", context, status=status)
