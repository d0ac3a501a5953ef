"""Looking up and mending the rows of `editions`; the desk's pages are wired in here."""

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone

from editions import readers
from editions.desk import urls as desk
from editions.models import Correction, Edition, Masthead, Move, Note, Section, Slot, Snapshot, Tick
from editions.notices import tell_named
from editions.preflight import CHECKS
from editions.render import figures
from editions.versions import keep_edition, keep_item
from editions.workflow import FROZEN, PUBLISHED, WRITE
from sources.admin import NewsItemAdmin
from sources.models import NewsItem


class MastheadForm(forms.ModelForm):
    """With a box for each rule of house style; the row keeps those that are switched off."""

    rules = forms.MultipleChoiceField(
        label="Rules of house style", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        off = self.instance.rules_off
        self.fields["rules"].choices = [(one.code, one.title) for one in CHECKS if one.switchable]
        self.initial["rules"] = [one.code for one in CHECKS if one.code not in off]

    def save(self, commit=True):
        on = self.cleaned_data["rules"]
        self.instance.rules_off = [one.code for one in CHECKS if one.switchable and one.code not in on]
        return super().save(commit)


@admin.register(Masthead)
class MastheadAdmin(admin.ModelAdmin):
    """One row, so its list is its form."""

    form = MastheadForm
    autocomplete_fields = ["logo"]
    fieldsets = [
        (None, {"fields": ["name", "tagline", "logo", "accent", "introduction", "signoff", "about"]}),
        ("Mail", {"fields": ["sender_name", "sender_address", "reply_to", "postal_address"]}),
        ("Publication", {"fields": ["time_zone", "weekday", "hour", "four_eyes", "tick_list"]}),
    ]

    readonly_fields = ["rules_on"]

    @admin.display(description="Rules of house style")
    def rules_on(self, masthead):
        """For whoever may look and not change."""
        return ", ".join(one.title for one in CHECKS if one.switchable and one.code not in masthead.rules_off)

    def get_fieldsets(self, request, obj=None):
        style = ["heading_case", "serial_comma", "words_to_avoid", "longest_brief", "longest_story"]
        rules = "rules" if self.has_change_permission(request, obj) else "rules_on"
        return [*self.fieldsets, ("House style", {"fields": [rules, *style]})]

    def changelist_view(self, request, extra_context=None):
        pk = Masthead.objects.the().pk
        return HttpResponseRedirect(reverse("admin:editions_masthead_change", args=[pk]))

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnly:
    """Records of what happened: nobody writes them by hand."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class FrozenOnceOut:
    """What has been published changes only by a correction."""

    def edition_of(self, obj):
        return obj

    def frozen(self, obj):
        return obj is not None and self.edition_of(obj).is_frozen

    def get_object(self, request, object_id, from_field=None):
        """With its edition read anew and kept from moving, where a form is about to be saved."""
        found = super().get_object(request, object_id, from_field)
        if found and request.method == "POST":
            locked = Edition.objects.select_for_update(of=("self",))
            self.edition_of(found).refresh_from_db(from_queryset=locked)
        return found

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not self.frozen(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not self.frozen(obj)


class SectionInline(FrozenOnceOut, admin.TabularInline):
    model = Section
    fields = ["heading", "layout", "position"]
    show_change_link = True
    extra = 0

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and not self.frozen(obj)


class MoveInline(ReadOnly, admin.TabularInline):
    model = Move
    fields = readonly_fields = ["at", "name", "came_from", "went_to", "by", "reason"]
    extra = 0


class LeadingToTheDesk(ChangeList):
    """A list opens the desk of what is still written, and the sheet of what is not."""

    def url_for_result(self, result):
        page = "sheet" if result.is_frozen else "desk"
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=[result.pk])


@admin.register(Edition)
class EditionAdmin(FrozenOnceOut, admin.ModelAdmin):
    list_display = ["number", "title", "status", "week", "out"]
    list_display_links = ["number", "title"]
    list_filter = ["status"]
    search_fields = ["number", "title", "dek", "subject"]
    autocomplete_fields = ["hero"]
    readonly_fields = ["status", "publish_at", "published_at", "version"]
    inlines = [SectionInline, MoveInline]
    change_form_template = "editions/desk/change_form.html"
    change_list_template = "editions/desk/change_list.html"

    def get_urls(self):
        own = [
            path(route, self.admin_site.admin_view(view), name=f"editions_edition_{name}")
            for name, (route, view) in desk.EDITION.items()
        ]
        return own + super().get_urls()

    def get_changelist(self, request, **kwargs):
        return LeadingToTheDesk

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if box := form.base_fields.get("mail_to"):
            box.label = "Who gets it by mail"
            box.widget = forms.Select(choices=readers.offered(obj.mail_to if obj else ""))
        return form

    @admin.display(description="week", ordering="week_first")
    def week(self, edition):
        return figures.week(edition.week_first, edition.week_last)

    @admin.display(description="goes out", ordering="publish_at")
    def out(self, edition):
        """When it went out, or is to."""
        return edition.published_at or edition.publish_at

    def view_on_site(self, obj):
        """Where readers find it, once they can."""
        return obj.get_absolute_url() if obj.status == PUBLISHED else None

    def save_model(self, request, obj, form, change):
        if not change:
            masthead = Masthead.objects.the()
            obj.created_by = request.user
            obj.introduction = obj.introduction or masthead.introduction
            obj.signoff = obj.signoff or masthead.signoff
        obj.version += change
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        keep_edition(form.instance, by=request.user, now=timezone.now())


class SlotInline(FrozenOnceOut, admin.TabularInline):
    model = Slot
    autocomplete_fields = ["item"]
    extra = 0

    def edition_of(self, obj):
        return obj.edition

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and not self.frozen(obj)


@admin.register(Section)
class SectionAdmin(FrozenOnceOut, admin.ModelAdmin):
    list_display = ["heading", "layout", "edition", "position"]
    list_filter = ["layout"]
    list_select_related = ["edition"]
    search_fields = ["heading", "edition__title", "edition__number"]
    autocomplete_fields = ["edition"]
    inlines = [SlotInline]

    def edition_of(self, obj):
        return obj.edition

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "edition":
            kwargs["queryset"] = Edition.objects.exclude(status__in=FROZEN)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_related(self, request, form, formsets, change):
        """Who takes a section out of an edition has written in it, as has who puts it into another."""
        super().save_related(request, form, formsets, change)
        left, now = form.initial.get("edition"), timezone.now()
        for edition in Edition.objects.filter(pk__in={left, form.instance.edition_id} - {None}):
            keep_edition(edition, by=request.user, now=now)

    @transaction.atomic
    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        keep_edition(obj.edition, by=request.user, now=timezone.now())

    def delete_queryset(self, request, queryset):
        for section in queryset.select_related("edition"):
            self.delete_model(request, section)


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["edition", "sequence", "reason", "taken_at", "content_hash"]
    list_filter = ["reason"]
    list_select_related = ["edition"]
    search_fields = ["title", "edition__number"]
    fields = ["edition", "sequence", "reason", "taken_at", "content_hash", "text"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("document", "web_html", "email_html")


@admin.register(Correction)
class CorrectionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["note", "difference", "edition", "item", "at", "by"]
    list_select_related = ["edition", "item", "by"]
    search_fields = ["note", "edition__title", "edition__number", "before", "after"]
    fields = readonly_fields = ["edition", "item", "snapshot", "note", "difference", "by", "at"]


@admin.register(Note)
class NoteAdmin(admin.ModelAdmin):
    list_display = ["text", "edition", "item", "by", "at", "resolved_at"]
    list_filter = ["resolved_at"]
    list_select_related = ["edition", "item", "by"]
    search_fields = ["text"]
    autocomplete_fields = ["edition", "item"]
    fields = ["edition", "item", "text", "passage", "by", "link", "at", "resolved_at", "resolved_by"]
    readonly_fields = ["by", "link", "at", "resolved_at", "resolved_by"]

    def get_readonly_fields(self, request, obj=None):
        """What the person of a review link wrote stays as it is: they cannot see who changes it."""
        return self.fields if obj and obj.link_id else self.readonly_fields

    def save_model(self, request, obj, form, change):
        now = timezone.now()
        if not change:
            obj.by, obj.at = request.user, now
        super().save_model(request, obj, form, change)
        tell_named(obj, now=now)


@admin.register(Tick)
class TickAdmin(FrozenOnceOut, admin.ModelAdmin):
    """Ticked on the sheet, under one's own name; here a tick can only be taken back."""

    list_display = ["line", "edition", "by", "at"]
    list_select_related = ["edition", "by"]
    search_fields = ["line"]
    fields = readonly_fields = ["edition", "line", "by", "at"]

    def edition_of(self, obj):
        return obj.edition

    def has_add_permission(self, request):
        return False


admin.site.unregister(NewsItem)


class Placed(admin.SimpleListFilter):
    """Whether an edition that is not out yet holds it."""

    title, parameter_name = "place", "placed"

    def lookups(self, request, model_admin):
        return [("yes", "In an open edition"), ("no", "In none")]

    def queryset(self, request, queryset):
        held = Exists(Slot.objects.filter(item=OuterRef("pk"), section__edition__status__in=list(WRITE)))
        return queryset.filter({"yes": held, "no": ~held}[self.value()]) if self.value() else queryset


@admin.register(NewsItem)
class VersionedNewsItemAdmin(NewsItemAdmin):
    """The item's form, with a Version of every save: versions are the business of this app."""

    list_filter = ["status", Placed, *NewsItemAdmin.list_filter[1:]]
    change_list_template = "editions/desk/item_list.html"
    change_form_template = "editions/desk/item_form.html"

    def get_changelist(self, request, **kwargs):
        return LeadingToTheDesk

    def get_urls(self):
        own = [
            path(route, self.admin_site.admin_view(view), name=f"sources_newsitem_{name}")
            for name, (route, view) in desk.ITEM.items()
        ]
        return own + super().get_urls()

    def get_object(self, request, object_id, from_field=None):
        """Read anew and kept from moving, where a form is about to be saved."""
        found = super().get_object(request, object_id, from_field)
        if found and request.method == "POST":
            found.refresh_from_db(from_queryset=NewsItem.objects.select_for_update(of=("self",)))
        return found

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        keep_item(form.instance, by=request.user, now=timezone.now())
