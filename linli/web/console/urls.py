"""Addresses of the console pages."""

from django.urls import URLPattern, URLResolver, path, re_path

from linli.web.console import (
    bulk,
    casefile,
    counts,
    credits,
    exports,
    fieldwork,
    index,
    lists,
    mapping,
    media,
    notices,
    palette,
    phone,
    picking,
    ranking,
    rechecks,
    saved,
    searching,
    surges,
)
from linli.web.console.briefs import pages as briefs
from linli.web.console.overview import page as overview
from linli.web.console.promises import books as promise_books
from linli.web.console.promises import targets as promise_targets
from linli.web.console.room import files as room_files
from linli.web.console.room import mine
from linli.web.console.room import page as room

app_name = "console"
_LISTS = {
    "inbox": "inbox",
    "mine": "mine",
    "cases": "area",
    "organisation": "org",
    "pending": "pending",
    "reported": "reported",
}

urlpatterns: list[URLPattern | URLResolver] = [
    path("", lists.home, name="home"),
    path("palette/", palette.palette, name="palette"),
    path("search/", searching.search, name="search"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("views/", saved.save, name="view-save"),
    path("views/<int:view>/remove/", saved.remove, name="view-remove"),
    path("views/<int:view>/share/", saved.share, name="view-share"),
    path("export/<slug:lens>.<slug:kind>", exports.export, name="export"),
    path("pick/organisations/", picking.organisations, name="pick-organisations"),
    path("pick/areas/", picking.areas, name="pick-areas"),
    path("intake/", phone.intake, name="intake"),
    path("intake/similar/", phone.similar, name="intake-similar"),
    path("field/", fieldwork.today, name="field"),
    path("field/report/", fieldwork.report, name="field-report"),
    path("overview/", overview.page, name="overview"),
    path("briefs/", briefs.listing, name="briefs"),
    path("briefs/new/", briefs.draft, name="brief-new"),
    path("briefs/<int:brief>/", briefs.one, name="brief"),
    path("briefs/<int:brief>/edit/", briefs.edit, name="brief-edit"),
    path("briefs/<int:brief>/send/", briefs.send, name="brief-send"),
    path("briefs/<int:brief>/brief.docx", briefs.word, name="brief-word"),
    path("counts/", counts.counts, name="counts"),
    path("organisation-counts/", credits.credits, name="credits"),
    path("organisation-counts/<int:org_id>/", credits.times, name="credit-times"),
    path("index/", index.areas, name="index"),
    path("index/<str:code>/", index.area, name="index-area"),
    path("warnings/", surges.listing, name="warnings"),
    path("warnings/<int:surge>/", surges.one, name="warning"),
    path("warnings/<int:surge>/<slug:stage>/", surges.step, name="warning-step"),
    path("ranking/", ranking.ranking, name="ranking"),
    path("ranking/strikes/", ranking.strikes, name="strikes"),
    path("ranking/strikes/ask/", ranking.ask, name="strike-ask"),
    path("ranking/strikes/<int:strike>/", ranking.rule, name="strike-rule"),
    path("map/", mapping.overview, name="map"),
    path("map/points.json", mapping.points, name="map-points"),
    path("tiles/cases/<int:z>/<int:x>/<int:y>.mvt", mapping.case_tile, name="case-tile"),
    path("mediations/", mine.mediations, name="mediations"),
    path("rechecks/", rechecks.waiting, name="rechecks"),
    path("rechecks/<int:recheck>/", rechecks.check, name="recheck"),
    path("rechecks/estimates/", rechecks.estimates, name="recheck-estimates"),
    path("rechecks/drawn/", rechecks.drawn, name="recheck-drawn"),
    path("promises/", promise_books.overview, name="promises"),
    path("promises/new/", promise_books.make, name="promise-book-new"),
    path("promises/<int:book>/", promise_books.book, name="promise-book"),
    path("promises/<int:book>/map/", promise_books.road_map, name="promise-map"),
    path("promises/<int:book>/map.<slug:kind>", promise_books.road_map_file, name="promise-map-file"),
    path("promises/<int:book>/letter/<int:org_id>.docx", promise_books.letter, name="promise-letter"),
    path("promises/<int:book>/targets/new/", promise_targets.new, name="promise-new"),
    path("promises/targets/<int:target>/", promise_targets.target, name="promise"),
    path("promises/targets/<int:target>/<slug:verb>/", promise_targets.act, name="promise-act"),
    path("promises/evidence/<int:report>/", promise_targets.evidence, name="promise-evidence"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read, name="notices-read"),
    path("media/<uuid:attachment>/", media.media, name="media"),
    path("media/<uuid:attachment>/<slug:size>/", media.media, name="media-sized"),
    *[path(f"{part}/", lists.cases, {"lens": lens}, name=part) for part, lens in _LISTS.items()],
    re_path(r"^cases/(?P<number>[A-Za-z0-9-]+)/$", casefile.case, name="case"),
    re_path(r"^cases/(?P<number>[A-Za-z0-9-]+)/preview/$", casefile.preview, name="preview"),
    re_path(r"^cases/(?P<number>[A-Za-z0-9-]+)/similar/$", casefile.similar, name="similar"),
    re_path(
        r"^cases/(?P<number>[A-Za-z0-9-]+)/suggestions/(?P<action>[a-z_]+)/$",
        casefile.suggestions,
        name="suggestions",
    ),
    re_path(r"^cases/(?P<number>[A-Za-z0-9-]+)/print/$", casefile.print_out, name="print"),
    re_path(r"^cases/(?P<number>[A-Za-z0-9-]+)/reveal/$", casefile.reveal, name="reveal"),
    re_path(r"^cases/(?P<dispute>[A-Za-z0-9-]+)/room/$", room.room, name="room"),
    path("cases/<slug:dispute>/room/sessions/<uuid:session>.ics", room_files.calendar, name="room-calendar"),
    path("cases/<slug:dispute>/room/evidence/list.docx", room_files.evidence_list, name="room-evidence-list"),
    path("cases/<slug:dispute>/room/evidence/<uuid:line>/", room_files.evidence, name="room-evidence"),
    re_path(
        r"^cases/(?P<dispute>[A-Za-z0-9-]+)/room/(?P<section>[a-z]+)/(?P<verb>[a-z_]+)/$", room.act, name="room-act"
    ),
    re_path(r"^cases/(?P<number>[A-Za-z0-9-]+)/act/(?P<action>[a-z_]+)/$", casefile.act, name="act"),
]
