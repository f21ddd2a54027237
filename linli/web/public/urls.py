"""Addresses of the public pages."""

from django.urls import URLPattern, URLResolver, path

from linli.web import preferences, sheets
from linli.web.public import (
    areatiles,
    home,
    index,
    letters,
    maps,
    mediators,
    numbers,
    pathway,
    places,
    placing,
    proof,
    ranking,
    report,
    subscriptions,
    tracking,
)
from linli.web.public.room import files as room_files
from linli.web.public.room import page as room

app_name = "public"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("report/", report.report, name="report"),
    path("report/similar/", report.similar, name="report-similar"),
    path("report/places/", placing.places, name="report-places"),
    path("track/", tracking.track, name="track"),
    path("case/<str:number>/<str:secret>/", tracking.case, name="case"),
    path("case/<str:number>/<str:secret>/receipt/", tracking.receipt, name="receipt"),
    path("case/<str:number>/<str:secret>/photos/<uuid:attachment>/", tracking.photo, name="photo"),
    path("case/<str:number>/<str:secret>/do/<slug:action>/", tracking.act, name="act"),
    path("map/", maps.city_map, name="map"),
    path("area/<str:code>/", maps.area, name="area"),
    path("area/<str:code>/points.json", maps.points, name="points"),
    path("area/<str:code>/subscribe/", subscriptions.area, name="subscribe"),
    path("case/<str:number>/<str:secret>/subscribe/", subscriptions.case, name="subscribe-case"),
    path("subscriptions/<str:token>/confirm/", subscriptions.confirm, name="subscription-confirm"),
    path("subscriptions/<str:token>/stop/", subscriptions.stop, name="subscription-stop"),
    path("pathway/", pathway.pathway, name="pathway"),
    path("pathway/letter/<slug:key>/", letters.letter, name="pathway-letter"),
    path("mediators/", mediators.mediators, name="mediators"),
    path("room/<uuid:participant>/<str:link>/", room.room, name="room"),
    path("room/<uuid:participant>/<str:link>/sessions/<uuid:session>.ics", room_files.calendar, name="room-calendar"),
    path("room/<uuid:participant>/<str:link>/evidence/list.docx", room_files.evidence_list, name="room-evidence-list"),
    path("room/<uuid:participant>/<str:link>/evidence/<uuid:line>/", room_files.evidence, name="room-evidence"),
    path("room/<uuid:participant>/<str:link>/<slug:section>/<slug:verb>/", room.act, name="room-act"),
    path("numbers/", numbers.numbers, name="numbers"),
    path("ranking/", ranking.ranking, name="ranking"),
    path("index/", index.areas, name="index"),
    path("index/<str:code>/", index.area, name="index-area"),
    path("proof/", proof.proof, name="proof"),
    path("privacy/", home.privacy, name="privacy"),
    path("accessibility/", home.accessibility, name="accessibility"),
    path("preferences/", preferences.choose, name="preferences"),
    path("places/outline/<slug:code>.json", places.outline, name="outline"),
    path("places/locate.json", places.located, name="locate"),
    path("places/search.json", places.search, name="place_search"),
    path("tiles/areas/<slug:level>.json", areatiles.area_tiles, name="area-tiles"),
    path("tiles/areas/<int:version>/<slug:level>/<int:z>/<int:x>/<int:y>.mvt", areatiles.area_tile, name="area-tile"),
    path("sheets/<slug:name>.<slug:digest>.css", sheets.serve, name="sheet"),
]
