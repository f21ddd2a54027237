"""What training, evaluating and going back refuse."""

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotFound, NotPossible


class TooFewExamples(Invalid):
    """There is not enough to learn from."""

    code = "too-few-examples"


class BadExamples(Invalid):
    """The file of examples cannot be used; the column or row is named."""

    code = "bad-examples"


class NoModel(NotFound):
    """There is no model of this name."""

    code = "no-model"


class BadModel(Invalid):
    """The files of a model do not belong together or are damaged."""

    code = "bad-model"


class NothingBefore(NotPossible):
    """There is no earlier version to go back to."""

    code = "nothing-before"

    def __init__(self) -> None:
        super().__init__(_("There is no earlier version to go back to."))
