"""The decision: may this subject do this, to this?"""

from dataclasses import dataclass

from shared.errors import Rejected
from shared.kebijakan.pelaku import JenisPelaku, Pelaku, Peran
from shared.kebijakan.tindakan import Jangkauan, JenisMusim, Tindakan


@dataclass(frozen=True, slots=True)
class Sasaran:
    """Whose thing an action is about; with nothing said it is the nation's.

    Attributes:
        instansi: agency it belongs to.
        peserta: participant number of the person it belongs to.
        sendiri: it is the subject's own by what it is, such as an application that is being made.
        terbatas: a list of many things, of which the door gives each subject those within its reach (`Diizinkan.instansi`).
    """

    instansi: str | None = None
    peserta: str | None = None
    sendiri: bool = False
    terbatas: bool = False


@dataclass(frozen=True, slots=True)
class Diizinkan:
    """A permission.

    Attributes:
        pelaku: who.
        tindakan: what.
        sebagai: the role that allows it.
        jangkauan: how far that role reaches.
    """

    pelaku: Pelaku
    tindakan: Tindakan
    sebagai: Peran
    jangkauan: Jangkauan

    @property
    def subjek(self) -> str:
        """Who, as proposals and records keep it."""
        return self.pelaku.subjek

    @property
    def instansi(self) -> str | None:
        """The one agency whose things may be touched; None: all of them."""
        return self.pelaku.instansi if self.jangkauan is Jangkauan.INSTANSI else None

    def menjangkau(self, instansi: str) -> bool:
        """Whether things of this agency may be touched."""
        return self.instansi is None or self.instansi == instansi


_WIDEST_FIRST = (Jangkauan.NASIONAL, Jangkauan.INSTANSI, Jangkauan.SENDIRI)


def putuskan(pelaku: Pelaku, tindakan: Tindakan, sasaran: Sasaran, musim: JenisMusim | None) -> Diizinkan | None:
    """The permission under the role that reaches farthest. Default is no.

    Args:
        pelaku: who.
        tindakan: what.
        sasaran: whose thing it is about.
        musim: kind of the season in which it would happen; None: whoever asks knows of no season.

    Returns:
        None: such a season has no such action, no role of `pelaku` allows it, or it takes two persons and `pelaku` is a program.
    """
    if not tindakan.ada_pada(musim) or (tindakan.berdua and pelaku.jenis is JenisPelaku.LAYANAN):
        return None
    for jangkauan in _WIDEST_FIRST:
        for peran in Peran:
            if peran in pelaku.peran and tindakan.boleh.get(peran) is jangkauan and _tercapai(pelaku, jangkauan, sasaran):
                return Diizinkan(pelaku, tindakan, peran, jangkauan)
    return None


def _tercapai(pelaku: Pelaku, jangkauan: Jangkauan, sasaran: Sasaran) -> bool:
    match jangkauan:
        case Jangkauan.NASIONAL:
            return True
        case Jangkauan.INSTANSI:
            return pelaku.instansi is not None and (sasaran.terbatas or pelaku.instansi == sasaran.instansi)
        case Jangkauan.SENDIRI:
            return sasaran.sendiri or (pelaku.peserta is not None and pelaku.peserta == sasaran.peserta)


def pastikan_orang_lain(pengusul: str, perilis: str, *, apa: str) -> None:
    """Two persons are two subjects: who proposed `apa` does not release it (`orang_lain` in `kebijakan.toml`).

    Raises:
        Rejected: 403, the same subject.
    """
    if pengusul == perilis:
        raise Rejected("PERLU_PETUGAS_LAIN", f"{apa} dirilis oleh petugas lain daripada yang mengusulkan.", status=403)
