"""The calendar between the domain and the bus: the only place that turns one form into the other."""

from shared.contracts.pendaftaran import PengecualianJadwal, ScheduleAnnounced, TahapJadwal
from shared.errors import Poison
from shared.jadwal import Jadwal, Jendela, Pengecualian, milidetik
from shared.kalender import WIB


def tahap_terbit(jadwal: Jadwal) -> tuple[TahapJadwal, ...]:
    """The stages as the event carries them, in WIB."""
    return tuple(
        TahapJadwal(tahap=tahap, mulai=jendela.mulai.astimezone(WIB), sampai=jendela.sampai.astimezone(WIB))
        for tahap, jendela in jadwal.tahap
    )


def pengecualian_terbit(jadwal: Jadwal) -> tuple[PengecualianJadwal, ...]:
    """The decrees as the event carries them."""
    return tuple(PengecualianJadwal(aturan=satu.aturan, tahap=satu.tahap, keputusan=satu.keputusan) for satu in jadwal.pengecualian)


def baca_jadwal(event: ScheduleAnnounced) -> Jadwal:
    """The calendar that the event announces, for whoever keeps a copy and asks it what is open.

    Raises:
        Poison: a stage is there twice, or ends before it begins.
    """
    kecuali = tuple(Pengecualian(satu.aturan, satu.tahap, satu.keputusan) for satu in event.pengecualian)
    try:
        tahap = tuple((satu.tahap, Jendela(milidetik(satu.mulai), milidetik(satu.sampai))) for satu in event.tahap)
        return Jadwal(event.musim, event.versi, tahap, kecuali)
    except ValueError as error:
        raise Poison("JADWAL_CACAT", f"calendar {event.musim} version {event.versi}: {error}") from error
