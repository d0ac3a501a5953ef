from django.urls import path

from editions.archive import companies, editions, feeds, items, pages

app_name = "archive"
urlpatterns = [
    path("", editions.home, name="home"),
    path("editions/", editions.index, name="editions"),
    path("editions/feed.xml", feeds.editions, name="feed"),
    path("editions/<int:year>/", editions.year, name="year"),
    path("editions/<int:number>-<str:slug>/", editions.edition, name="edition"),
    path("editions/<int:number>-<str:slug>/email/", editions.email, name="email"),
    path("items/<int:pk>-<str:slug>/", items.item, name="item"),
    path("companies/<slug:slug>/", companies.company, name="company"),
    path("markets/<slug:slug>/", companies.market, name="market"),
    path("favicon.ico", pages.icon, name="icon"),
]
