"""As whom a request acts: the account's chosen post, and the gate of every page for staff."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Concatenate, ParamSpec

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from linli.core.errors import NotAllowed
from linli.people import access, queries
from linli.people.access import PUBLIC, Actor
from linli.people.models import Account
from linli.people.queries import PostView

P = ParamSpec("P")
POST_KEY = "post"
_SECOND_FACTOR_KEY = "has_second_factor"
_SEEN_KEY = "seen_at"
_SEEN_EVERY = timedelta(minutes=5)


class StaffRequest(HttpRequest):
    """A request that has passed `staff_page`: who acts, through which post, and the posts they may switch to."""

    user: Account
    actor: Actor
    posts: tuple[PostView, ...]


def actor_of(request: HttpRequest) -> Actor:
    """Who acts: a member of staff through their chosen post (the first one if none is chosen), else the public.

    Raises NotAllowed when the account holds no post today. One statement, once a request.
    """
    known = getattr(request, "actor", None)
    if isinstance(known, Actor):
        return known
    actor = _actor(request, request.user) if isinstance(request.user, Account) else PUBLIC
    request.actor = actor  # type: ignore[attr-defined]
    return actor


def staff_page(
    *, right: str = ""
) -> Callable[
    [Callable[Concatenate[StaffRequest, P], HttpResponse]], Callable[Concatenate[HttpRequest, P], HttpResponse]
]:
    """Decorates a page for staff: asks for sign-in, a password of one's own and, where required, a second factor.

    Raises NotAllowed without a post today, and, with `right`, for a post that lacks it.
    """

    def decorate(
        page: Callable[Concatenate[StaffRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(page)
        def gate(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            detour = _detour(request)
            if detour is not None:
                return detour
            actor = actor_of(request)
            if right:
                access.needs(actor=actor, right=right)
            _stay_signed_in(request, timezone.now())
            return page(request, *args, **kwargs)  # type: ignore[arg-type]

        return gate

    return decorate


def choose_post(request: StaffRequest, post_id: int) -> None:
    """Acts through another of one's posts from now on. Raises NotAllowed for a post of somebody else."""
    actor = queries.actor(account=request.user, post_id=post_id, on_date=timezone.localdate())
    request.session[POST_KEY] = actor.post_id


def _actor(request: HttpRequest, account: Account) -> Actor:
    posts = queries.posts_of(account=account, on_date=timezone.localdate())
    request.posts = posts  # type: ignore[attr-defined]
    if not posts:
        raise NotAllowed(_("You hold no post today. Ask your administrator which posts are yours."))
    chosen = request.session.get(POST_KEY)
    post = next((post for post in posts if post.id == chosen), posts[0])
    return queries.actor_at(account=account, post=post)


def _detour(request: HttpRequest) -> HttpResponse | None:
    """Where somebody must go before the page: sign in, choose a password, set up a second factor."""
    if not isinstance(request.user, Account):
        return _sign_in(request)
    if request.user.must_change_password:
        return _to("account_change_password", request)
    if _lacks_second_factor(request, request.user):
        return _to("mfa_index", request)
    return None


def _sign_in(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request") != "true":
        return redirect_to_login(request.get_full_path())
    # A part of a page cannot hold the sign-in form: htmx is told to leave the page.
    response = HttpResponse(status=401)
    back = request.headers.get("HX-Current-URL") or request.get_full_path()
    response["HX-Redirect"] = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}"
    return response


def _lacks_second_factor(request: HttpRequest, account: Account) -> bool:
    if not settings.REQUIRE_MFA or request.session.get(_SECOND_FACTOR_KEY):
        return False
    if actor_of(request).role not in settings.REQUIRE_MFA:
        return False
    has_one = Authenticator.objects.filter(user=account).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
    if has_one:
        request.session[_SECOND_FACTOR_KEY] = True
    return not has_one


def _to(page: str, request: HttpRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse(page)}?{urlencode({'next': request.get_full_path()})}")


def _stay_signed_in(request: HttpRequest, now: datetime) -> None:
    """Somebody at work stays signed in; written at most every five minutes."""
    seen = request.session.get(_SEEN_KEY)
    if seen is None or now - datetime.fromisoformat(seen) > _SEEN_EVERY:
        request.session[_SEEN_KEY] = now.isoformat()
