"""Accounts: create with a one-time password, deactivate, reset, unlock; and counting failed sign-ins."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from allauth.mfa.models import Authenticator
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotFound, NotPossible
from linli.people.access import Actor, must_govern_post, needs
from linli.people.actions.changes import record
from linli.people.models import Account, Post, SignInFailure
from linli.people.rules import FORGET_AFTER, lock_until

_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_CAPITALS = "ABCDEFGHJKMNPQRSTUVWXYZ"
_DIGITS = "23456789"


@dataclass(frozen=True, slots=True)
class OneTime:
    """An account with a password to be changed at the first sign-in. It is shown once and kept nowhere."""

    account_id: int
    username: str
    password: str

    def __repr__(self) -> str:
        return f"OneTime({self.username})"


@transaction.atomic
def create(*, username: str, name: str, by: Actor, now: datetime, language: str = "") -> OneTime:
    """A new account. Raises Invalid for a username in use or unfit."""
    needs(actor=by, right="accounts.edit")
    _refuse_bad_account(username, name)
    password = _one_time_password()
    row = Account(username=username, name=name.strip(), language=language, must_change_password=True)
    row.set_password(password)
    row.save()
    record(kind="account.create", subject=_subject(row.pk), by=by, now=now, after={"language": language})
    return OneTime(account_id=row.pk, username=username, password=password)


@transaction.atomic
def edit(*, account_id: int, name: str, by: Actor, now: datetime, language: str = "") -> None:
    """Corrects the name shown, or the language of messages."""
    needs(actor=by, right="accounts.edit")
    row = _governed(account_id, by)
    if not name.strip():
        raise Invalid(_("An account needs the person's name."), fields={"name": _("Give a name.")})
    row.name, row.language = name.strip(), language
    row.save(update_fields=["name", "language"])
    record(kind="account.edit", subject=_subject(account_id), by=by, now=now, after={"language": language})


@transaction.atomic
def deactivate(*, account_id: int, by: Actor, now: datetime) -> None:
    """Ends every way in; its posts stay on record. Raises NotPossible for one's own account."""
    needs(actor=by, right="accounts.edit")
    if account_id == by.account_id:
        raise NotPossible(_("You cannot deactivate your own account. Ask another administrator."))
    _switch(account_id, False, by, now)


@transaction.atomic
def reactivate(*, account_id: int, by: Actor, now: datetime) -> None:
    """Lets the account sign in again."""
    needs(actor=by, right="accounts.edit")
    _switch(account_id, True, by, now)


@transaction.atomic
def reset_password(*, account_id: int, by: Actor, now: datetime) -> OneTime:
    """A new one-time password; also unlocks the account and ends its sessions."""
    needs(actor=by, right="accounts.edit")
    row, password = _governed(account_id, by), _one_time_password()
    row.set_password(password)
    row.must_change_password = True
    row.save(update_fields=["password", "must_change_password"])
    sign_in_succeeded(username=row.username)
    record(kind="account.reset_password", subject=_subject(account_id), by=by, now=now)
    return OneTime(account_id=account_id, username=row.username, password=password)


@transaction.atomic
def reset_second_factor(*, account_id: int, by: Actor, now: datetime) -> int:
    """Removes authenticator apps, passkeys and recovery codes. Returns how many there were."""
    needs(actor=by, right="accounts.edit")
    count, _rows = Authenticator.objects.filter(user_id=_governed(account_id, by).pk).delete()
    record(kind="account.reset_second_factor", subject=_subject(account_id), by=by, now=now, before={"count": count})
    return int(count)


@transaction.atomic
def unlock(*, account_id: int, by: Actor, now: datetime) -> None:
    """Ends a lock-out at once."""
    needs(actor=by, right="accounts.edit")
    sign_in_succeeded(username=_governed(account_id, by).username)
    record(kind="account.unlock", subject=_subject(account_id), by=by, now=now)


def password_changed(*, account_id: int) -> None:
    """Notes that the person chose a password of their own."""
    Account.objects.filter(id=account_id).update(must_change_password=False)


@transaction.atomic
def sign_in_failed(*, username: str, now: datetime) -> datetime | None:
    """Counts a failure, for known and unknown names alike. Returns until when sign-in is locked, if it is."""
    SignInFailure.objects.filter(last_failed_at__lt=now - FORGET_AFTER).delete()
    SignInFailure.objects.bulk_create(
        [SignInFailure(key=key_of(username=username), failures=0, last_failed_at=now)], ignore_conflicts=True
    )
    row = SignInFailure.objects.select_for_update().get(key=key_of(username=username))
    if row.locked_until_at is not None and row.locked_until_at <= now:
        row.failures, row.locked_until_at = 0, None
    row.failures, row.last_failed_at = row.failures + 1, now
    row.locked_until_at = row.locked_until_at or lock_until(failures=row.failures, now=now)
    row.save()
    return row.locked_until_at


def sign_in_succeeded(*, username: str) -> None:
    """Forgets earlier failures."""
    SignInFailure.objects.filter(key=key_of(username=username)).delete()


def locked_until(*, username: str, now: datetime) -> datetime | None:
    """Until when sign-in under this name is refused; None when it is not."""
    rows = SignInFailure.objects.filter(key=key_of(username=username), locked_until_at__gt=now)
    return rows.values_list("locked_until_at", flat=True).first()


def key_of(*, username: str) -> str:
    """What stands for a typed name. Hashed: people type passwords into the wrong field."""
    return sha256(username.strip().casefold().encode()).hexdigest()


def _switch(account_id: int, is_active: bool, by: Actor, now: datetime) -> None:
    row = _governed(account_id, by)
    before, row.is_active = row.is_active, is_active
    row.save(update_fields=["is_active"])
    kind = "account.reactivate" if is_active else "account.deactivate"
    values = {"before": {"is_active": before}, "after": {"is_active": is_active}}
    record(kind=kind, subject=_subject(account_id), by=by, now=now, before=values["before"], after=values["after"])


def _refuse_bad_account(username: str, name: str) -> None:
    fields = {} if name.strip() else {"name": _("Give a name.")}
    try:
        UnicodeUsernameValidator()(username)
    except ValidationError:
        fields["username"] = _("Use letters, digits and @ . + - _ only.")
    if Account.objects.filter(username__iexact=username).exists():
        fields["username"] = _("Another account has this username.")
    if fields:
        raise Invalid(_("The account cannot be made like this."), fields=fields)


def _one_time_password() -> str:
    """Fourteen letters and digits that cannot be confused, of three classes: about 74 bits."""
    body = "".join(secrets.choice(_LETTERS + _CAPITALS + _DIGITS) for _place in range(11))
    return body + secrets.choice(_LETTERS) + secrets.choice(_CAPITALS) + secrets.choice(_DIGITS)


def _governed(account_id: int, by: Actor) -> Account:
    """The account, locked; nobody resets the password of somebody who reaches further than they do."""
    row = Account.objects.select_for_update().filter(id=account_id).first()
    if row is None:
        raise NotFound(_("There is no such account."))
    reaches = Post.objects.filter(account_id=account_id).values_list("area_id", "organisation__area_id").distinct()
    for area_code, org_area in reaches:
        must_govern_post(actor=by, area_code=area_code, org_area=org_area or "")
    return row


def _subject(account_id: int) -> str:
    return f"account {account_id}"
