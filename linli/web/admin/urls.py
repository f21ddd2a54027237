"""Addresses of the admin pages."""

from django.urls import URLPattern, URLResolver, path

from linli.web.admin import accounts, areas, calendars, home, logs, organisations, packs, posts, tokens

app_name = "admin"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("areas/", areas.tree, name="areas"),
    path("areas/import/divisions/", areas.import_divisions, name="areas_import_divisions"),
    path("areas/import/boundaries/", areas.import_boundaries, name="areas_import_boundaries"),
    path("areas/<slug:code>/", areas.one, name="area"),
    path("areas/<slug:code>/<slug:verb>/", areas.change, name="area_change"),
    path("organisations/", organisations.tree, name="organisations"),
    path("organisations/new/", organisations.add, name="organisation_add"),
    path("organisations/import/", organisations.import_file, name="organisations_import"),
    path("organisations/<int:org_id>/", organisations.one, name="organisation"),
    path("organisations/<int:org_id>/move/", organisations.move, name="organisation_move"),
    path("organisations/<int:org_id>/switch/", organisations.switch, name="organisation_switch"),
    path("accounts/", accounts.find, name="accounts"),
    path("accounts/new/", accounts.create, name="account_create"),
    path("accounts/<int:account_id>/", accounts.one, name="account"),
    path("accounts/<int:account_id>/password/", accounts.reset_password, name="account_password"),
    path("accounts/<int:account_id>/second-factor/", accounts.reset_second_factor, name="account_second_factor"),
    path("accounts/<int:account_id>/unlock/", accounts.unlock, name="account_unlock"),
    path("accounts/<int:account_id>/switch/", accounts.switch, name="account_switch"),
    path("posts/", posts.find, name="posts"),
    path("posts/new/", posts.grant, name="post_grant"),
    path("posts/import/", posts.import_file, name="posts_import"),
    path("posts/<int:post_id>/", posts.one, name="post"),
    path("posts/<int:post_id>/end/", posts.end, name="post_end"),
    path("posts/<int:post_id>/leave/", posts.leave, name="post_leave"),
    path("posts/<int:post_id>/end-leave/", posts.end_leave, name="post_end_leave"),
    path("calendars/", calendars.year, name="calendars"),
    path("calendars/day/", calendars.set_day, name="calendar_day"),
    path("calendars/day/remove/", calendars.remove_day, name="calendar_day_remove"),
    path("calendars/hours/", calendars.set_hours, name="calendar_hours"),
    path("packs/", packs.listing, name="packs"),
    path("packs/<slug:key>/", packs.one, name="pack"),
    path("packs/<slug:key>/diagram.svg", packs.diagram, name="pack_diagram"),
    path("tokens/", tokens.find, name="tokens"),
    path("tokens/new/", tokens.issue, name="token_issue"),
    path("tokens/<int:token_id>/revoke/", tokens.revoke, name="token_revoke"),
    path("outbox/", logs.outbox, name="outbox"),
    path("outbox/<int:outgoing_id>/", logs.settle, name="outbox_settle"),
    path("reveals/", logs.reveals, name="reveals"),
    path("changes/", logs.changes, name="changes"),
]
