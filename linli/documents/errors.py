"""What is wrong with a template or a document, said to the person who meets it."""

from linli.core.errors import Invalid, NotFound, NotPossible


class TemplateRefused(Invalid):
    """The file cannot be used as a template; each fault names its placeholder."""

    code = "template-refused"


class DocumentFailed(NotPossible):
    """The document of this step cannot be written, so the step is not taken."""

    code = "document-failed"


class NoSuchTemplate(NotFound):
    """There is no such template."""

    code = "no-such-template"
