"""The list of subscribers; what one sees and does there stands in `subscribers/desk/`."""

from django.contrib import admin
from django.db.models import Count
from django.utils import timezone

from subscribers import addresses
from subscribers.desk import subscribers as desk
from subscribers.growth import growth
from subscribers.models import Import, Subscriber

Choice = Subscriber.Choice
GETS = {
    Choice.FULL: "Full edition",
    Choice.HEADLINES: "Headlines",
    Choice.FOLLOWS: "Follows",
    Choice.DIGEST: "Digest",
}


class Consent(admin.SimpleListFilter):
    """Whence somebody agreed."""

    title, parameter_name = "consent", "consent"

    def lookups(self, request, model_admin):
        return [
            ("form", "Our form"),
            ("import", "An import"),
            ("hand", "By hand"),
            ("none", "None recorded"),
        ]

    def queryset(self, request, queryset):
        agreed = queryset.filter(consent_at__isnull=False)
        return {
            "form": agreed.filter(consent_from__startswith="/"),
            "import": agreed.exclude(imported=None).exclude(consent_from__startswith="/"),
            "hand": agreed.filter(consent_from=desk.BY_HAND),
            "none": queryset.filter(consent_at=None),
        }.get(self.value(), queryset)


class Imported(admin.SimpleListFilter):
    """The newest files; an older one is reached from its own page."""

    title, parameter_name = "import", "imported"

    def lookups(self, request, model_admin):
        people = Import.objects.filter(purpose=Import.Purpose.PEOPLE).exclude(state=Import.State.UPLOADED)
        return [(str(one.pk), one.name) for one in people.only("name")[:10]]

    def queryset(self, request, queryset):
        number = self.value() or ""
        return queryset.filter(imported=number) if number.isdecimal() else queryset


@admin.register(Subscriber)
class SubscriberAdmin(admin.ModelAdmin):
    """A list to search and filter; adding, changing and taking off are pages of the desk."""

    list_display = ["label", "name", "state", "gets", "language", "joined"]
    sortable_by = ["label", "joined"]  # by these there is an index
    list_filter = ["status", "choice", "language", Consent, Imported]
    search_fields = ["normalised", "name"]
    search_help_text = "An address, a part of one, or a name."
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # each would be a count of its own
    list_per_page = 50
    actions = None
    change_list_template = "subscribers/desk/subscriber_list.html"

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="address", ordering="normalised")
    def label(self, subscriber):
        return subscriber.address

    @admin.display(description="status")
    def state(self, subscriber):
        paused = subscriber.paused_until and subscriber.paused_until > timezone.localdate()
        return f"{subscriber.get_status_display()}{', paused' if paused else ''}"

    @admin.display(description="gets")
    def gets(self, subscriber):
        return GETS[subscriber.choice]

    @admin.display(description="joined", ordering="joined_at")
    def joined(self, subscriber):
        return timezone.localtime(subscriber.joined_at).date()

    def get_search_results(self, request, queryset, search_term):
        """A whole address is found by its index; parts of one are looked for in every row."""
        try:
            normalised = addresses.parse(search_term)[1]
        except ValueError:
            return super().get_search_results(request, queryset, search_term)
        exact = queryset.filter(normalised=normalised)
        return (
            (exact, False) if exact.exists() else super().get_search_results(request, queryset, search_term)
        )

    def changelist_view(self, request, extra_context=None):
        counts = dict(Subscriber.objects.order_by().values_list("status").annotate(number=Count("pk")))
        states = [(state, label, counts.get(state, 0)) for state, label in Subscriber.Status.choices]
        summary = {"states": states, "everybody": sum(counts.values()), "growth": growth(timezone.now())}
        return super().changelist_view(request, {**summary, **(extra_context or {})})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return desk.subscriber(request, object_id)
