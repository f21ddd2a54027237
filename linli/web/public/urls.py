"""Addresses of the public pages."""

from django.urls import URLPattern, URLResolver, path

from linli.web import preferences, sheets
from linli.web.public import home, places

app_name = "public"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("preferences/", preferences.choose, name="preferences"),
    path("places/outline/<slug:code>.json", places.outline, name="outline"),
    path("places/locate.json", places.located, name="locate"),
    path("places/search.json", places.search, name="place_search"),
    path("sheets/<slug:name>.<slug:digest>.css", sheets.serve, name="sheet"),
]
