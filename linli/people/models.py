"""Accounts, organisations, posts, and reporters' contact data in a table of its own."""

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q


class Account(AbstractUser):
    """A member of staff who signs in. Residents need none."""

    name = models.CharField(max_length=80)
    language = models.CharField(max_length=8, blank=True)
    must_change_password = models.BooleanField(default=False)
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.name or self.username


class SignInFailure(models.Model):
    """Failed sign-ins in a row under a typed name (its hash: the name may not exist). Five lock it for ten minutes."""

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.SmallIntegerField()
    last_failed_at = models.DateTimeField(db_index=True)
    locked_until_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.key


class Organisation(models.Model):
    """A department, township or company that can lead or assist. Descendants share its `path` as prefix.

    `kind` is what the dispatch catalogue calls bodies of its sort at any level (`cg` for urban management, …).
    """

    code = models.CharField(max_length=40, unique=True)
    path = models.CharField(max_length=200, unique=True, db_collation="C")
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    area = models.ForeignKey("places.Area", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["area", "kind"], name="people_org_area_kind")]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a post may do; the rights of each stand in `access.RIGHTS`."""

    DESK = "desk"
    HANDLER = "handler"
    VERIFIER = "verifier"
    GRID_WORKER = "grid_worker"
    LEADER = "leader"
    ADMINISTRATOR = "administrator"


class Days(Func):
    """The days from the first to the last, both held; without a last day, for ever."""

    function = "DATERANGE"
    output_field = DateRangeField()


class Post(models.Model):
    """Person × role × area × organisation × dates. A stand-in holds the post while its holder is on leave."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=16, choices=Role.choices)
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    starts_date = models.DateField()
    ends_date = models.DateField(null=True, blank=True)
    stand_in = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="stand_in_posts"
    )
    leave_from_date = models.DateField(null=True, blank=True)
    leave_until_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="people_post_role"),
            models.CheckConstraint(
                condition=Q(ends_date__isnull=True) | Q(ends_date__gte=F("starts_date")), name="people_post_dates"
            ),
            models.CheckConstraint(
                condition=Q(leave_until_date__isnull=True) | Q(leave_until_date__gte=F("leave_from_date")),
                name="people_post_leave",
            ),
            models.CheckConstraint(
                condition=Q(stand_in__isnull=True) | Q(leave_from_date__isnull=False, leave_until_date__isnull=False),
                name="people_post_stand_in_has_leave",
            ),
            models.CheckConstraint(
                condition=Q(stand_in__isnull=True) | ~Q(stand_in=F("account")), name="people_post_stand_in_is_other"
            ),
            ExclusionConstraint(
                name="people_post_held_once",
                expressions=[
                    ("account", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("area", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    (
                        Days("starts_date", "ends_date", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.area_id}"


class Contact(models.Model):
    """How to reach a reporter. Every field is encrypted; `mask` is what may be shown without a reason."""

    id = models.UUIDField(primary_key=True)
    name = models.BinaryField(null=True)
    phone = models.BinaryField(null=True)
    email = models.BinaryField(null=True)
    mask = models.CharField(max_length=120, blank=True)
    purpose = models.CharField(max_length=40)
    language = models.CharField(max_length=8, blank=True)
    retain_until_date = models.DateField(null=True)
    erased_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.mask


class ContactReveal(models.Model):
    """Who saw which contact data, when and for what stated reason. Never changed or deleted."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="reveals")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=60, db_index=True)
    reason = models.CharField(max_length=300)
    revealed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="people_contactreveal_reason")]

    def __str__(self) -> str:
        return self.subject


class AdminChange(models.Model):
    """What an administrator changed, when, and how it stood before and after. Holds no personal data; append-only.

    `account` is empty when the change came from the command line.
    """

    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=80, db_index=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    changed_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(kind=""), name="people_adminchange_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Token(models.Model):
    """A bearer token of an integrator. It acts through one post, with that post's rights and no more.

    Only its SHA-256 is kept.
    """

    name = models.CharField(max_length=80)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    last_used_date = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="people_token_name")]

    def __str__(self) -> str:
        return self.name
