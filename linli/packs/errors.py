"""Why a pack cannot be taken in, published or retired."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotFound, NotPossible
from linli.process.errors import Fault


class PackRefused(Invalid):
    """The upload is no pack that can be used. `faults` lists everything that is wrong, by file and line."""

    code = "pack-refused"

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(_("The pack has faults. Mend them and upload it again."))
        self.faults = tuple(faults)


class NotADraft(NotPossible):
    """It was published, retired or discarded meanwhile."""

    code = "pack-not-a-draft"


class WalksNotPassed(NotPossible):
    """Some of its scenarios failed, or are not walked yet."""

    code = "pack-walks-not-passed"

    def __init__(self) -> None:
        super().__init__(_("Not all of its scenarios passed. Mend the pack, or tick that you publish it all the same."))


class NoSuchKeptPack(NotFound):
    """There is no such uploaded pack."""

    code = "no-such-pack"

    def __init__(self) -> None:
        super().__init__(_("There is no such pack."))


class PackRetired(NotPossible):
    """The pack takes no new cases."""

    code = "pack-retired"
