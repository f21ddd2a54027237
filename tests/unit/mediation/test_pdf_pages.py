"""Pages of a PDF are counted, or plainly not known."""

import zlib

from linli.mediation.rules.pdf_pages import pages

TREE = b"<</Type/Pages/Kids[1 0 R 2 0 R]/Count 2>> <</Type /Page>> <</Type/Page/Parent 3 0 R>>"


def test_plain_objects_are_counted() -> None:
    assert pages(content=b"%PDF-1.4\n" + TREE) == 2


def test_packed_objects_are_counted() -> None:
    packed = b"<</Type/ObjStm/N 3/Filter/FlateDecode>>stream\n" + zlib.compress(TREE) + b"\nendstream"
    assert pages(content=b"%PDF-1.7\n" + packed) == 2


def test_what_does_not_agree_is_not_known() -> None:
    assert pages(content=b"%PDF-1.4\n" + TREE + b" <</Type/Page>>") is None


def test_what_is_encrypted_broken_or_no_pdf_is_not_known() -> None:
    assert pages(content=b"%PDF-1.4\n/Encrypt 5 0 R " + TREE) is None
    assert pages(content=b"%PDF-1.7\n<</Type/ObjStm>>stream\nno zip") is None
    assert pages(content=TREE) is None
