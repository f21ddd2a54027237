"""Who is signed in, asked for on every page of staff: Django's sessions and accounts, read by written statements.

What is kept and how it is checked stays Django's and allauth's; its queries cost more to compose than to run.
"""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

from linli.people.models import Account

_COLUMNS = tuple(field.attname for field in Account._meta.concrete_fields)
_ACCOUNT = f"SELECT {', '.join(_COLUMNS)} FROM people_account WHERE id = %s"  # noqa: S608
_SESSION = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """Sessions in the database. One statement to read one."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing for one that is none or has ended, which gets a new key."""
        key = self.session_key
        row = _row(_SESSION, key, timezone.now()) if key and key.isalnum() else None
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]
    """Signs in as allauth does; finds the account of a session in one statement."""

    def get_user(self, user_id: int) -> Account | None:
        """The account, if it may still sign in."""
        row = _row(_ACCOUNT, user_id)
        account = Account.from_db(connection.alias, _COLUMNS, row) if row else None
        return account if account and self.user_can_authenticate(account) else None


def _row(statement: str, *values: Any) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found
