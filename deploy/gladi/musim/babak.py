"""What the acts of the season leave behind: for later acts, for the invariants and for the summary. None of it changes afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from deploy.gladi.invented import (
    Lowongan,
    NilaiKompetensi,
    NilaiSkb,
    NilaiSkd,
    Pelamar,
    nilai_kompetensi,
    nilai_skb,
    nilai_skd,
    pelamar,
)
from deploy.gladi.plan import Plan
from deploy.gladi.sanggah import Koreksi
from shared.aturan import pppk
from shared.aturan.pppk import UjianPppk


@dataclass(frozen=True, slots=True)
class DaftarPeserta:
    """Everybody whose documents were found in order, by participant number, and what the season knows of them.

    Attributes:
        seed: seed of everything invented.
        lowongan: all posts.
        nomor: participant number to person.
        formasi: participant number to the post applied for.
        tms: how many were not admitted, by formation and reason.
        aturan: name of the rule set.
        sha256: digest of the participant numbers as pendaftaran announced it.
    """

    seed: int
    lowongan: Lowongan
    nomor: Mapping[str, int]
    formasi: Mapping[str, str]
    tms: Mapping[tuple[str, str], int]
    aturan: str
    sha256: str = ""

    def orang(self, peserta: str) -> Pelamar:
        """The person with this number, and the application."""
        return pelamar(self.seed, self.nomor[peserta], self.lowongan)

    def skd(self, peserta: str) -> NilaiSkd:
        """The SKD as it is delivered."""
        return nilai_skd(self.seed, self.nomor[peserta])

    def skb(self, peserta: str) -> NilaiSkb:
        """The SKB as it is delivered."""
        return nilai_skb(self.seed, self.nomor[peserta])

    def kompetensi(self, peserta: str) -> NilaiKompetensi:
        """The competency test as it is delivered."""
        return nilai_kompetensi(self.seed, self.nomor[peserta], self.ujian(self.formasi[peserta]))

    def ujian(self, formasi: str) -> UjianPppk:
        """The competency test of those who apply for a post."""
        return pppk.load(self.aturan).syarat(self.lowongan.jabatan(formasi)).ujian

    def menolak(self, peserta: str, tujuan: str) -> bool:
        """Whether a seat of the post `tujuan` is one that this participant said no to beforehand."""
        if tujuan == self.formasi[peserta]:
            return False
        mau = self.orang(peserta).kesediaan
        return mau is not None and not mau.mencakup(tujuan, self.lowongan.unit(tujuan))


@dataclass(frozen=True, slots=True)
class HasilSkd:
    """The closed SKD: counts as penilaian states them, and who is called to the SKB, with the formation."""

    lulus_ambang: int
    th: int
    dis: int
    terpanggil: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PenempatanAwal:
    """The final result before any objection.

    Attributes:
        terisi: seats that are filled.
        kode: people by the code of their decision.
        antar_formasi: filled seats by the step that filled them, where that was not the own formation.
        mode: how penempatan fills empty seats, as it says itself.
    """

    terisi: int
    kode: Mapping[str, int]
    antar_formasi: Mapping[str, int]
    mode: str


@dataclass(frozen=True)
class Sanggahan:
    """What the accepted objections to the final result changed.

    Attributes:
        koreksi: what became of each, by kelompok and version.
        terpanggil: who is called to the SKB after them, with the formation.
        ke_skb: how many are called, as penilaian counts them.
        kursi_sebelum: holder and seat before them.
        kursi_sesudah: holder and seat after them.
    """

    koreksi: tuple[Koreksi, ...]
    terpanggil: Mapping[str, str]
    ke_skb: int
    kursi_sebelum: Mapping[str, str]
    kursi_sesudah: Mapping[str, str]

    @cached_property
    def skd(self) -> Mapping[str, NilaiSkd]:
        """Corrected SKD by participant."""
        return {peserta: nilai for satu in self.koreksi for peserta, nilai in satu.sanggah.skd.items()}

    @cached_property
    def skb(self) -> Mapping[str, NilaiSkb]:
        """Corrected or late SKB by participant; the newest version of a kelompok counts."""
        return {peserta: nilai for satu in self.koreksi for peserta, nilai in satu.sanggah.skb.items()}

    @property
    def keluar_skb(self) -> set[str]:
        """Participants who were called to the SKB and are not any more."""
        return {peserta for satu in self.koreksi for peserta in satu.sanggah.keluar}

    @property
    def berganti(self) -> int:
        """How many lost or changed their seat."""
        return sum(self.kursi_sesudah.get(peserta) != kursi for peserta, kursi in self.kursi_sebelum.items())


@dataclass(frozen=True, slots=True)
class Pengunduran:
    """The resignations before the NIP.

    Attributes:
        alasan: the reason, by participant.
        pindah: everybody who had a seat of another formation, and whether that was against what the person had stated.
        delays: seconds from each resignation until its replacement was seen, sorted.
    """

    alasan: Mapping[str, str]
    pindah: Mapping[str, bool]
    delays: tuple[float, ...] = ()

    @property
    def pindah_mundur(self) -> int:
        """How many of those who were moved left."""
        return len(self.pindah.keys() & self.alasan.keys())

    @property
    def menolak_mundur(self) -> int:
        """How many of these had said no to that place."""
        return sum(menolak for peserta, menolak in self.pindah.items() if peserta in self.alasan)


@dataclass(frozen=True)
class Musim:
    """The whole season.

    Attributes:
        skd: the closed SKD; None in a PPPK season, which has none.
        nip: how many NIPs were issued.
        setelah_nip: who left after the NIP, and why.
    """

    plan: Plan
    peserta: DaftarPeserta
    skd: HasilSkd | None
    penempatan: PenempatanAwal
    sanggah: Sanggahan
    pengunduran: Pengunduran
    nip: int
    setelah_nip: Mapping[str, str]

    @property
    def lowongan(self) -> Lowongan:
        """All posts."""
        return self.peserta.lowongan

    def pelamar(self, nomor: int) -> Pelamar:
        """Person `nomor` and the application."""
        return pelamar(self.plan.seed, nomor, self.lowongan)

    @cached_property
    def mundur(self) -> Mapping[str, str]:
        """Everybody who left, before or after the NIP, with the reason."""
        return {**self.pengunduran.alasan, **self.setelah_nip}

    def skd_benar(self, peserta: str) -> NilaiSkd:
        """The SKD that counts in the end: as delivered, or as an accepted objection corrected it."""
        return self.sanggah.skd.get(peserta) or self.peserta.skd(peserta)

    def skb_benar(self, peserta: str) -> NilaiSkb:
        """The SKB that counts in the end."""
        return self.sanggah.skb.get(peserta) or self.peserta.skb(peserta)

    def kompetensi_benar(self, peserta: str) -> NilaiKompetensi:
        """The competency test that counts in the end."""
        return self.peserta.kompetensi(peserta)

    @property
    def pernah_diperingkat(self) -> int:
        """How many were ranked at any time; who is no longer called has sat the SKB, and keeps the decision that there is no seat."""
        return len(self.sanggah.terpanggil) + len(self.sanggah.keluar_skb)

    @property
    def kursi_dibuka(self) -> int:
        """How often a seat was opened: not filled by its own formation, changed hands by an objection, or given up."""
        tak_terisi_sendiri = self.lowongan.kursi - self.penempatan.terisi + sum(self.penempatan.antar_formasi.values())
        return tak_terisi_sendiri + self.sanggah.berganti + len(self.mundur)
