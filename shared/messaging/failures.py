"""What must stop a subscription (what time heals is told by `shared.db.is_transient`)."""

from shared.errors import CasnError


class Halt(CasnError):
    """The process may not go on: nothing of the batch is committed, it ends, and a person decides."""


class Held(CasnError):
    """This subscription may not go on until a person has acted; the process serves on, for the person needs its door."""


class TooManyParked(Held):
    """So many keys wait that the fault is likely ours: stop before the whole topic is set aside."""


class TopicShrunk(Halt):
    """The group has applied more than the topic holds: it was created again, or the broker lost data. New facts would pass for old ones."""
