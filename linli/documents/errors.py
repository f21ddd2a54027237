"""What is wrong with a template or a document, said to the person who meets it."""

from collections.abc import Sequence

from linli.core.errors import Invalid, NotFound, NotPossible, Text


class TemplateRefused(Invalid):
    """The file cannot be used as a template; each of `faults` names its placeholder."""

    code = "template-refused"

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = tuple(faults)


class DocumentFailed(NotPossible):
    """The document of this step cannot be written, so the step is not taken."""

    code = "document-failed"

    def __init__(self, message: Text, *, why: str = "") -> None:
        super().__init__(message)
        self.why = why or str(message)


class NoSuchTemplate(NotFound):
    """There is no such template."""

    code = "no-such-template"
