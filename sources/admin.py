"""Looking up and mending the rows of `sources`."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone

from sources import new_companies
from sources.desk import companies, feeds
from sources.desk import urls as desk
from sources.desk.typed import outliving
from sources.known import namesakes
from sources.models import (
    AccessToken,
    Byline,
    Clipping,
    Company,
    Contributor,
    Credit,
    Deal,
    Feed,
    Market,
    NewsItem,
    Picture,
    SeeAlso,
    Source,
    Tip,
)
from sources.models.pictures import re_encode
from sources.workflow import PUBLISHED, WorkflowError

# What readers saw: it changes only by a correction, once the item is out.
WORDS = (
    "headline",
    "dek",
    "body",
    "format",
    "event_date",
    "authors_note",
    "image",
    "image_caption",
    "image_credit",
    "follows_up",
)


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "language", "rank", "paywalled", "home_page"]
    list_filter = ["kind", "language", "paywalled"]
    search_fields = ["name", "credit_line", "notes"]


@admin.register(Feed)
class FeedAdmin(admin.ModelAdmin):
    """The list, and how feeds come in, are pages of the desk; the form is for mending a row."""

    search_fields = ["url", "title", "source__name"]
    autocomplete_fields = ["source"]
    fields = ["source", "url", "title", "keep_only", "drop"]

    def get_urls(self):
        own = [
            path(route, outliving(self.admin_site.admin_view(view)), name=f"sources_feed_{name}")
            for name, (route, view) in desk.FEED.items()
        ]
        return own + super().get_urls()

    def changelist_view(self, request, extra_context=None):
        return feeds.feeds(request)

    def add_view(self, request, form_url="", extra_context=None):
        return redirect("admin:sources_feed_look")

    def save_model(self, request, obj, form, change):
        """At another address it is another server's, and what that one sent last is not known."""
        if "url" in form.changed_data:
            obj.host, obj.etag, obj.last_modified = None, "", ""
            obj.next_poll_at = timezone.now() if obj.active else None
        super().save_model(request, obj, form, change)


@admin.register(Clipping)
class ClippingAdmin(admin.ModelAdmin):
    list_display = ["title", "source", "state", "clipped_at"]
    list_filter = ["state", "language", "source"]
    list_select_related = ["source"]
    search_fields = ["title", "summary", "url", "canonical_url"]
    autocomplete_fields = ["source", "feed", "companies", "cluster"]
    date_hierarchy = "clipped_at"

    def get_urls(self):
        own = [
            path(route, outliving(self.admin_site.admin_view(view)), name=f"sources_clipping_{name}")
            for name, (route, view) in desk.CLIPPING.items()
        ]
        return own + super().get_urls()


@admin.register(AccessToken)
class AccessTokenAdmin(admin.ModelAdmin):
    """Colleagues make and revoke their own at the desk; that of somebody else is ended by deleting it."""

    list_display = ["name", "person", "scope", "created_at", "used_at", "revoked_at"]
    list_select_related = ["person"]
    search_fields = ["name", "person__username"]
    fields = readonly_fields = ["person", "name", "scope", "created_at", "used_at", "revoked_at"]

    def get_urls(self):
        own = [
            path(route, self.admin_site.admin_view(view), name=f"sources_accesstoken_{name}")
            for name, (route, view) in desk.TOKEN.items()
        ]
        return own + super().get_urls()

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Tip)
class TipAdmin(admin.ModelAdmin):
    list_display = ["company_name", "contact_name", "contact_email", "clipping", "received_at"]
    list_select_related = ["clipping"]
    search_fields = ["company_name", "story", "url", "contact_name", "contact_email"]
    date_hierarchy = "received_at"
    autocomplete_fields = ["clipping"]


class KeepsAddresses:
    """A slug that was changed leads to the new one for good."""

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        obj.keep_address(form.initial.get("slug", "") if change else "")


@admin.register(Market)
class MarketAdmin(KeepsAddresses, admin.ModelAdmin):
    list_display = ["name", "local_name", "code", "parent"]
    list_filter = [("parent", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["parent"]
    search_fields = ["name", "local_name", "code"]
    autocomplete_fields = ["parent"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Company)
class CompanyAdmin(KeepsAddresses, admin.ModelAdmin):
    """The list and the form are those of the desk, with what is on each company."""

    form = companies.CompanyForm
    fieldsets = [
        (None, {"fields": ["name", "local_name", "ambiguous_name", "aliases", "former_names", "slug"]}),
        ("Who they are", {"fields": ["summary", "parent", "sectors", "markets"]}),
        ("Where to find them", {"fields": ["headquarters", "website", "ticker"]}),
    ]
    list_display = ["name", "local_name", "items_of", "sectors_of", "parent", "ticker"]
    list_filter = ["ambiguous_name", companies.Merged, ("markets", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["parent"]
    list_per_page = 50
    empty_value_display = ""
    search_fields = ["name", "local_name", "aliases", "former_names", "ticker"]
    autocomplete_fields = ["parent", "markets"]
    prepopulated_fields = {"slug": ["name"]}
    change_list_template = "sources/desk/company_list.html"
    change_form_template = "sources/desk/company.html"

    def get_urls(self):
        own = [
            path(route, self.admin_site.admin_view(view), name=f"sources_company_{name}")
            for name, (route, view) in desk.COMPANY.items()
        ]
        return own + super().get_urls()

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("sectors")

    def get_changelist(self, request, **kwargs):
        return companies.Counting

    def get_changeform_initial_data(self, request):
        begun = companies.begun(companies.number_of(request.GET.get("suggestion")))
        return {**super().get_changeform_initial_data(request), **begun}

    def change_view(self, request, object_id, form_url="", extra_context=None):
        company = self.get_object(request, object_id)
        about = companies.about(company) if company else {}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **about})

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        came_from = None if change else companies.number_of(request.GET.get("suggestion"))
        new_companies.welcome(form.instance, came_from)
        for one in form.came_along:
            said = f"{one.name} was merged into it while this page was open; what it brought is kept."
            messages.info(request, said)
        if form.said_of_theirs:
            messages.info(request, form.said_of_theirs)
        if into := form.instance.merged_into:
            messages.warning(request, f"It was merged into {into}: readers see what stands there, not this.")
            return
        for name, other in namesakes(form.instance):
            said = f"“{name}” is a name of {other}, too: what names it is filed under one of them alone."
            messages.warning(request, said)

    def get_search_results(self, request, queryset, search_term):
        """Where one chooses a company, merged ones are not offered; what names one already keeps it."""
        if request.resolver_match.url_name == "autocomplete":
            queryset = queryset.standing()
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description="items")
    def items_of(self, company):
        return company.items_in_all

    @admin.display(description="sectors")
    def sectors_of(self, company):
        return ", ".join(tag.name for tag in company.sectors.all())


@admin.register(Contributor)
class ContributorAdmin(admin.ModelAdmin):
    list_display = ["name", "role", "contact"]
    search_fields = ["name", "role"]
    autocomplete_fields = ["picture"]


class PictureForm(forms.ModelForm):
    upload = forms.FileField(required=False, help_text="JPEG, PNG, WebP or GIF, up to 20 MB.")

    class Meta:
        model = Picture
        fields = ["alt", "caption", "credit"]

    def clean_upload(self):
        upload = self.cleaned_data["upload"]
        if upload is None and self.instance.pk is None:
            raise ValidationError("Choose a picture to upload.")
        if upload is not None:
            re_encode(upload.read())
            upload.seek(0)
        return upload


@admin.register(Picture)
class PictureAdmin(admin.ModelAdmin):
    """Pictures are kept for good: a snapshot may show them."""

    form = PictureForm
    list_display = ["__str__", "width", "height", "credit", "caption"]
    search_fields = ["alt", "caption", "credit"]

    def get_fields(self, request, obj=None):
        return ["alt", "caption", "credit", *([] if obj else ["upload"])]

    def save_form(self, request, form, change):
        if not change:
            facts = {name: form.cleaned_data[name] for name in ("alt", "caption", "credit")}
            form.instance = Picture.objects.keep(form.cleaned_data["upload"].read(), **facts)
            if any(getattr(form.instance, name) != words for name, words in facts.items()):
                said = "This picture was here already, and keeps the words it had; mend them on its page."
                messages.warning(request, said)
        return super().save_form(request, form, change)

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)

    def has_delete_permission(self, request, obj=None):
        return False


class FrozenWithItem:
    """Credits, deals and bylines are fixed once the item is out."""

    extra = 0

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and not (obj and obj.is_frozen)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and obj.is_frozen)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.is_frozen)


class CreditInline(FrozenWithItem, admin.TabularInline):
    model = Credit
    autocomplete_fields = ["source"]


class BylineInline(FrozenWithItem, admin.TabularInline):
    model = Byline
    autocomplete_fields = ["contributor"]


class DealInline(FrozenWithItem, admin.StackedInline):
    model = Deal
    autocomplete_fields = ["counterparties"]


class SeeAlsoInline(FrozenWithItem, admin.TabularInline):
    model = SeeAlso


@admin.register(NewsItem)
class NewsItemAdmin(admin.ModelAdmin):
    list_display = ["label", "names", "status", "format", "kind", "published_at"]
    list_filter = ["status", "format", "kind", ("markets", admin.RelatedOnlyFieldListFilter)]
    search_fields = [
        "headline",
        "slugline",
        "body",
        "companies__name",
        "companies__local_name",
        "companies__aliases",
        "companies__former_names",
    ]
    autocomplete_fields = ["companies", "markets", "image", "follows_up", "clippings"]
    inlines = [CreditInline, BylineInline, DealInline, SeeAlsoInline]
    readonly_fields = ["status", "published_at", "version"]
    actions = ["make_ready", "return_to_draft"]
    date_hierarchy = "published_at"

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("companies")

    @admin.display(description="label")
    def label(self, item):
        return item.desk_label

    @admin.display(description="companies")
    def names(self, item):
        return ", ".join(company.name for company in item.companies.all())

    def view_on_site(self, obj):
        """Where readers find it, once they can."""
        return obj.get_absolute_url() if obj.status == PUBLISHED else None

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, *(WORDS if obj and obj.is_frozen else ())]

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.is_frozen)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.created_by = request.user
        obj.version += change
        super().save_model(request, obj, form, change)

    @admin.action(description="Say that they are ready to place", permissions=["change"])
    def make_ready(self, request, queryset):
        self._each(request, queryset, "make_ready")

    @admin.action(description="Take them back to draft", permissions=["change"])
    def return_to_draft(self, request, queryset):
        self._each(request, queryset, "return_to_draft")

    def _each(self, request, queryset, verb):
        """Make one move of every item chosen, and say which could not be made and why."""
        for item in queryset:
            try:
                getattr(item, verb)(by=request.user, now=timezone.now())
            except WorkflowError as error:
                self.message_user(request, f"“{item}”: {error}", messages.ERROR)
            else:
                self.message_user(
                    request, f"“{item}” is {item.get_status_display().lower()}.", messages.SUCCESS
                )
