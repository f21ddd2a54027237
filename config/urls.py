"""The address of every page and endpoint, by room."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("linli.web.accounts.urls")),
    path("console/admin/", include("linli.web.admin.urls")),
    path("console/", include("linli.web.console.urls")),
    path("api/", include("linli.api.urls")),
    path("", include("linli.web.public.urls")),
]

handler400 = "linli.web.problems.bad_request"
handler403 = "linli.web.problems.forbidden"
handler404 = "linli.web.problems.not_found"
handler500 = "linli.web.problems.server_error"
