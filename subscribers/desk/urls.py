"""Pages of the newsroom about subscribers and mailings, below /admin/. Each view asks for its permission."""

from django.contrib import admin
from django.urls import path

from subscribers.desk import (
    corrected,
    deliveries,
    exports,
    imports,
    insight,
    mail_edition,
    mailings,
    renditions,
    reports,
    seeds,
    segments,
    subscribers,
    suppressions,
    verbs,
)

# (address, view, name); a signed-out colleague is sent to the login.
PAGES = [
    ("mailings/", mailings.mailings, "mailings"),
    ("mailings/<int:pk>/", mailings.mailing, "mailing"),
    ("mailings/<int:pk>/state/", mailings.state, "mailing_state"),
    ("mailings/<int:pk>/pause/", verbs.pause, "mailing_pause"),
    ("mailings/<int:pk>/resume/", verbs.resume, "mailing_resume"),
    ("mailings/<int:pk>/cancel/", verbs.cancel, "mailing_cancel"),
    ("mailings/<int:pk>/rest/", verbs.rest, "mailing_rest"),
    ("mailings/<int:pk>/arrived/", verbs.arrived, "mailing_arrived"),
    ("mailings/<int:pk>/again/", verbs.again, "mailing_again"),
    ("mailings/<int:pk>/deliveries/<slug:state>/", deliveries.of_mailing, "mailing_deliveries"),
    ("mailings/content/<int:pk>/", renditions.rendition, "rendition"),
    ("mailings/content/<int:pk>/html/", renditions.html, "rendition_html"),
    ("mailings/edition/<int:pk>/", mail_edition.mail_edition, "mail_edition"),
    ("mailings/edition/<int:pk>/reach/", mail_edition.reach, "mail_reach"),
    ("mailings/corrected/", corrected.readers, "corrected_readers"),
    ("segments/", segments.segments, "segments"),
    ("segments/add/", segments.add, "segment_add"),
    ("segments/reach/", segments.reach, "segment_reach"),
    ("segments/<int:pk>/", segments.change, "segment"),
    ("segments/<int:pk>/delete/", segments.delete, "segment_delete"),
    ("seeds/", seeds.seeds, "seeds"),
    ("seeds/add/", seeds.add, "seed_add"),
    ("seeds/<int:pk>/remove/", seeds.remove, "seed_remove"),
    ("deliveries/", deliveries.deliveries, "deliveries"),
    ("reports/", reports.reports, "reports"),
    ("reports/<int:pk>/", reports.report, "report"),
    ("subscribers/import/", imports.upload, "subscriber_import"),
    ("subscribers/import/<int:pk>/", imports.file, "subscriber_import_file"),
    ("subscribers/import/<int:pk>/counts/", imports.counts, "subscriber_import_counts"),
    ("subscribers/import/<int:pk>/progress/", imports.progress, "subscriber_import_progress"),
    ("subscribers/import/<int:pk>/cancel/", imports.cancel, "subscriber_import_cancel"),
    ("subscribers/import/<int:pk>/refused.csv", imports.refused, "subscriber_import_refused"),
    ("subscribers/export/", exports.export, "subscriber_export"),
    ("subscribers/add/", subscribers.add, "subscriber_add"),
    ("subscribers/<int:pk>/leave/", subscribers.leave, "subscriber_leave"),
    ("subscribers/<int:pk>/suppress/", subscribers.suppress, "subscriber_suppress"),
    ("subscribers/<int:pk>/erase/", subscribers.erase, "subscriber_erase"),
    ("suppressions/", suppressions.suppressions, "suppressions"),
    ("suppressions/add/", suppressions.add, "suppression_add"),
    ("insight/", insight.insight_of_all, "insight"),
    ("insight/<int:pk>/", insight.insight_of_edition, "insight_of_edition"),
]

urlpatterns = [path(address, admin.site.admin_view(view), name=name) for address, view, name in PAGES]
