"""What every ranking keeps to, whatever it compares: the order of one list, its ties and its ranks (P4 to P6, T4 to T6).

PermenPANRB 27/2021 Pasal 48 ayat (4), 6/2024 Pasal 45 ayat (4) and Pasal 47 ayat (3).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, NamedTuple, Protocol, TypeVar

from services.penilaian.domain.seri import PutusanSeri
from shared.alasan import Pelanggaran


class Asal(Protocol):
    """Somebody as they were before they were ranked."""

    @property
    def peserta(self) -> str:
        """Participant number."""

    @property
    def formasi(self) -> str:
        """The post applied for."""

    @property
    def putusan_seri(self) -> PutusanSeri | None:
        """The place that Panselnas signed."""


class Hasil(Protocol):
    """Somebody as they were ranked."""

    @property
    def seri(self) -> bool:
        """Marked as tied."""


A = TypeVar("A", bound=Asal)
H = TypeVar("H", bound=Hasil)


class Baris(NamedTuple, Generic[A, H]):
    """Somebody with a rank in one list."""

    peringkat: int
    asal: A
    hasil: H


class Sifat(NamedTuple):
    """The numbers of the properties of a kind of ranking: order, ties, ranks."""

    urutan: str
    seri: str
    peringkat: str


_TANPA = Sifat("", "", "")
Ukuran = tuple[str, int] | None
"""Scale and value, greater is better; None = not known."""
Pembaca = Sequence[Callable[[Baris[A, H]], Ukuran]]
"""The reader of each criterion, the first one first."""


def terputus(per_formasi: Iterable[list[Baris[A, H]]], sekelompok: list[Baris[A, H]], pembaca: Pembaca[A, H]) -> frozenset[str]:
    """Everybody in a tie of the kelompok that a signed order settles (posisi 4).

    It names all of them, each with another place of one list, and turns round nobody whom a criterion parts in their formation.
    """
    letak: dict[str, tuple[str, int]] = {}
    for baris in per_formasi:
        baris.sort(key=lambda satu: satu.peringkat)
        for n, setara in enumerate(_setara(baris, pembaca, 0, [], _TANPA)):
            letak.update((satu.asal.peserta, (satu.asal.formasi, n)) for satu in setara)
    sekelompok.sort(key=lambda satu: satu.peringkat)
    semua: set[str] = set()
    for setara in _setara(sekelompok, pembaca, 0, [], _TANPA):
        bertanda = [(satu.asal.putusan_seri, satu.asal.peserta) for satu in setara if satu.asal.putusan_seri]
        tempat = {putusan.urutan_panselnas: letak[peserta] for putusan, peserta in bertanda}
        urut = [tempat[urutan] for urutan in sorted(tempat)]
        searah = all(satu[1] <= lain[1] for n, satu in enumerate(urut) for lain in urut[n:] if satu[0] == lain[0])
        if len(tempat) == len(setara) > 1 and len({putusan.daftar for putusan, _ in bertanda}) == 1 and searah:
            semua.update(satu.asal.peserta for satu in setara)
    return frozenset(semua)


def _menurut_putusan(
    setara: list[Baris[A, H]], selesai: frozenset[str], salah: list[Pelanggaran], sifat: Sifat
) -> Iterator[list[Baris[A, H]]]:
    """People equal in every criterion as the signed order parts them, if one does; whoever is before a better one goes to `salah`."""
    if setara[0].asal.peserta not in selesai:
        yield setara
        return
    sebelum = 0
    for satu in setara:
        urutan = satu.asal.putusan_seri.urutan_panselnas if satu.asal.putusan_seri else 0
        # Order: nobody stands before somebody whom the signed order puts first.
        if urutan < sebelum:
            salah.append(Pelanggaran(sifat.urutan, satu.asal.peserta))
        sebelum = urutan
        yield [satu]


def periksa_daftar(
    baris: list[Baris[A, H]], pembaca: Pembaca[A, H], selesai: frozenset[str], sifat: Sifat, *, tanda: bool
) -> Iterator[Pelanggaran]:
    """P4 to P6 on one list, or T4 to T6 (PermenPANRB 6/2024 Pasal 45 ayat (4), Pasal 47 ayat (3)).

    Args:
        baris: everybody with a rank in it.
        pembaca: what is compared, in order.
        selesai: everybody whose tie a signed order settles (`terputus`).
        sifat: how these properties are numbered.
        tanda: whether the mark of a tie is about this list.
    """
    baris.sort(key=lambda satu: satu.peringkat)
    # Ranks: a rank is 1 + the number of better ranked.
    pertama = 0
    for n, satu in enumerate(baris):
        if n and satu.peringkat != baris[n - 1].peringkat:
            pertama = n
        if satu.peringkat != pertama + 1:
            yield Pelanggaran(sifat.peringkat, satu.asal.peserta)
    salah: list[Pelanggaran] = []
    # Ties: people share a rank exactly where nothing parts them, and the mark says so.
    sebelum: int | None = None
    semua = _setara(baris, pembaca, 0, salah, sifat)
    for setara in (sama for satu in semua for sama in _menurut_putusan(satu, selesai, salah, sifat)):
        seri = len(setara) > 1
        keliru = (
            satu
            for satu in setara
            if satu.peringkat == sebelum or satu.peringkat != setara[0].peringkat or (tanda and satu.hasil.seri is not seri)
        )
        salah += [Pelanggaran(sifat.seri, satu.asal.peserta) for satu in keliru]
        sebelum = setara[-1].peringkat
    yield from salah


def _setara(
    baris: list[Baris[A, H]], pembaca: Pembaca[A, H], ke: int, salah: list[Pelanggaran], sifat: Sifat
) -> Iterator[list[Baris[A, H]]]:
    """People equal in every criterion, in the order of their ranks; a better one behind a worse one goes to `salah`.

    A criterion counts where everybody who is still equal has it on one scale (PermenPANRB 6/2024 Pasal 45 ayat (4)).
    """
    if len(baris) < 2 or ke == len(pembaca):
        if baris:
            yield baris
        return
    ukuran = [pembaca[ke](satu) for satu in baris]
    ada = [satu for satu in ukuran if satu is not None]
    if len(ada) < len(baris) or len({skala for skala, _ in ada}) > 1:
        yield from _setara(baris, pembaca, ke + 1, salah, sifat)
        return
    awal = 0
    for n in range(1, len(baris) + 1):
        if n < len(baris) and ada[n] == ada[n - 1]:
            continue
        # Order: nobody stands behind somebody worse. Ties: nobody shares a rank with somebody worse.
        if n < len(baris) and ada[n] > ada[n - 1]:
            sama = baris[n].peringkat == baris[n - 1].peringkat
            salah.append(Pelanggaran(sifat.seri if sama else sifat.urutan, baris[n].asal.peserta))
        if n == awal + 1:
            yield [baris[awal]]
        else:
            yield from _setara(baris[awal:n], pembaca, ke + 1, salah, sifat)
        awal = n
