"""Why a season cannot go on; each message says what was expected and what was found."""


class SeasonFailed(RuntimeError):
    """Root of everything that ends a season."""


class DoorShut(SeasonFailed):
    """No replica of a service answered in time."""


class Refused(SeasonFailed):
    """A door refused what the season meant to be accepted; the message holds what it answered."""


class RuleBroken(SeasonFailed):
    """A door took what it must refuse, refused what it must take, or counts differently."""


class NotFinished(SeasonFailed):
    """A stage stopped making progress; the message says what is missing."""


class TopicStuck(SeasonFailed):
    """A topic could not be read to its end."""


class NotHealed(SeasonFailed):
    """The cluster was not whole again in time after a broker was killed."""
