"""Posts: grant, end, leave with a stand-in."""

from datetime import date, datetime, timedelta

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotFound, NotPossible
from linli.people.access import Actor, must_govern_post, needs
from linli.people.actions.changes import Values, record
from linli.people.models import Account, Organisation, Post, Role


def grant(
    *,
    account_id: int,
    role: str,
    area_code: str,
    org_id: int,
    starts_date: date,
    by: Actor,
    now: datetime,
    ends_date: date | None = None,
) -> int:
    """Gives the account a post. Returns its id. Raises Invalid, or NotPossible when it holds the same one then."""
    needs(actor=by, right="posts.edit")
    org_area = Organisation.objects.filter(id=org_id).values_list("area_id", flat=True).first()
    must_govern_post(actor=by, area_code=area_code, org_area=org_area or "")
    _refuse_bad_post(account_id, role, area_code, org_id, starts_date, ends_date)
    try:
        with transaction.atomic():
            row = Post.objects.create(
                account_id=account_id,
                role=role,
                area_id=area_code,
                organisation_id=org_id,
                starts_date=starts_date,
                ends_date=ends_date,
            )
            record(kind="post.grant", subject=_subject(row), by=by, now=now, after=_state(row))
    except IntegrityError as error:
        raise NotPossible(_("This person already holds the same post in this time.")) from error
    return row.pk


@transaction.atomic
def end(*, post_id: int, last_date: date, by: Actor, now: datetime) -> None:
    """Ends the post after `last_date`. Raises Invalid for a date before it started."""
    needs(actor=by, right="posts.edit")
    row = _governed(post_id, by)
    # A post that has not begun, or began today, may end the day before: it is then never in force.
    if last_date < row.starts_date - timedelta(days=1):
        raise Invalid(_("A post cannot end before it starts."), fields={"last_date": _("Choose a later date.")})
    before = _state(row)
    if last_date < row.starts_date:
        row.starts_date = last_date
    row.ends_date = last_date
    row.save(update_fields=["starts_date", "ends_date"])
    record(kind="post.end", subject=_subject(row), by=by, now=now, before=before, after=_state(row))


@transaction.atomic
def send_on_leave(
    *, post_id: int, stand_in_id: int, from_date: date, until_date: date, by: Actor, now: datetime
) -> None:
    """Lets the stand-in alone act through the post from the first to the last day of leave."""
    needs(actor=by, right="posts.edit")
    row = _governed(post_id, by)
    if stand_in_id == row.account_id:
        raise Invalid(_("The stand-in must be somebody else."), fields={"stand_in": _("Choose another person.")})
    if until_date < from_date:
        raise Invalid(_("The leave ends before it starts."), fields={"until_date": _("Choose a later date.")})
    if not Account.objects.filter(id=stand_in_id, is_active=True).exists():
        raise Invalid(_("There is no such active account."), fields={"stand_in": _("Choose another person.")})
    before = _state(row)
    row.stand_in_id, row.leave_from_date, row.leave_until_date = stand_in_id, from_date, until_date
    row.save(update_fields=["stand_in", "leave_from_date", "leave_until_date"])
    record(kind="post.leave", subject=_subject(row), by=by, now=now, before=before, after=_state(row))


@transaction.atomic
def end_leave(*, post_id: int, by: Actor, now: datetime) -> None:
    """Gives the post back to its holder at once."""
    needs(actor=by, right="posts.edit")
    row = _governed(post_id, by)
    if row.stand_in_id is None:
        raise NotPossible(_("Nobody stands in for this post."))
    before = _state(row)
    row.stand_in_id = row.leave_from_date = row.leave_until_date = None
    row.save(update_fields=["stand_in", "leave_from_date", "leave_until_date"])
    record(kind="post.end_leave", subject=_subject(row), by=by, now=now, before=before, after=_state(row))


def _refuse_bad_post(
    account_id: int, role: str, area_code: str, org_id: int, starts_date: date, ends_date: date | None
) -> None:
    faults = {
        "role": (role not in Role.values, _("Choose a role.")),
        "account": (not Account.objects.filter(id=account_id, is_active=True).exists(), _("Choose an active account.")),
        "area": (not _area_exists(area_code), _("Choose an area of the city.")),
        "organisation": (
            not Organisation.objects.filter(id=org_id, is_active=True).exists(),
            _("Choose an active organisation."),
        ),
        "ends_date": (ends_date is not None and ends_date < starts_date, _("Choose a later date.")),
    }
    fields = {key: text for key, (is_faulty, text) in faults.items() if is_faulty}
    if fields:
        raise Invalid(_("The post cannot be given like this."), fields=fields)


def _area_exists(area_code: str) -> bool:
    return apps.get_model("places", "Area").objects.filter(code=area_code, is_active=True).exists()


def _governed(post_id: int, by: Actor) -> Post:
    row = Post.objects.select_for_update(of=["self"]).select_related("organisation").filter(id=post_id).first()
    if row is None:
        raise NotFound(_("There is no such post."))
    must_govern_post(actor=by, area_code=row.area_id, org_area=row.organisation.area_id or "")
    return row


def _subject(row: Post) -> str:
    return f"post {row.pk}"


def _state(row: Post) -> Values:
    dates = {
        "starts": row.starts_date,
        "ends": row.ends_date,
        "leave": row.leave_from_date,
        "back": row.leave_until_date,
    }
    return {
        "account": row.account_id,
        "role": row.role,
        "area": row.area_id,
        "organisation": row.organisation_id,
        "stand_in": row.stand_in_id,
        **{key: value.isoformat() if value else None for key, value in dates.items()},
    }
