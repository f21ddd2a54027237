"""What the room of scores refuses."""

from django.utils.translation import gettext_lazy as _

from linli.core.errors import NotAllowed, NotFound, NotPossible


class NoSuchRequest(NotFound):
    """No request that this post may see."""

    code = "no-such-strike"

    def __init__(self) -> None:
        super().__init__(_("There is no such request, or it lies outside your post. Go back to the list."))


class AlreadyAsked(NotPossible):
    """A request is open, or the case was struck."""

    code = "strike-asked"

    def __init__(self) -> None:
        super().__init__(_("Your organisation has asked this already. Look at the list of requests for its answer."))


class NotCounted(NotPossible):
    """The case is in no score."""

    code = "strike-not-counted"

    def __init__(self) -> None:
        super().__init__(_("This matter is confidential and counts in no score: there is nothing to strike."))


class NotLeading(NotAllowed):
    """The asking post is not in the organisation that leads the case."""

    code = "strike-not-leading"

    def __init__(self) -> None:
        super().__init__(_("Only the organisation that leads the case may ask this. Ask through its post."))


class NotIndependent(NotAllowed):
    """Whoever wants to rule belongs to the organisation, took part in the case, or asked."""

    code = "strike-not-independent"

    def __init__(self) -> None:
        super().__init__(
            _("You belong to this organisation or took part in this case. Leave the ruling to somebody who did not.")
        )


class AlreadyRuled(NotPossible):
    """Somebody else ruled first."""

    code = "strike-ruled"

    def __init__(self) -> None:
        super().__init__(_("This request has been ruled on meanwhile. A ruling is not changed."))


class NoSuchPromise(NotFound):
    """There is no such book, target or milestone, or it is not for the actor to see."""

    code = "no-such-promise"

    def __init__(self) -> None:
        super().__init__(_("There is no such promise, or it lies outside the area of your post."))


class PromiseMovedOn(NotPossible):
    """The promise has changed since the page was shown."""

    code = "promise-moved-on"

    def __init__(self) -> None:
        super().__init__(_("Somebody has changed this promise meanwhile. Look at the page again, then decide."))


class NoSuchBrief(NotFound):
    """There is no such brief, or it is of an area outside the post's."""

    code = "no-such-brief"

    def __init__(self) -> None:
        super().__init__(_("There is no such brief, or it lies outside the area of your post."))


class BriefMovedOn(NotPossible):
    """The brief has changed since the page was shown."""

    code = "brief-moved-on"

    def __init__(self) -> None:
        super().__init__(_("Somebody has changed this brief meanwhile. Read what stands now, then change or send it."))


class BriefIsSent(NotPossible):
    """The brief was sent."""

    code = "brief-sent"

    def __init__(self) -> None:
        super().__init__(_("This brief was sent already, and is neither changed nor sent again."))


class TooEarlyForBrief(NotPossible):
    """The day or the week is not over."""

    code = "brief-too-early"

    def __init__(self) -> None:
        super().__init__(_("A brief is drafted once its day or week is over. Name an earlier date."))
