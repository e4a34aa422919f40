"""What the front doors answer about corrections and versions, as far as the season looks at it."""

from pydantic import RootModel

from deploy.gladi.bentuk import Bentuk

Isi = int | str | bool | None


class Ubahan(Bentuk):
    """One value of one participant that differs between two versions of a ranking."""

    peserta: str
    kolom: str
    dari: Isi
    menjadi: Isi


class SelisihPeringkat(Bentuk):
    """What a correction changes in a ranking; `kehilangan` go out of the seats of their own formation."""

    ubahan: tuple[Ubahan, ...]
    kehilangan: tuple[str, ...]


class KoreksiPeringkat(Bentuk):
    """A proposal at penilaian; `versi` once it is released."""

    nomor: int
    selisih: SelisihPeringkat
    versi: int | None = None


class BarisVersi(Bentuk):
    """One participant in one version of a ranking."""

    peserta: str
    formasi: str
    hasil_skd: str
    status_skb: str | None
    nilai_akhir: int | None
    peringkat: int | None
    peringkat_kelompok: int | None
    seri: bool


class VersiPeringkat(Bentuk):
    """One version of a ranking as it was published."""

    sha256: str | None
    baris: tuple[BarisVersi, ...]


class Pindahan(Bentuk):
    """Somebody whose seat is one of another formation than before."""

    peserta: str


class SelisihPenempatan(Bentuk):
    """What a correction changes about seats."""

    masuk: tuple[str, ...]
    kehilangan: tuple[str, ...]
    pindah: tuple[Pindahan, ...]

    @property
    def berpindah(self) -> tuple[str, ...]:
        """Who changes to another formation."""
        return tuple(satu.peserta for satu in self.pindah)


class KoreksiMenunggu(Bentuk):
    """A version of a kelompok that waits for two signatures, and who would lose or change a seat."""

    kelompok: str
    versi: int
    kehilangan: tuple[str, ...]
    pindah: tuple[str, ...]


class DaftarKoreksi(RootModel[list[KoreksiMenunggu]]):
    """Everything that waits for signatures."""


class StatusKelompok(Bentuk):
    """How far penempatan is with a kelompok."""

    versi_ditempatkan: int | None = None
    sebab: str | None = None
    rincian: str | None = None


class KursiVersi(Bentuk):
    """One seat in one version of the placement."""

    kursi: str
    peserta: str | None = None


class VersiPenempatan(Bentuk):
    """One version of a kelompok as it was placed."""

    kursi: tuple[KursiVersi, ...]
