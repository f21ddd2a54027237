"""Addresses of sign-in, second factor and the choice of post. What Linli has no use for in allauth is closed."""

from django.urls import include, path, re_path

from linli.web.accounts import views

urlpatterns = [
    path("login/", views.SignIn.as_view(), name="account_login"),
    path("post/", views.switch_post, name="account_switch_post"),
    re_path(r"^(signup|email|confirm-email|password/reset|password/set|social)(/|$)", views.closed),
    path("", include("allauth.urls")),
]
