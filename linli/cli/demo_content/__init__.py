"""What the demo city holds: one sign-in per role, cases in every stage driven there by the engine, promises, briefs."""

from collections.abc import Callable, Mapping

from linli.cli.demo_content import briefs, cases, promises, staff


def load(report: Callable[[str], None]) -> Mapping[str, Mapping[str, str]]:
    """Writes accounts, posts and cases; answers who may sign in, by role: name, username, password, area.

    All or nothing: a demo that was interrupted while it was written begins anew.
    """
    from django.db import transaction
    from django.utils import timezone

    now = timezone.now()
    with transaction.atomic():
        cast = staff.make(now=now)
        cases.make(cast=cast, now=now, report=report)
        promises.make(cast=cast, now=now)
        briefs.make(now=now)
    return cast.sign_ins
