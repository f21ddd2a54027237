"""The list of evidence as a Word document."""

import io
import zipfile
from dataclasses import replace

from linli.mediation.actions import evidence
from linli.mediation.papers import evidence_list
from linli.mediation.queries.evidence import evidence_of
from linli.mediation.types import Room
from tests.integration.mediation.talking import PAPER
from tests.mediating import Dispute


def words(room: Room, dispute: Dispute, language: str = "zh") -> str:
    """What the document says."""
    lines = evidence_of(room=room)
    content = evidence_list(room=room, lines=lines, language=language, today=dispute.now.date())
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        return bundle.read("word/document.xml").decode()


def test_it_lists_what_the_seat_sees(dispute: Dispute) -> None:
    first, second = dispute.both()
    evidence.give(room=dispute.seat(first), new=replace(PAPER, title="甲的合同", is_original=True), now=dispute.now)
    evidence.give(room=dispute.seat(second), new=replace(PAPER, title="乙的收据", is_shared=True), now=dispute.now)
    evidence.give(room=dispute.seat(first), new=replace(PAPER, kind="identity", title="身份证"), now=dispute.now)
    gone = evidence.give(room=dispute.seat(first), new=replace(PAPER, title="撤下的"), now=dispute.now)
    evidence.withdraw(room=dispute.seat(first), evidence=gone, now=dispute.now)
    mine, theirs = (words(dispute.seat(one), dispute) for one in (first, second))
    assert all(
        one in mine for one in ("证据清单", dispute.number, "甲的合同", "乙的收据", "书证", "✓", "提交人（签名）")
    )
    assert "撤下的" not in mine
    assert "身份证" not in mine
    assert "甲的合同" not in theirs
    assert "applicant甲" not in mine
    assert "List of evidence" in words(dispute.room(), dispute, "en")


def test_what_somebody_typed_is_neither_a_cell_nor_a_placeholder(dispute: Dispute) -> None:
    first, _second = dispute.both()
    evil = replace(PAPER, title="a|b {{ 文号 }} {% for x in y %}", proves="第一行\n第二行")
    evidence.give(room=dispute.seat(first), new=evil, now=dispute.now)
    found = words(dispute.seat(first), dispute)
    assert "a/b" in found
    assert "{{" not in found
    assert "第一行 第二行" in found
