"""The Word templates that the actions of a pack name, and which of them are missing. What they say: `documents`."""

from collections.abc import Iterator
from pathlib import Path

from linli.process.definition import Pack

FOLDER = "documents"


def missing(*, pack: Pack, folder: Path) -> Iterator[tuple[tuple[str, ...], str]]:
    """A fault for each action whose document has no template in Chinese or in English."""
    for key, action in pack.actions.items():
        wanted = (f"{action.document}.docx", f"{action.document}.en.docx") if action.document else ()
        for name in wanted:
            if not (folder / FOLDER / name).is_file():
                yield (
                    ("actions", key, "document"),
                    f"action {key} issues {action.document!r}, but {FOLDER}/{name} is not there: add the template",
                )
