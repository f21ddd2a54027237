"""The Word templates of the room are those that letters.toml describes."""

from pathlib import Path

from linli.documents import drafting
from linli.mediation import queries

FOLDER = Path(queries.__file__).parent.parent / "documents"


def test_every_template_is_as_described() -> None:
    made = dict(drafting.made(FOLDER))
    assert len(made) == 22
    assert {path for path, content in made.items() if path.read_bytes() != content} == set()


def test_there_is_no_template_that_nobody_described() -> None:
    assert set(FOLDER.glob("*.docx")) == set(dict(drafting.made(FOLDER)))
