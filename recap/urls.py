"""All addresses: the reader's in `editions/archive/`, the editors' below /admin/."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path, re_path
from django.views.static import serve

from editions import review_pages
from editions.desk import catalogue, notices, queue, queue_verbs
from recap import board, errors, people, sent
from recap.language import in_every_language
from sources import write_api

admin.site.site_title = admin.site.site_header = "Recap"
admin.site.index_title = "Newsroom"
wrap = admin.site.admin_view
urlpatterns = [
    path("admin/password_reset/", auth.PasswordResetView.as_view(), name="admin_password_reset"),
    path("admin/password_reset/done/", auth.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path("reset/<uidb64>/<token>/", auth.PasswordResetConfirmView.as_view(), name="password_reset_confirm"),
    path("reset/done/", auth.PasswordResetCompleteView.as_view(), name="password_reset_complete"),
    path("admin/", wrap(board.board)),  # where admin:index leads
    path("admin/board/<int:pk>/", wrap(board.week), name="board_week"),
    path("admin/tables/", wrap(board.tables), name="tables"),
    path("admin/people/invite/", wrap(people.invite), name="invite"),
    path("admin/checks/", wrap(catalogue.checks), name="checks"),
    path("admin/queue/", wrap(queue.queue), name="queue"),
    path("admin/queue/more/", wrap(queue.more), name="queue_more"),
    path("admin/queue/stories/", wrap(queue.stories), name="queue_stories"),
    path("admin/queue/ran/", wrap(queue.marks), name="queue_ran"),
    path("admin/queue/undo/", wrap(queue_verbs.undo), name="queue_undo"),
    path("admin/queue/merge/", wrap(queue_verbs.merge), name="queue_merge"),
    path("admin/queue/filters/", wrap(queue_verbs.save_filter), name="queue_save_filter"),
    path("admin/queue/filters/<int:pk>/remove/", wrap(queue_verbs.remove_filter), name="queue_remove_filter"),
    path("admin/queue/<int:pk>/take/", wrap(queue_verbs.take), name="queue_take"),
    path("admin/queue/<int:pk>/credit/<int:item>/", wrap(queue_verbs.credit), name="queue_credit"),
    path("admin/queue/<int:pk>/hold/", wrap(queue_verbs.hold), name="queue_hold"),
    path("admin/queue/<int:pk>/dismiss/", wrap(queue_verbs.dismiss), name="queue_dismiss"),
    path("admin/queue/<int:pk>/put-back/", wrap(queue_verbs.put_back), name="queue_put_back"),
    path("admin/queue/<int:pk>/split/", wrap(queue_verbs.split), name="queue_split"),
    path("admin/sent/", wrap(sent.messages), name="sent"),
    path("admin/sent/<str:name>/", wrap(sent.message), name="sent_message"),
    path("admin/sent/<str:name>/html/", wrap(sent.html), name="sent_html"),
    path("admin/notices/", wrap(notices.notices), name="notices"),
    path("admin/notices/read/", wrap(notices.read_all), name="notices_read"),
    path("admin/notices/<int:pk>/read/", wrap(notices.read), name="notice_read"),
    path("admin/notices/choices/", wrap(notices.choose), name="notice_choices"),
    path("admin/", include("subscribers.desk.urls")),
    path("admin/", admin.site.urls),
    # Pictures are stored under the hash of their content, so any cache may keep them.
    re_path(
        r"^media/(?P<path>pictures/[0-9a-f]{64}\.(?:jpg|png))$", serve, {"document_root": settings.MEDIA_ROOT}
    ),
    path("review/", review_pages.urls),
    path("api/clippings/", write_api.api, name="clippings_api"),
    path("", include("editions.archive.data_urls")),
    in_every_language(
        path("", include("subscribers.urls")),
        path("", include("editions.archive.urls")),
    ),
]
handler403 = people.refused
handler404 = errors.missing
handler500 = errors.broken
