"""What asking people beforehand changes: the two modes side by side, person by person and seat by seat."""

from dataclasses import dataclass

from services.penempatan.domain.jenis import Formasi, Keputusan, PenempatanKelompok, Peringkat
from services.penempatan.domain.ketentuan import Ketentuan
from services.penempatan.domain.penempatan import tempatkan
from shared.istilah import Hasil, JenisKesediaan, ModePengisian


@dataclass(frozen=True, slots=True)
class BedaOrang:
    """Somebody for whom consent makes a difference: the formation of the seat in either mode, None where there is none."""

    peserta: str
    sesuai_keputusan: str | None
    dengan_persetujuan: str | None


@dataclass(frozen=True, slots=True)
class BedaKursi:
    """A seat for which consent makes a difference: who has it in either mode."""

    kursi: str
    sesuai_keputusan: str | None
    dengan_persetujuan: str | None


@dataclass(frozen=True, slots=True)
class PengaruhPersetujuan:
    """The effect of consent on one kelompok.

    Attributes:
        pilihan: people who stated anything else than that they would go anywhere.
        tanpa_persetujuan: people whom the decree moves although they said no.
        orang: who is placed elsewhere, newly, or not at all; sorted.
        kursi: seats with another holder; sorted.
    """

    pilihan: int
    tanpa_persetujuan: int
    orang: tuple[BedaOrang, ...]
    kursi: tuple[BedaKursi, ...]

    @property
    def mendapat(self) -> int:
        """People who have a seat only with consent."""
        return sum(1 for satu in self.orang if satu.sesuai_keputusan is None)

    @property
    def melepas(self) -> int:
        """People who have a seat only as decreed."""
        return sum(1 for satu in self.orang if satu.dengan_persetujuan is None)

    @property
    def pindah(self) -> int:
        """People who have another seat."""
        return len(self.orang) - self.mendapat - self.melepas

    @property
    def kursi_lebih_kosong(self) -> int:
        """Number of seats that stay empty only because consent is asked."""
        return sum((satu.dengan_persetujuan is None) - (satu.sesuai_keputusan is None) for satu in self.kursi)


def pengaruh(
    formasi: tuple[Formasi, ...], peringkat: tuple[Peringkat, ...], ketentuan: Ketentuan, hasil: PenempatanKelompok, mode: ModePengisian
) -> PengaruhPersetujuan:
    """Place the kelompok in the other mode as well, and compare; `hasil` is the result in `mode`."""
    pilihan = sum(1 for orang in peringkat if orang.kesediaan.jenis is not JenisKesediaan.SEMUA)
    if not pilihan:
        return PengaruhPersetujuan(0, 0, (), ())
    lain = ModePengisian.DENGAN_PERSETUJUAN if mode is ModePengisian.SESUAI_KEPUTUSAN else ModePengisian.SESUAI_KEPUTUSAN
    hasil_lain = tempatkan(formasi, peringkat, ketentuan, lain)
    pasangan = (hasil, hasil_lain) if mode is ModePengisian.SESUAI_KEPUTUSAN else (hasil_lain, hasil)
    return bandingkan(formasi, *pasangan, pilihan=pilihan)


def bandingkan(
    formasi: tuple[Formasi, ...], sesuai: PenempatanKelompok, persetujuan: PenempatanKelompok, *, pilihan: int
) -> PengaruhPersetujuan:
    """The differences between the same kelompok placed in both modes."""
    post = {satu.kode: satu for satu in formasi}
    orang = tuple(
        BedaOrang(lama.peserta, lama.formasi_tujuan, baru.formasi_tujuan)
        for lama, baru in zip(sesuai.keputusan, persetujuan.keputusan, strict=True)
        if lama.formasi_tujuan != baru.formasi_tujuan
    )
    kursi = tuple(
        BedaKursi(lama.kursi, lama.peserta, baru.peserta)
        for lama, baru in zip(sesuai.kursi, persetujuan.kursi, strict=True)
        if lama.peserta != baru.peserta
    )
    return PengaruhPersetujuan(pilihan, sum(1 for satu in sesuai.keputusan if _tak_setuju(satu, post)), orang, kursi)


def _tak_setuju(keputusan: Keputusan, formasi: dict[str, Formasi]) -> bool:
    tujuan = keputusan.formasi_tujuan
    if keputusan.hasil is not Hasil.LULUS or tujuan is None or tujuan == keputusan.formasi_asal:
        return False
    return not keputusan.dasar.kesediaan.mencakup(formasi[tujuan])
