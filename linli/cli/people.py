"""Commands for accounts, and the import of organisations and posts."""

import csv
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.progress import Progress

from linli.cli.root import importing, root, with_database

if TYPE_CHECKING:
    from linli.people.actions.accounts import OneTime
    from linli.people.actions.importing import Imported

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@importing.command("organisations")
@click.argument("file", type=FILE)
@with_database
def organisations(file: Path) -> None:
    """Import organisations from FILE (CSV or Excel).

    Columns: code, name, and maybe name_en, parent, area, kind, phone; or 代码, 名称, 上级, 区划, 类型, 电话.
    """
    from django.utils import timezone, translation

    from linli.people.access import SYSTEM
    from linli.people.actions.importing import import_organisations

    with translation.override("en"):
        done = import_organisations(content=file.read_bytes(), name=file.name, by=SYSTEM, now=timezone.now())
    _refuse_faults(file, done)
    click.echo(f"{done.rows} rows: {done.created} organisations added, {done.changed} corrected")


@importing.command("posts")
@click.argument("file", type=FILE)
@click.option(
    "--passwords", type=click.Path(dir_okay=False, path_type=Path), help="Where one-time passwords are written."
)
@with_database
def posts(file: Path, passwords: Path | None) -> None:
    """Import people and their posts from FILE (CSV or Excel); accounts that do not exist are made.

    Columns: username, name, role, area, organisation, and maybe starts, ends, language;
    or 用户名, 姓名, 角色, 区划, 机构.
    """
    from django.utils import timezone, translation

    from linli.people.access import SYSTEM
    from linli.people.actions.importing import import_posts

    target = passwords or file.with_suffix(".passwords.csv")
    if target.exists():
        raise click.UsageError(f"{target} exists: name another file with --passwords")
    with translation.override("en"):
        done = import_posts(
            content=file.read_bytes(), name=file.name, by=SYSTEM, now=timezone.now(), today=timezone.localdate()
        )
    _refuse_faults(file, done)
    click.echo(f"{done.rows} rows: {done.created} posts granted, {len(done.passwords)} accounts made")
    if done.passwords:
        _write_passwords(target, done.passwords)
        click.echo(f"one-time passwords: {target} (hand them out, then delete the file)")


@root.group()
def account() -> None:
    """Accounts of staff: make, reset, unlock, list."""


@account.command("create")
@click.argument("username")
@click.option("--name", required=True, help="The person's name.")
@click.option("--role", default="administrator", show_default=True, help="The role of their first post.")
@click.option("--area", help="The code of the post's area. [default: the city]")
@click.option("--organisation", required=True, help="The code of the post's organisation.")
@with_database
def create(username: str, name: str, role: str, area: str | None, organisation: str) -> None:
    """Make an account with a post, and print its one-time password."""
    from django.db import transaction
    from django.utils import timezone

    from linli.people.access import SYSTEM
    from linli.people.actions import accounts
    from linli.people.actions import posts as post_actions
    from linli.people.models import Organisation
    from linli.places.city import current

    body = Organisation.objects.filter(code=organisation, is_active=True).first()
    if body is None:
        raise click.BadParameter(f"there is no organisation {organisation}", param_hint="--organisation")
    now = timezone.now()
    with transaction.atomic():
        made = accounts.create(username=username, name=name, by=SYSTEM, now=now)
        post_actions.grant(
            account_id=made.account_id,
            role=role,
            area_code=area or current().root,
            org_id=body.pk,
            starts_date=timezone.localdate(now),
            by=SYSTEM,
            now=now,
        )
    click.echo(f"{made.username}\t{made.password}")


@account.command("reset")
@click.argument("username")
@click.option("--second-factor", is_flag=True, help="Also remove authenticator apps and passkeys.")
@with_database
def reset(username: str, second_factor: bool) -> None:
    """Give an account a new one-time password, and unlock it."""
    from linli.people.access import SYSTEM
    from linli.people.actions import accounts

    account_id, now = _account(username)
    made = accounts.reset_password(account_id=account_id, by=SYSTEM, now=now)
    if second_factor:
        accounts.reset_second_factor(account_id=account_id, by=SYSTEM, now=now)
    click.echo(f"{made.username}\t{made.password}")


@account.command("unlock")
@click.argument("username")
@with_database
def unlock(username: str) -> None:
    """End the lock-out of an account."""
    from linli.people.access import SYSTEM
    from linli.people.actions import accounts

    account_id, now = _account(username)
    accounts.unlock(account_id=account_id, by=SYSTEM, now=now)
    click.echo(f"{username} may sign in again")


@account.command("list")
@with_database
def list_() -> None:
    """List accounts with the posts they hold today."""
    from django.utils import timezone

    from linli.people.models import Account
    from linli.people.queries import posts_of

    for row in Account.objects.order_by("username"):
        held = ", ".join(f"{one.role}@{one.area_code}" for one in posts_of(account=row, on_date=timezone.localdate()))
        click.echo(f"{row.username}\t{row}\t{'active' if row.is_active else 'inactive'}\t{held or '-'}")


@root.group()
def contacts() -> None:
    """Contact data of reporters: its encryption."""


@contacts.command("reseal")
@click.option("--batch", default=500, show_default=True, help="Contacts sealed again in one transaction.")
@with_database
def reseal(batch: int) -> None:
    """Encrypt contact data with the newest key, after it was put first in LINLI_CONTACT_KEYS.

    Each batch is kept as it is done: stopped half-way, start again. Workers and web servers may go on meanwhile.
    """
    from linli.people import contacts

    total, done, last = contacts.stale_count(), 0, None
    with Progress() as bar:
        task = bar.add_task("sealing contacts", total=total)
        while (sealed := contacts.reseal(limit=batch, after=last)).count:
            done, last = done + sealed.count, sealed.last
            bar.update(task, completed=done)
    click.echo(f"{done} contacts sealed with the newest key")
    if left := contacts.stale_count():
        raise click.ClickException(f"{left} contacts were in use: run it again")


def _account(username: str) -> tuple[int, datetime]:
    from django.utils import timezone

    from linli.people.models import Account

    row = Account.objects.filter(username__iexact=username).first()
    if row is None:
        raise click.BadParameter(f"there is no account {username}")
    return row.pk, timezone.now()


def _refuse_faults(file: Path, done: "Imported") -> None:
    if not done.faults:
        return
    for fault in done.faults:
        click.echo(f"{file.name}:{fault.row}: {fault.text}", err=True)
    raise click.ClickException(f"{len(done.faults)} faults in {file.name}; nothing was changed")


def _write_passwords(target: Path, passwords: Sequence["OneTime"]) -> None:
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows([("username", "password"), *((one.username, one.password) for one in passwords)])
