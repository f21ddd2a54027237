"""Briefs by mail: the same as text and as HTML, with the map and the charts inside the letter, and light."""

import io
import re
from datetime import timedelta
from email import message_from_bytes, policy
from html import unescape

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from PIL import Image

from linli.notify.actions import deliver
from linli.people.models import Account
from linli.scores.actions import briefs as actions
from linli.scores.briefletters import shown_in
from tests.functional.small_city import City
from tests.integration.scores.test_briefs import NEXT, drafted
from tests.integration.web.console.conftest import actor, city, dispatch, plain_static, report

__all__ = ["city", "plain_static"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_mail_shows_the_charts_and_the_map_in_its_text(city: City, language: str) -> None:
    for text in ("路灯不亮", "井盖松动"):
        dispatch(report(text).number, city)
    brief = drafted(now=NEXT + timedelta(days=30))
    Account.objects.filter(username="desk").update(email="desk@example.org", language=language)
    actions.send(brief=brief.id, version=brief.version, by=actor("desk"), now=NEXT)
    deliver(now=NEXT, shown_in=shown_in)
    (sent,) = [one for one in mail.outbox if one.to == ["desk@example.org"]]
    content = sent.message().as_bytes()
    assert len(content) < 300_000
    letter = message_from_bytes(content, policy=policy.default)
    assert letter.get_content_type() == "multipart/related"
    words, *pictures = letter.iter_parts()
    assert words.get_content_type() == "multipart/alternative"
    plain, page = words.iter_parts()
    assert (plain.get_content_type(), page.get_content_type()) == ("text/plain", "text/html")
    html = page.get_content()
    key = "en" if language == "en" else "zh"
    for said in (plain.get_content(), unescape(html)):
        assert brief.drafted("came_in", key).split("\n")[0] in said
        assert reverse("console:brief", args=[brief.id]) in said
    assert f'<html lang="{language}">' in html
    assert "prefers-color-scheme: dark" in html
    assert [one.get_filename() for one in pictures] == ["areas.png", "course.png", "overdue.png"]
    assert re.findall(r'<img src="cid:([^"]+)" alt="[^"]{10,}"', html) == [
        str(one["Content-ID"]).strip("<>") for one in pictures
    ]
    for one in pictures:
        assert one.get_content_type() == "image/png"
        assert one.get_content_disposition() == "inline"
        width, height = Image.open(io.BytesIO(one.get_content())).size
        assert width > 900 > height / 2
    assert html.count("<tr>") == 1 + len(brief.facts.areas)
    assert not re.search(r"https?://(?!localhost|127)[^\"]*\.(png|css|js)", html), "nothing is fetched from elsewhere"


@pytest.mark.django_db(transaction=True)
def test_words_written_by_hand_are_no_markup(city: City) -> None:
    brief = drafted()
    Account.objects.filter(username="desk").update(email="desk@example.org", language="zh-hans")
    texts = {"well": "路灯<b>当日</b>修复。\n井盖次日补上。"}
    version = actions.edit(brief=brief.id, version=brief.version, texts=texts, by=actor("desk"), now=NEXT)
    actions.send(brief=brief.id, version=version, by=actor("desk"), now=NEXT)
    deliver(now=NEXT, shown_in=shown_in)
    (sent,) = [one for one in mail.outbox if one.to == ["desk@example.org"]]
    assert isinstance(sent, EmailMultiAlternatives)
    assert "<p>路灯&lt;b&gt;当日&lt;/b&gt;修复。</p>\n<p>井盖次日补上。</p>" in str(sent.alternatives[0][0])
