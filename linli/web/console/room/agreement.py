"""The agreement: drafted with the contents of Article 29, sent out for signing, signed on paper, or made by word."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.core.errors import Invalid
from linli.mediation.actions import drafting, effect, signing
from linli.mediation.actions.effect import Oral
from linli.mediation.agreed import AgreementView, Draft, Duty
from linli.mediation.queries import agreements, papers
from linli.mediation.rules.drafting import template_for
from linli.mediation.rules.signing import binds, is_outdated, uncovered
from linli.mediation.types import Room
from linli.mediation.wording import PARTY_OF, called
from linli.people import access
from linli.web import roomfiles
from linli.web.acting import StaffRequest
from linli.web.roomagreed import KINDS, shown_agreement
from linli.web.roomforms import RoomForm
from linli.web.roomsections import Answer, Faulty, Section, Shown, answered

TEMPLATES: Mapping[str, Any] = {
    "agreement": gettext_lazy("Any kind of dispute"),
    "agreement_debt": gettext_lazy("Debts and instalments"),
    "agreement_neighbour": gettext_lazy("Neighbours and repairs"),
    "agreement_labour": gettext_lazy("Labour dispute"),
    "agreement_damage": gettext_lazy("Compensation of damage"),
}
EVERY = (
    ("month", gettext_lazy("every month")),
    ("fortnight", gettext_lazy("every two weeks")),
    ("week", gettext_lazy("every week")),
)
LANGUAGES = (("zh", "中文"), ("en", "English"))


def _area(label: Any, help_text: Any = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=6000, widget=forms.Textarea(attrs={"rows": rows})
    )


class DraftForm(RoomForm):
    """What Article 29 asks for; a draft may lack some of it, an agreement that goes out for signing may not."""

    template = forms.ChoiceField(label=gettext_lazy("Form of the agreement"), choices=[*TEMPLATES.items()])
    facts = _area(gettext_lazy("Main facts"), gettext_lazy("Write “party A” and “party B”; their names stand above."))
    issues = _area(gettext_lazy("Issues in dispute"), rows=2)
    responsibility = _area(gettext_lazy("Who is responsible for what"), rows=2)
    terms = _area(gettext_lazy("What was agreed"), rows=4)
    manner = _area(gettext_lazy("Manner of performance"), gettext_lazy("Transfer, cash, repair on site …"), rows=2)
    is_partial = forms.BooleanField(
        label=gettext_lazy("It settles a part only; the rest goes on being mediated"), required=False
    )
    total = forms.DecimalField(
        label=gettext_lazy("Sum of all payments (yuan)"),
        required=False,
        decimal_places=2,
        max_digits=14,
        min_value=0,
        help_text=gettext_lazy("If you fill it in, the payments below must add up to it."),
    )

    rows: Any = None


class DutyForm(RoomForm):
    """One thing to pay or do."""

    kind = forms.ChoiceField(label=gettext_lazy("Pay or do"), choices=[*KINDS.items()], initial="pay")
    by_side = forms.ChoiceField(
        label=gettext_lazy("Who performs it"), choices=[*PARTY_OF.items()], initial="respondent"
    )
    to_side = forms.ChoiceField(label=gettext_lazy("For whom"), choices=[*PARTY_OF.items()], initial="applicant")
    what = forms.CharField(label=gettext_lazy("What, without names"), max_length=300, required=False)
    amount = forms.DecimalField(
        label=gettext_lazy("Amount (yuan)"), required=False, decimal_places=2, max_digits=14, min_value=Decimal("0.01")
    )
    due_date = forms.DateField(label=gettext_lazy("By the end of"), widget=forms.DateInput(attrs={"type": "date"}))
    is_done = forms.BooleanField(label=gettext_lazy("Done on the spot"), required=False)


DutyRows = forms.formset_factory(DutyForm, extra=2, max_num=120, can_delete=True)


class PartsForm(RoomForm):
    """Equal parts of a sum."""

    total = forms.DecimalField(label=gettext_lazy("Sum (yuan)"), decimal_places=2, max_digits=14)
    count = forms.IntegerField(label=gettext_lazy("In how many parts"), min_value=1, max_value=120, initial=2)
    first = forms.DateField(label=gettext_lazy("First part by"), widget=forms.DateInput(attrs={"type": "date"}))
    every = forms.ChoiceField(label=gettext_lazy("And so on"), choices=EVERY)
    by_side = forms.ChoiceField(label=gettext_lazy("Who pays"), choices=[*PARTY_OF.items()], initial="respondent")
    to_side = forms.ChoiceField(label=gettext_lazy("To whom"), choices=[*PARTY_OF.items()], initial="applicant")


class FixForm(RoomForm):
    """Out for signing."""

    is_sealed = forms.BooleanField(
        label=gettext_lazy("I sign it as the mediator, and the committee's seal is put to it"), required=False
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the document"), choices=LANGUAGES)


class DropForm(RoomForm):
    """Given up."""

    reason = forms.CharField(label=gettext_lazy("Why it is dropped"), max_length=500, required=False)


class OralForm(RoomForm):
    """By word, done on the spot."""

    terms = forms.CharField(
        label=gettext_lazy("What was agreed, in short"),
        help_text=gettext_lazy("No names: write “party A” and “party B”."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    total = forms.DecimalField(
        label=gettext_lazy("Sum agreed (yuan)"), min_value=0, decimal_places=2, max_digits=12, initial=0
    )
    performed_now = forms.BooleanField(label=gettext_lazy("It was done on the spot"), required=False)
    writing_wanted = forms.BooleanField(
        label=gettext_lazy("A party wants it in writing, or it is grave or complex"), required=False
    )


def show(room: Room, faulty: Faulty, now: datetime) -> Shown | None:
    """The agreement at hand, the earlier ones, and what may be done."""
    if not access.seat_can(seat=room.seat, right="agreement.see"):
        return None
    view, every = agreements.at_hand(room=room), agreements.agreements_of(room=room)
    is_mediator = access.seat_can(seat=room.seat, right="agreement.draft") and room.is_open
    may_draft = is_mediator and room.stage == drafting.STAGE
    part: dict[str, Any] = {
        "view": shown_agreement(room=room, view=view) if view else None,
        "others": [shown_agreement(room=room, view=one) for one in every if not view or one.id != view.id],
        "may_draft": may_draft and (view is None or view.state == "drafting"),
        "is_signing": bool(view and view.state == "signing"),
        "may_change": is_mediator and view is not None,
        "forms": _forms(room, view, faulty),
        "faulty": faulty,
        "wishes": _wishes(room, view) if view else [],
        "is_open": any(f"agreement:{key}" in faulty for key in ("save", "parts", "fix")),
        "may_word": may_draft and view is None,
    }
    return part | (_signing(room, view) if view and view.state == "signing" else {})


def _wishes(room: Room, view: AgreementView) -> list[dict[str, Any]]:
    known = {one.id: called(one=one) for one in room.participants}
    return [{"who": known[one.who], "wish": one} for one in agreements.wishes(room=room, view=view)]


def _forms(room: Room, view: AgreementView | None, faulty: Faulty) -> dict[str, forms.Form]:
    fix = faulty.get("agreement:fix") or FixForm(initial={"language": papers.language_here()})
    return {
        "save": faulty.get("agreement:save") or _draft_form(room, view),
        "parts": faulty.get("agreement:parts") or PartsForm(),
        "fix": fix,
        "drop": faulty.get("agreement:drop") or DropForm(),
        "oral": faulty.get("agreement:oral") or OralForm(),
    }


def _draft_form(room: Room, view: AgreementView | None) -> DraftForm:
    draft = drafting.draft_of(view=view) if view else Draft(template=template_for(category=room.category))
    names = ("template", "facts", "issues", "responsibility", "terms", "manner", "is_partial")
    form = DraftForm(initial={name: getattr(draft, name) for name in names})
    fields = ("kind", "by_side", "to_side", "what", "amount", "due_date", "is_done")
    form.rows = DutyRows(initial=[{name: getattr(one, name) for name in fields} for one in draft.duties])
    return form


def _signing(room: Room, view: AgreementView) -> dict[str, Any]:
    """Who has signed, for whom somebody still has to, and who may be signed for on paper."""
    done = {one.participant for one in view.text.signatures}
    waiting = uncovered(present=room.participants, signed=done)
    able = [one for one in room.participants if binds(one=one) and one.id not in done]
    known = {one.id: one for one in room.participants}
    fixed_at = view.text.fixed_at
    return {
        "waits_for": [called(one=known[one]) for one in waiting],
        "able": [(one.id, called(one=one)) for one in able],
        "is_outdated": fixed_at is not None and is_outdated(fixed_at=fixed_at, present=room.participants),
        "may_effect": not waiting,
    }


def save(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """A new version."""
    form, rows = DraftForm(request.POST), DutyRows(request.POST)
    form.rows = rows

    def do(typed: dict[str, Any]) -> Any:
        if not rows.is_valid():
            raise Invalid(_("Something is missing in what is done below: each needs its day."))
        return drafting.save(room=room, draft=Draft(**typed, duties=_duties(rows)), now=now)

    return answered(is_done=form.attempt(do), said=_("Kept as a new version."), key="agreement:save", form=form)


def _duties(rows: Any) -> tuple[Duty, ...]:
    typed = [one.cleaned_data for one in rows if one.cleaned_data and not one.cleaned_data.get("DELETE")]
    return tuple(Duty(**{key: value for key, value in one.items() if key != "DELETE"}) for one in typed)


def parts(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """Equal parts of a sum, then to be changed by hand."""
    form = PartsForm(request.POST)
    done = form.attempt(lambda typed: drafting.part(room=room, now=now, **typed))
    said = _("The payments were parted. Change them below as you need.")
    return answered(is_done=done, said=said, key="agreement:parts", form=form)


def announce(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """Everybody is told that the draft can be read."""
    sent = drafting.announce(room=room, now=now)
    return Answer(said=_("Told by e-mail: %(n)s.") % {"n": sent})


def fix(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """Out for signing; what Article 29 misses is named."""
    form = FixForm(request.POST)
    done = form.attempt(lambda typed: signing.fix(room=room, now=now, **typed))
    said = _("Out for signing. Everybody who signs is told.")
    return answered(is_done=done, said=said, key="agreement:fix", form=form)


def take_back(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """Back to be changed."""
    drafting.take_back(room=room, now=now)
    return Answer(said=_("Taken back. The new version has to be signed anew."))


def drop(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """Given up."""
    form = DropForm(request.POST)
    done = form.attempt(lambda typed: drafting.drop(room=room, now=now, **typed))
    said = _("Dropped.")
    return answered(is_done=done, said=said, key="agreement:drop", form=form)


def paper(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """A scan of what somebody signed on paper."""
    file = roomfiles.uploaded(request=request, name="scan")
    if file is None:
        raise Invalid(_("Choose the scan: a photo or a PDF."))
    try:
        who = UUID(request.POST.get("participant", ""))
    except ValueError as error:
        raise Http404 from error
    is_whole = signing.sign_on_paper(room=room, participant=who, content=file[0], name=file[1], now=now)
    return Answer(said=_("All have signed: the agreement is in effect.") if is_whole else _("Signature on record."))


def into_effect(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """Where the mediator who fixed it no longer mediates."""
    effect.take_effect(room=room, now=now)
    return Answer(said=_("All have signed: the agreement is in effect."))


def oral(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """By word."""
    form = OralForm(request.POST)
    done = form.attempt(lambda typed: effect.settle_by_word(room=room, oral=Oral(**typed), now=now))
    said = _("The oral agreement is on record and in effect.")
    return answered(is_done=done, said=said, key="agreement:oral", form=form)


def document(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """The agreement as a Word file: the fixed one, or the draft as it would be."""
    return Answer(response=shown_document(request, room, now))


def shown_document(request: StaffRequest, room: Room, now: datetime) -> Any:
    """The fixed document, or the record of signatures."""
    access.seat_needs(seat=room.seat, right="agreement.see")
    wanted = request.POST.get("agreement", "")
    view = next((one for one in agreements.agreements_of(room=room) if str(one.id) == wanted), None)
    if view is None or not view.text.attachment:
        raise Http404
    if request.POST.get("what") != "signatures":
        return roomfiles.kept(room=room, attachment=view.text.attachment)
    if not view.text.signatures:
        raise Http404
    language, today = papers.language_here(), papers.moment_here(now=now)
    content = papers.signatures(room=room, view=view, language=language, today=today)
    return roomfiles.handed(content=content, name=f"{room.number}-signatures.docx", media_type=roomfiles.DOCX)


SECTION = Section(
    key="agreement",
    show=show,
    verbs={
        "save": save,
        "parts": parts,
        "announce": announce,
        "fix": fix,
        "take_back": take_back,
        "drop": drop,
        "paper": paper,
        "effect": into_effect,
        "oral": oral,
        "document": document,
    },
)
