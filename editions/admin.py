"""Looking up and mending the rows of `editions`; the desk's pages are wired in here."""

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone

from editions.desk import paste, sheet
from editions.models import Correction, Edition, Masthead, Move, Note, Section, Slot, Snapshot, Tick
from editions.versions import keep_edition, keep_item
from editions.workflow import PUBLISHED
from sources.admin import NewsItemAdmin
from sources.models import NewsItem


@admin.register(Masthead)
class MastheadAdmin(admin.ModelAdmin):
    """One row, so its list is its form."""

    autocomplete_fields = ["logo"]

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


@admin.register(Edition)
class EditionAdmin(FrozenOnceOut, admin.ModelAdmin):
    list_display = ["number", "title", "status", "week_first", "week_last", "published_at"]
    list_display_links = ["number", "title"]
    list_filter = ["status"]
    search_fields = ["number", "title", "dek", "subject"]
    autocomplete_fields = ["hero"]
    readonly_fields = ["status", "publish_at", "published_at", "version"]
    inlines = [SectionInline, MoveInline]
    change_form_template = "editions/desk/change_form.html"
    change_list_template = "editions/desk/change_list.html"

    def get_urls(self):
        wrap = self.admin_site.admin_view
        own = [
            path("paste/<str:way>/", wrap(paste.paste), name="editions_edition_paste"),
            path("paste/<str:way>/understood/", wrap(paste.understood), name="editions_edition_understood"),
            path("paste/<str:way>/save/", wrap(paste.save), name="editions_edition_paste_save"),
            path("<int:pk>/sheet/", wrap(sheet.sheet), name="editions_edition_sheet"),
            path("<int:pk>/move/<str:name>/", wrap(sheet.move), name="editions_edition_move"),
            path("<int:pk>/proof/", wrap(sheet.proof), name="editions_edition_proof"),
            path("<int:pk>/preview/web/", wrap(sheet.preview_web), name="editions_edition_preview_web"),
            path("<int:pk>/preview/email/", wrap(sheet.preview_email), name="editions_edition_preview_email"),
            path(
                "<int:pk>/preview/wechat/", wrap(sheet.preview_wechat), name="editions_edition_preview_wechat"
            ),
            path(
                "<int:pk>/preview/<str:form>/", wrap(sheet.preview_text), name="editions_edition_preview_text"
            ),
        ]
        return own + super().get_urls()

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

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        keep_edition(form.instance.edition, by=request.user, now=timezone.now())


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
    list_display = ["edition", "item", "note", "at", "by"]
    list_select_related = ["edition", "item", "by"]
    search_fields = ["note", "edition__title"]


@admin.register(Note)
class NoteAdmin(admin.ModelAdmin):
    list_display = ["text", "edition", "item", "by", "at", "resolved_at"]
    list_filter = ["resolved_at"]
    list_select_related = ["edition", "item", "by"]
    search_fields = ["text"]
    autocomplete_fields = ["edition", "item"]


@admin.register(Tick)
class TickAdmin(admin.ModelAdmin):
    list_display = ["line", "edition", "by", "at"]
    list_select_related = ["edition", "by"]
    search_fields = ["line"]
    autocomplete_fields = ["edition"]


admin.site.unregister(NewsItem)


@admin.register(NewsItem)
class VersionedNewsItemAdmin(NewsItemAdmin):
    """The item's form, with a Version of every save: versions are the business of this app."""

    change_list_template = "editions/desk/item_list.html"

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        keep_item(form.instance, by=request.user, now=timezone.now())
