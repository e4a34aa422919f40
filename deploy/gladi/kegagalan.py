"""Why a season cannot go on; each message says what was expected and what was found."""


class MusimGagal(RuntimeError):
    """Root of everything that ends a season."""


class PintuTertutup(MusimGagal):
    """No replica of a service answered in time."""


class Ditolak(MusimGagal):
    """A door refused what the season meant to be accepted; the message holds what it answered."""


class AturanDilanggar(MusimGagal):
    """A door took what it must refuse, refused what it must take, or counts differently."""


class TidakSelesai(MusimGagal):
    """A stage stopped making progress; the message says what is missing."""


class TopikTerhenti(MusimGagal):
    """A topic could not be read to its end."""


class TakPulih(MusimGagal):
    """The cluster was not whole again in time after a broker was killed."""
