"""The one engine's rows: cases, their events, clocks, assignments, attachments. Written by `record` alone."""

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from linli.cases.models.attaching import Attachment
from linli.cases.models.counting import AreaTally, DailyRoot, OwnerTally, Recount, Tally, TallyDelta
from linli.cases.models.dry_runs import DryMove, DryRun
from linli.cases.models.hiding import Hiding
from linli.cases.models.rechecking import Recheck, RecheckDraw, RecheckStratum
from linli.cases.models.twins import Twin

__all__ = [
    "AreaTally", "Assignment", "Attachment", "Case", "Clock", "DailyRoot", "DryMove", "DryRun", "Event", "Hiding",
    "Link", "OwnerTally",
    "Recheck", "RecheckDraw",
    "RecheckStratum", "Recount", "SavedView", "SearchText",
    "Subscription", "Tally", "TallyDelta", "Twin",
]  # fmt: skip


class Case(models.Model):
    """One matter, with exactly one stage and one holder."""

    id = models.BigIntegerField(primary_key=True)
    number = models.CharField(max_length=40, unique=True, db_collation="C")
    pack = models.CharField(max_length=40)
    pack_version = models.CharField(max_length=20)
    category = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=160)
    text = models.TextField(blank=True)
    fields = models.JSONField(default=dict)
    urgency = models.CharField(max_length=12, default="normal")
    confidentiality = models.CharField(max_length=12, default="internal")
    channel = models.CharField(max_length=12)

    stage = models.CharField(max_length=40)
    previous_stage = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    holder_kind = models.CharField(max_length=12)
    holder_area = models.CharField(max_length=24, blank=True, db_collation="C")
    holder_org = models.ForeignKey(
        "people.Organisation", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    lead_org = models.ForeignKey(
        "people.Organisation", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    handler_account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # A hint that every report carries: checking it would lock one row of the few owners from all reports at once.
    # Bodies are closed, never deleted.
    suggested_org = models.ForeignKey(
        "people.Organisation",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    pending = models.JSONField(null=True)
    pending_area = models.CharField(max_length=24, blank=True, db_collation="C")
    supervised_at = models.DateTimeField(null=True)

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+", db_index=False)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    address = models.CharField(max_length=300, blank=True)
    located_by = models.CharField(max_length=20)
    located_reason = models.CharField(max_length=300, blank=True)

    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    promised_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField()

    contact = models.ForeignKey("people.Contact", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    reporter_account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    secret_hash = models.BinaryField(null=True)
    source = models.CharField(max_length=40, blank=True)
    external_number = models.CharField(max_length=80, blank=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    rating = models.SmallIntegerField(null=True)
    is_demo = models.BooleanField(default=False)
    cues = models.CharField(max_length=120, blank=True, db_default="")
    retain_until_date = models.DateField(null=True)

    counts = models.JSONField(default=dict)
    version = models.IntegerField(default=1)
    event_count = models.IntegerField(default=1)
    last_hash = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(holder_kind__in=["desk", "org", "verifier", "grid_worker", "reporter"]),
                name="cases_case_holder_kind",
            ),
            models.CheckConstraint(
                condition=Q(holder_kind="org", holder_org__isnull=False) | (~Q(holder_kind="org") & ~Q(holder_area="")),
                name="cases_case_one_holder",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="cases_case_closed_has_outcome",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")), name="cases_case_closed_after"
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__range=(1, 5)), name="cases_case_rating"
            ),
            models.UniqueConstraint(
                fields=["external_number", "source"], name="cases_case_external", condition=~Q(external_number="")
            ),
        ]
        indexes = [
            models.Index(
                fields=["holder_kind", "holder_area", "due_at", "id"],
                name="cases_held_area",
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(
                fields=["holder_org", "due_at", "id"],
                name="cases_held_org",
                condition=Q(closed_at__isnull=True, holder_kind="org"),
            ),
            models.Index(
                fields=["lead_org", "due_at", "id"],
                name="cases_led_open",
                condition=Q(closed_at__isnull=True, lead_org__isnull=False),
            ),
            models.Index(fields=["lead_org", "opened_at", "id"], name="cases_led", condition=Q(lead_org__isnull=False)),
            models.Index(
                fields=["handler_account", "due_at", "id"],
                name="cases_handled",
                condition=Q(closed_at__isnull=True, handler_account__isnull=False),
            ),
            models.Index(
                fields=["handler_account", "opened_at", "id"],
                name="cases_handled_all",
                condition=Q(handler_account__isnull=False),
            ),
            models.Index(fields=["due_at", "area", "id"], name="cases_open_due", condition=Q(closed_at__isnull=True)),
            models.Index(fields=["area", "due_at", "id"], name="cases_open_area", condition=Q(closed_at__isnull=True)),
            models.Index(fields=["opened_at", "area", "id"], name="cases_opened"),
            models.Index(fields=["area", "opened_at", "id"], name="cases_area_opened"),
            models.Index(fields=["pack", "opened_at", "id"], name="cases_counted", condition=~Q(counts={})),
            models.Index(
                fields=["holder_area", "due_at", "id"],
                name="cases_cued",
                condition=Q(closed_at__isnull=True, holder_kind="desk") & ~Q(cues=""),
            ),
            models.Index(fields=["pending_area"], name="cases_pending", condition=~Q(pending_area="")),
            models.Index(
                fields=["reporter_account", "opened_at"],
                name="cases_reporter",
                condition=Q(reporter_account__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Event(models.Model):
    """What happened, append-only, each hashed over the one before. An erased body keeps its hash."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events", db_index=False)
    seq = models.IntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    actor_kind = models.CharField(max_length=12)
    actor_role = models.CharField(max_length=16, blank=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    post_id = models.BigIntegerField(null=True)
    from_stage = models.CharField(max_length=40, blank=True)
    to_stage = models.CharField(max_length=40)
    is_public = models.BooleanField(default=False)
    body = models.JSONField(null=True)
    body_hash = models.BinaryField()
    erased_at = models.DateTimeField(null=True)
    prev_hash = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "seq"], name="cases_event_order")]
        indexes = [BrinIndex(fields=["at"], name="cases_event_at", autosummarize=True)]
        ordering = ["case_id", "seq"]


class Assignment(models.Model):
    """An organisation's part in a case: it leads or assists."""

    class Role(models.TextChoices):
        LEAD = "lead"
        ASSIST = "assist"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=8, choices=Role.choices)
    is_final = models.BooleanField(default=False)
    task = models.CharField(max_length=500, blank=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    assigned_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=12, blank=True)
    due_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(role="lead", ended_at__isnull=True), name="cases_assignment_one_lead"
            ),
            models.UniqueConstraint(
                fields=["case", "organisation"], condition=Q(ended_at__isnull=True), name="cases_assignment_org_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "case"],
                name="cases_assign_assists_open",
                condition=Q(role="assist", ended_at__isnull=True),
            ),
            models.Index(fields=["organisation", "case"], name="cases_assignment_org"),
            models.Index(fields=["organisation", "case"], name="cases_assignment_assists", condition=Q(role="assist")),
        ]


class Clock(models.Model):
    """A deadline of a case or of one assignment. `history` holds pauses and extensions, for the explanation."""

    class State(models.TextChoices):
        RUNNING = "running"
        PAUSED = "paused"
        STOPPED = "stopped"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clocks")
    assignment = models.ForeignKey(
        Assignment, null=True, on_delete=models.PROTECT, related_name="clocks", db_index=False
    )
    key = models.CharField(max_length=40)
    state = models.CharField(max_length=8, choices=State.choices)
    length = models.IntegerField(null=True)
    unit = models.CharField(max_length=16)
    calendar = models.CharField(max_length=32, default="default")
    count_from = models.CharField(max_length=12, default="moment")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    warn_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    history = models.JSONField(default=list)
    ends = models.CharField(max_length=12, default="exact", db_default="exact")
    edition_date = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "key", "assignment"],
                condition=~Q(state="stopped"),
                name="cases_clock_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(state="stopped", stopped_at__isnull=False)
                | (~Q(state="stopped") & Q(stopped_at__isnull=True)),
                name="cases_clock_stopped",
            ),
            models.CheckConstraint(
                condition=Q(state="paused", paused_at__isnull=False) | (~Q(state="paused") & Q(paused_at__isnull=True)),
                name="cases_clock_paused",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="cases_clock_falling_due",
                condition=Q(state="running", breached_at__isnull=True),
            ),
            models.Index(
                fields=["warn_at"],
                name="cases_clock_warning",
                condition=Q(state="running", warned_at__isnull=True, warn_at__isnull=False),
            ),
        ]


class Link(models.Model):
    """Two cases that belong together; shown on both."""

    from_case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links_from")
    to_case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links_to")
    kind = models.CharField(max_length=16)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["from_case", "to_case", "kind"], name="cases_link_once"),
            models.CheckConstraint(condition=~Q(from_case=F("to_case")), name="cases_link_not_self"),
        ]


class Subscription(models.Model):
    """Somebody who asked to be told about a case or a place. `case` or `area`, never both."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="subscriptions")
    area = models.ForeignKey("places.Area", null=True, on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey("people.Contact", on_delete=models.CASCADE, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    token_hash = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=False, area__isnull=True) | Q(case__isnull=True, area__isnull=False),
                name="cases_subscription_one_subject",
            )
        ]
        indexes = [models.Index(fields=["token_hash"], name="cases_subscription_token")]


class SearchText(models.Model):
    """The words of a case as a search vector: bigrams, words, and the codes of its areas. Written by a job."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="+")
    tokens = SearchVectorField()

    class Meta:
        # Without a list of entries that wait: every probe of a search would read the whole of it.
        indexes = [GinIndex(fields=["tokens"], name="cases_searchtext_tokens", fastupdate=False)]


class SavedView(models.Model):
    """A list's filters under a name, for one account or shared with its organisation."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="views")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000)
    is_shared = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "name"], name="cases_savedview_name")]
