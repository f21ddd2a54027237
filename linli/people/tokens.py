"""Bearer tokens: issued once in clear, looked up by digest, revoked. No HTTP here."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotFound
from linli.people.access import Actor
from linli.people.models import Post, Token
from linli.people.queries import bodies_of

PREFIX = "linli_"


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A new token. `secret` is shown once and kept nowhere."""

    id: int
    secret: str


def issue(*, name: str, post_id: int, now: datetime, expires_at: datetime | None = None) -> IssuedToken:
    """A token that acts through the post. Raises `Invalid` without a name, `NotFound` without such a post."""
    if not name.strip():
        raise Invalid(_("Name the token after what will use it."), fields={"name": _("Name the token.")})
    if not Post.objects.filter(pk=post_id).exists():
        raise NotFound(_("There is no such post. Choose one from the list."))
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        name=name.strip(), post_id=post_id, digest=digest_of(secret=secret), made_at=now, expires_at=expires_at
    )
    return IssuedToken(id=token.pk, secret=secret)


def revoke(*, token_id: int, now: datetime) -> None:
    """Ends the token; requests with it are refused within seconds. Raises `NotFound`."""
    if not Token.objects.filter(pk=token_id, revoked_at__isnull=True).update(revoked_at=now):
        raise NotFound(_("There is no such token in use. Open the list again."))


def digest_of(*, secret: str) -> str:
    """What is kept of a token."""
    return sha256(secret.encode()).hexdigest()


def actor_of(*, digest: str, now: datetime) -> Actor | None:
    """Who acts with the token: its post's holder, while token, post and account are in force. Two statements."""
    post = _post_in_force(digest=digest, now=now)
    if post is None:
        return None
    return Actor(
        kind="staff",
        account_id=post.account_id,
        post_id=post.pk,
        role=post.role,
        area_code=post.area_id,
        org_id=post.organisation_id,
        org_path=post.organisation.path,
        language=post.account.language,
        bodies=bodies_of(account=post.account, on_date=localdate(now)),
    )


def note_use(*, digest: str, now: datetime) -> None:
    """Keeps the date of the last use, written at most once a day."""
    today = localdate(now)
    fresh = Q(last_used_date__lt=today) | Q(last_used_date__isnull=True)
    Token.objects.filter(fresh, digest=digest).update(last_used_date=today)


def _post_in_force(*, digest: str, now: datetime) -> Post | None:
    token_holds = Q(tokens__digest=digest, tokens__revoked_at__isnull=True) & (
        Q(tokens__expires_at__isnull=True) | Q(tokens__expires_at__gt=now)
    )
    today = localdate(now)
    post_holds = Q(starts_date__lte=today) & (Q(ends_date__isnull=True) | Q(ends_date__gte=today))
    posts = Post.objects.select_related("account", "organisation")
    return posts.filter(token_holds, post_holds, account__is_active=True).first()
