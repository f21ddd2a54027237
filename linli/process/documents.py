"""The Word templates that the actions of a pack name: which are missing, who may issue. What they say: `documents`."""

from collections.abc import Iterator
from pathlib import Path

from linli.process.definition import Pack

FOLDER = "documents"


OUTSIDE = frozenset({"reporter", "system"})


def problems(*, pack: Pack, folder: Path) -> Iterator[tuple[tuple[str, ...], str]]:
    """A fault for each action whose document has no template in Chinese or English, or nobody to issue it."""
    for key, action in pack.actions.items():
        for who in sorted(OUTSIDE & action.by) if action.document else ():
            yield (
                ("actions", key, "by"),
                f"action {key} issues a document, which the {who} cannot: leave one of them out",
            )
        wanted = (f"{action.document}.docx", f"{action.document}.en.docx") if action.document else ()
        for name in wanted:
            if not (folder / FOLDER / name).is_file():
                yield (
                    ("actions", key, "document"),
                    f"action {key} issues {action.document!r}, but {FOLDER}/{name} is not there: add the template",
                )
