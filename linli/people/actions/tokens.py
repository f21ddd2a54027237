"""Issuing and revoking integrators' tokens, each on record."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core.errors import NotFound
from linli.people import tokens
from linli.people.access import Actor, must_govern_post, needs
from linli.people.actions.changes import record
from linli.people.models import Post, Token
from linli.people.tokens import IssuedToken


@transaction.atomic
def issue(*, name: str, post_id: int, by: Actor, now: datetime, expires_at: datetime | None = None) -> IssuedToken:
    """A token that acts through the post; its secret is shown once. Raises NotAllowed, Invalid, NotFound."""
    needs(actor=by, right="tokens.edit")
    _must_govern(Post.objects.select_related("organisation").filter(id=post_id).first(), by)
    made = tokens.issue(name=name, post_id=post_id, now=now, expires_at=expires_at)
    record(kind="token.issue", subject=f"token {made.id}", by=by, now=now, after={"post": post_id})
    return made


@transaction.atomic
def revoke(*, token_id: int, by: Actor, now: datetime) -> None:
    """Ends the token at once. Raises NotAllowed, NotFound."""
    needs(actor=by, right="tokens.edit")
    token = Token.objects.select_related("post__organisation").filter(id=token_id).first()
    if token is None:
        raise NotFound(_("There is no such token."))
    _must_govern(token.post, by)
    tokens.revoke(token_id=token_id, now=now)
    record(kind="token.revoke", subject=f"token {token_id}", by=by, now=now)


def _must_govern(post: Post | None, by: Actor) -> None:
    if post is not None:
        must_govern_post(actor=by, area_code=post.area_id, org_area=post.organisation.area_id or "")
