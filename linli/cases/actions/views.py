"""Saved views: a list's filters under a name, for one account or shared with its organisation."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.cases.models import SavedView
from linli.core.errors import Invalid, NotAllowed, NotFound
from linli.people.access import Actor, needs

LIMIT = 40


def save_view(*, name: str, query: str, is_shared: bool, by: Actor, now: datetime) -> int:
    """Keep the query under the name, in place of an own view of that name. Raises Invalid, NotAllowed."""
    if is_shared:
        needs(actor=by, right="views.share")
    if not 1 <= len(name) <= 80:
        raise Invalid(_("Give the view a name of at most 80 characters."))
    account_id = _account(by)
    others = SavedView.objects.filter(account_id=account_id).exclude(name=name)
    if others.count() >= LIMIT:
        raise Invalid(_("You have %(n)d saved views already. Remove one first.") % {"n": LIMIT})
    view, _is_new = SavedView.objects.update_or_create(
        account_id=account_id,
        name=name,
        defaults={"query": query, "is_shared": is_shared, "made_at": now},
    )
    return view.pk


def share_view(*, view: int, is_shared: bool, by: Actor) -> None:
    """Show an own view to the organisation, or stop showing it. Raises NotFound, NotAllowed."""
    if is_shared:
        needs(actor=by, right="views.share")
    if not SavedView.objects.filter(pk=view, account_id=_account(by)).update(is_shared=is_shared):
        raise NotFound(_("There is no such view of yours."))


def remove_view(*, view: int, by: Actor) -> None:
    """Take away an own view. Raises NotFound."""
    removed, _by_kind = SavedView.objects.filter(pk=view, account_id=_account(by)).delete()
    if not removed:
        raise NotFound(_("There is no such view of yours."))


def _account(by: Actor) -> int:
    if by.account_id is None:
        raise NotAllowed(_("Only somebody who has signed in keeps views."))
    return by.account_id
