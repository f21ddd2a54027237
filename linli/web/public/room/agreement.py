"""The agreement as a participant reads it, asks for changes in it, and signs it by code or on the screen."""

import base64
import binascii
from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.core.errors import Invalid
from linli.mediation.actions import drafting, signing
from linli.mediation.queries import agreements, papers
from linli.mediation.rules.signing import binds
from linli.mediation.types import Room
from linli.mediation.wording import called
from linli.web import roomfiles
from linli.web.roomagreed import shown_agreement
from linli.web.roomsections import Answer, Faulty, Section, Shown

PNG = "data:image/png;base64,"


class ChangeForm(forms.Form):
    """What should be different."""

    words = forms.CharField(
        label=gettext_lazy("What should be different"),
        help_text=gettext_lazy("Your side and the mediator read it, the other side does not."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
    )


class CodeForm(forms.Form):
    """Six digits."""

    code = forms.CharField(
        label=gettext_lazy("The six digits of the message"),
        max_length=12,
        widget=forms.TextInput(attrs={"class": "input short", "inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


def show(room: Room, faulty: Faulty, now: datetime) -> Shown | None:
    """What stands in it, and what may be done now; nothing before a draft is there."""
    every = agreements.agreements_of(room=room)
    if not every or room.me is None:
        return None
    me, view = room.me, next((one for one in every if one.state in agreements.OPEN), None)
    signed = {one.participant for one in view.text.signatures} if view else set()
    is_signing = view is not None and view.state == "signing"
    others = [one for one in every if one.state == "in_effect"]
    return {
        "view": shown_agreement(room=room, view=view) if view else None,
        "others": [shown_agreement(room=room, view=one) for one in others],
        "is_signing": is_signing,
        "may_sign": is_signing and bool(binds(one=me)) and me.id not in signed,
        "binds_nobody": is_signing and not binds(one=me),
        "has_signed": is_signing and me.id in signed,
        "has_email": me.has_email,
        "may_ask": room.is_open and view is not None,
        "change": faulty.get("agreement:change") or ChangeForm(auto_id="change-%s", label_suffix=""),
        "code": faulty.get("agreement:code") or CodeForm(auto_id="code-%s", label_suffix=""),
        "wishes": agreements.wishes(room=room, view=view) if view else (),
        "i_am": called(one=me),
    }


def change(request: HttpRequest, room: Room, now: datetime) -> Answer:
    """A change is asked for."""
    form = ChangeForm(request.POST, auto_id="change-%s", label_suffix="")
    if not form.is_valid():
        return Answer(key="agreement:change", form=form)
    drafting.ask_change(room=room, words=form.cleaned_data["words"], now=now)
    return Answer(said=_("Sent to the mediator."))


def send(request: HttpRequest, room: Room, now: datetime) -> Answer:
    """A code is mailed."""
    signing.send_code(room=room, now=now)
    return Answer(said=_("A code was sent to your e-mail. It lasts ten minutes."))


def code(request: HttpRequest, room: Room, now: datetime) -> Answer:
    """Signed by code."""
    form = CodeForm(request.POST, auto_id="code-%s", label_suffix="")
    if not form.is_valid():
        return Answer(key="agreement:code", form=form)
    try:
        is_whole = signing.sign_with_code(room=room, code=form.cleaned_data["code"], now=now)
    except Invalid as refusal:
        form.add_error("code", str(refusal.fields.get("code", refusal)))
        return Answer(key="agreement:code", form=form)
    return _signed(is_whole)


def draw(request: HttpRequest, room: Room, now: datetime) -> Answer:
    """Signed on the screen."""
    sent = request.POST.get("drawing", "")
    try:
        drawing = base64.b64decode(sent.removeprefix(PNG), validate=True) if sent.startswith(PNG) else b""
    except binascii.Error:
        drawing = b""
    try:
        return _signed(signing.sign_on_screen(room=room, drawing=drawing, now=now))
    except Invalid as refusal:
        raise Invalid(refusal.fields.get("drawing", refusal.message)) from refusal


def _signed(is_whole: bool) -> Answer:
    return Answer(
        said=_("All have signed: the agreement is in effect.")
        if is_whole
        else _("You have signed. Others still have to.")
    )


def document(request: HttpRequest, room: Room, now: datetime) -> Answer:
    """The fixed agreement, or the record of signatures, as a Word file."""
    wanted = request.POST.get("agreement", "")
    view = next((one for one in agreements.agreements_of(room=room) if str(one.id) == wanted), None)
    if view is None or not view.text.attachment:
        raise Http404
    if request.POST.get("what") != "signatures":
        return Answer(response=roomfiles.kept(room=room, attachment=view.text.attachment))
    if not view.text.signatures:
        raise Http404
    language, today = papers.language_here(), papers.moment_here(now=now)
    content: Any = papers.signatures(room=room, view=view, language=language, today=today)
    name = f"{room.number}-signatures.docx"
    return Answer(response=roomfiles.handed(content=content, name=name, media_type=roomfiles.DOCX))


SECTION = Section(
    key="agreement",
    show=show,
    verbs={"change": change, "send": send, "code": code, "draw": draw, "document": document},
)
