"""What readers and subscribers see: joining, preferences, leaving."""

from django.urls import path

from subscribers.views import joining, leaving, preferences
from subscribers.views.follow import follow
from subscribers.webhooks import webhook

app_name = "subscribers"
urlpatterns = [
    path("subscribe/", joining.subscribe, name="subscribe"),
    path("confirm/<str:token>/", joining.confirm, name="confirm"),
    path("move/<str:token>/", preferences.move, name="move"),
    path("leave/<str:token>/", leaving.leave, name="leave"),
    path("leave/<str:token>/less/", leaving.less, name="less"),
    path("leave/<str:token>/back/", leaving.back, name="back"),
    path("you/<str:token>/", preferences.you, name="you"),
    path("you/<str:token>/address/", preferences.address, name="address"),
    path("you/<str:token>/kept/", preferences.about_you, name="kept"),
    path("you/<str:token>/kept.json", preferences.take_away, name="take_away"),
    path("you/<str:token>/erase/", preferences.erase, name="erase"),
    path("to/<str:token>", follow, name="follow"),
    path("webhooks/<slug:provider>/", webhook, name="webhook"),
]
