"""The bodies of the background jobs: each makes one domain call. They run when `rhythm` or their cron line says.

Procrastinate finds this module by its name.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext
from procrastinate.jobs import Status

from linli.cases.actions import digesting, dry_running, following, owners, twins
from linli.cases.actions.attaching import forget_unused
from linli.cases.actions.erasing import erase_due
from linli.cases.actions.indexing import index_text
from linli.cases.actions.rebuilding import settle
from linli.cases.actions.rechecking import draw_last_month
from linli.cases.actions.roots import make_due_roots
from linli.cases.actions.sweeping import sweep
from linli.core import once, throttle
from linli.mediation.actions import confirm_reminding, erasing, offers, performing, reminding
from linli.mediation.queries.secrets import secret_of
from linli.notify import actions as notify
from linli.people import contacts
from linli.reading.actions import counting, issues
from linli.scores.actions import briefs, promise_reminding, striking, watching
from linli.scores.briefletters import shown_in
from linli.walks.actions.kept import walk_waiting

KEEP_FAILED_HOURS = 24 * 30
STALLED = timedelta(minutes=5)
"""A worker that gave no sign for so long is dead."""


@app.task(name="deliver", queueing_lock="deliver")
def deliver() -> None:
    """Sends what waits in the outbox."""
    notify.deliver(now=timezone.now(), secret_of=secret_of, shown_in=shown_in)


@app.task(name="sweep_clocks", queueing_lock="sweep_clocks")
def sweep_clocks() -> None:
    """Deals with clocks that fell due or reached their warning."""
    sweep(now=timezone.now())


@app.task(name="fold_tallies", queueing_lock="fold_tallies")
def fold_tallies() -> None:
    """Brings what waits into the tallies."""
    settle()


@app.task(name="index_texts", queueing_lock="index_texts")
def index_texts() -> None:
    """Puts the words of new cases into the search table."""
    index_text()


@app.task(name="find_twins", queueing_lock="find_twins", lock="find_twins")
def find_twins() -> None:
    """Looks for the open matters that new cases are likely the same as."""
    twins.find(now=timezone.now())


@app.task(name="follow_calendars", queueing_lock="follow_calendars")
def follow_calendars() -> None:
    """Brings open cases' due dates in line with an edited calendar."""
    following.follow_calendars(now=timezone.now())


@app.task(name="follow_rules", queueing_lock="follow_rules")
def follow_rules() -> None:
    """Brings open cases' due dates in line with a rule whose law changed, where an administrator ordered it."""
    following.follow_rules(now=timezone.now())


@app.task(name="remind_of_duties", queueing_lock="remind_of_duties")
def remind_of_duties() -> None:
    """Reminds of what an agreement makes due, and tells mediators of what is late."""
    performing.remind(now=timezone.now())


@app.task(name="walk_packs", queueing_lock="walk_packs", lock="walk_packs")
def walk_packs() -> None:
    """Walks the scenarios of packs that were uploaded."""
    walk_waiting(now=timezone.now())


@app.task(name="count_moves", queueing_lock="count_moves")
def count_moves() -> None:
    """Counts whom an edited calendar or a changed rule would move, where an administrator asked."""
    dry_running.count()


@app.task(name="remind_of_sessions", queueing_lock="remind_of_sessions")
def remind_of_sessions() -> None:
    """Reminds those whom a session of tomorrow concerns."""
    reminding.remind(now=timezone.now())


@app.periodic(cron="35 * * * *")
@app.task(name="remind_of_confirmation", queueing_lock="remind_of_confirmation")
def remind_of_confirmation(timestamp: int) -> None:
    """Reminds of the last day for asking a court to confirm; days do not hang on seconds, so once an hour is enough."""
    confirm_reminding.remind(now=timezone.now())


@app.task(name="lapse_offers", queueing_lock="lapse_offers")
def lapse_offers() -> None:
    """Ends offers whose term is over."""
    offers.lapse(now=timezone.now())


@app.task(name="remind_of_promises", queueing_lock="remind_of_promises")
def remind_of_promises() -> None:
    """Reminds owners of milestones that fall due, and tells them of those that are late."""
    promise_reminding.remind(now=timezone.now())


@app.periodic(cron="20 * * * *")
@app.task(name="make_roots", queueing_lock="make_roots")
def make_roots(timestamp: int) -> None:
    """Makes the daily root of every past date that lacks one."""
    now = timezone.now()
    make_due_roots(today=timezone.localdate(now), now=now)


@app.periodic(cron="25 * * * *")
@app.task(name="draw_rechecks", queueing_lock="draw_rechecks")
def draw_rechecks(timestamp: int) -> None:
    """Draws last month's cases to be checked once more, as soon as the root of its last day is made."""
    now = timezone.now()
    draw_last_month(today=timezone.localdate(now), now=now)


@app.periodic(cron="55 * * * *")
@app.task(name="watch_surges", queueing_lock="watch_surges", lock="watch_surges")
def watch_surges(timestamp: int) -> None:
    """Looks for what rose by the end of yesterday, once that day is over."""
    now = timezone.now()
    watching.watch_due(today=timezone.localdate(now), now=now)


@app.periodic(cron="52 * * * *")
@app.task(name="gather_issues", queueing_lock="gather_issues", lock="gather_issues")
def gather_issues(timestamp: int) -> None:
    """Finds hot issues anew once a day, and puts new cases to them every hour."""
    issues.keep_due(now=timezone.now())


@app.periodic(cron="58 * * * *")
@app.task(name="draft_briefs", queueing_lock="draft_briefs", lock="draft_briefs")
def draft_briefs(timestamp: int) -> None:
    """Drafts the briefs of yesterday and of last week, once the night's warnings are known."""
    now = timezone.now()
    briefs.draft_due(today=timezone.localdate(now), now=now)


@app.periodic(cron="10 * * * *")
@app.task(name="recount_strikes", queueing_lock="recount_strikes")
def recount_strikes(timestamp: int) -> None:
    """Takes off scores what struck cases add now that changed since they were struck."""
    striking.recount(now=timezone.now())


@app.periodic(cron="5 * * * *")
@app.task(name="send_digests", queueing_lock="send_digests")
def send_digests(timestamp: int) -> None:
    """Tells subscribers of places what is new, once a day."""
    digesting.send_digests(now=timezone.now())


@app.periodic(cron="30 * * * *")
@app.task(name="erase_contacts", queueing_lock="erase_contacts")
def erase_contacts(timestamp: int) -> None:
    """Forgets contact data whose retention ended."""
    now = timezone.now()
    contacts.erase_due(date=timezone.localdate(now), now=now)


@app.periodic(cron="35 * * * *")
@app.task(name="erase_cases", queueing_lock="erase_cases")
def erase_cases(timestamp: int) -> None:
    """Erases the texts and photos of closed cases whose retention ended, and the rooms beside them."""
    now = timezone.now()
    erase_due(date=timezone.localdate(now), now=now, beside=_beside)


def _beside(*, case_id: int, now: datetime) -> frozenset[UUID]:
    """What the rooms above keep of a case: its room of mediation, its part in an issue."""
    issues.forget(case_id=case_id)
    return erasing.empty(case_id=case_id, now=now)


@app.periodic(cron="37 * * * *")
@app.task(name="erase_volumes", queueing_lock="erase_volumes")
def erase_volumes(timestamp: int) -> None:
    """Drops archived volumes of mediations whose retention ended."""
    erasing.erase_volumes(date=timezone.localdate(timezone.now()))


@app.periodic(cron="40 * * * *")
@app.task(name="prune_messages", queueing_lock="prune_messages")
def prune_messages(timestamp: int) -> None:
    """Forgets old messages and notices."""
    notify.prune(now=timezone.now())


@app.periodic(cron="42 * * * *")
@app.task(name="prune_answers", queueing_lock="prune_answers")
def prune_answers(timestamp: int) -> None:
    """Forgets old answers to repeated requests."""
    once.prune(now=timezone.now())


@app.periodic(cron="44 * * * *")
@app.task(name="prune_rates", queueing_lock="prune_rates")
def prune_rates(timestamp: int) -> None:
    """Forgets who asked how often, once it no longer matters."""
    throttle.prune(now=timezone.now())


@app.periodic(cron="46 * * * *")
@app.task(name="prune_uploads", queueing_lock="prune_uploads")
def prune_uploads(timestamp: int) -> None:
    """Drops photos and files that nobody took."""
    forget_unused(now=timezone.now())


@app.periodic(cron="48 * * * *")
@app.task(name="prune_dry_runs", queueing_lock="prune_dry_runs")
def prune_dry_runs(timestamp: int) -> None:
    """Forgets dry runs that were done long ago, or that nobody confirmed."""
    dry_running.prune(now=timezone.now())


@app.periodic(cron="49 * * * *")
@app.task(name="fold_suggestions", queueing_lock="fold_suggestions")
def fold_suggestions(timestamp: int) -> None:
    """Makes one row of what was counted of suggestions on each past day."""
    counting.fold(today=timezone.localdate(timezone.now()))


@app.periodic(cron="14 * * * *")
@app.task(name="forget_twins", queueing_lock="forget_twins")
def forget_twins(timestamp: int) -> None:
    """Drops what was found of cases that are closed since."""
    twins.forget_ended()


@app.periodic(cron="12 * * * *")
@app.task(name="learn_owners", queueing_lock="learn_owners")
def learn_owners(timestamp: int) -> None:
    """Learns once a day who closed which matters where in the last year."""
    owners.learn_due(today=timezone.localdate(timezone.now()))


@app.periodic(cron="50 * * * *")
@app.task(name="prune_jobs", queueing_lock="prune_jobs", pass_context=True)
async def prune_jobs(context: JobContext, timestamp: int) -> None:
    """Clears jobs left by workers that died, and failed ones after a month."""
    for job in await context.app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED.total_seconds()):
        await context.app.job_manager.finish_job(job=job, status=Status.FAILED, delete_job=False)
    await context.app.job_manager.delete_old_jobs(
        nb_hours=KEEP_FAILED_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
