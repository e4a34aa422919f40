"""What a season knows of itself while it is played."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from deploy.gladi.benih import Formasi, Lowongan, NilaiSkb, NilaiSkd, nilai_skb, nilai_skd, pelamar
from deploy.gladi.papan import Papan
from deploy.gladi.pintu import Pintu
from deploy.gladi.sanggah import Koreksi
from deploy.gladi.saringan import Dilewati
from deploy.gladi.topik import Bus

SESUAI_KEPUTUSAN, DENGAN_PERSETUJUAN = "SESUAI_KEPUTUSAN", "DENGAN_PERSETUJUAN"


@dataclass(frozen=True, slots=True)
class Rencana:
    """What is to be played.

    Attributes:
        musim: name of the season; part of every idempotency key.
        benih: seed of everything invented.
        acak: seed of the orders in which things are sent; must not change the outcome.
        banyak: applicants.
        berkas: files of posts, name to raw content.
        aturan: name of the rule set that the services run.
        dilewati: posts left out of the files, because the rule set does not know their need type; by its label.
    """

    musim: str
    benih: int
    acak: int
    banyak: int
    berkas: Mapping[str, bytes]
    aturan: str
    dilewati: Mapping[str, Dilewati] = field(default_factory=dict)


@dataclass(slots=True)
class Keadaan:
    """The season so far.

    Attributes:
        peserta: participant number to person.
        terpanggil: who is called to the SKB, with the formation; after the objections the newest list.
        keluar_skb: who was called at first and is not any more.
        ke_skb: how many are called, as penilaian counts them after the objections.
        koreksi: what became of the accepted objections, by kelompok and version.
        kursi_sebelum: holder and seat in the final result, before the objections.
        kursi_sesudah: holder and seat after them.
        mode: how penempatan fills empty seats, as it says itself.
        pindah: who was moved to a post of others at any time, and whether that was against what the person had stated.
        pindah_mundur: how many of these left before the NIP; `tanpa_mau_mundur`: those of them who had said no.
    """

    rencana: Rencana
    pintu: Pintu
    papan: Papan
    bus: Bus
    lowongan: Lowongan
    kursi: int = 0
    kelompok: int = 0
    lamaran: int = 0
    peserta: dict[str, int] = field(default_factory=dict)
    formasi_peserta: dict[str, str] = field(default_factory=dict)
    tms: Counter[tuple[str, str]] = field(default_factory=Counter)
    ms: int = 0
    peserta_sha256: str = ""
    skd: dict[str, int] = field(default_factory=dict)
    terpanggil: dict[str, str] = field(default_factory=dict)
    terisi_awal: int = 0
    antar_formasi: dict[str, int] = field(default_factory=dict)
    kode_awal: dict[str, int] = field(default_factory=dict)
    koreksi: list[Koreksi] = field(default_factory=list)
    terkoreksi_skd: dict[str, NilaiSkd] = field(default_factory=dict)
    terkoreksi_skb: dict[str, NilaiSkb] = field(default_factory=dict)
    keluar_skb: dict[str, str] = field(default_factory=dict)
    ke_skb: int = 0
    kursi_sebelum: dict[str, str] = field(default_factory=dict)
    kursi_sesudah: dict[str, str] = field(default_factory=dict)
    mode: str = ""
    pindah: dict[str, bool] = field(default_factory=dict)
    pindah_mundur: int = 0
    tanpa_mau_mundur: int = 0
    mundur: dict[str, str] = field(default_factory=dict)
    mundur_setelah_nip: int = 0
    putaran: int = 0
    nip: int = 0
    tunda: list[float] = field(default_factory=list)
    ditolak_sengaja: int = 0

    def skd_benar(self, peserta: str) -> NilaiSkd:
        """The SKD that counts in the end: as delivered, or as an accepted objection corrected it."""
        return self.terkoreksi_skd.get(peserta) or nilai_skd(self.rencana.benih, self.peserta[peserta])

    def skb_benar(self, peserta: str) -> NilaiSkb:
        """The SKB that counts in the end."""
        return self.terkoreksi_skb.get(peserta) or nilai_skb(self.rencana.benih, self.peserta[peserta])

    @property
    def kursi_dibuka(self) -> int:
        """How often a seat was opened: not filled by its own formation, changed hands by an objection, or given up."""
        tak_terisi_sendiri = self.kursi - self.terisi_awal + sum(self.antar_formasi.values())
        berganti = sum(1 for peserta, kursi in self.kursi_sebelum.items() if self.kursi_sesudah.get(peserta) != kursi)
        return tak_terisi_sendiri + berganti + len(self.mundur)

    @property
    def formasi(self) -> list[Formasi]:
        """All posts, sorted by id."""
        return self.lowongan.formasi

    def tanpa_mau(self, peserta: str, tujuan: str) -> bool:
        """Whether a seat of the post `tujuan` is one that this participant said no to beforehand."""
        if tujuan == self.formasi_peserta[peserta]:
            return False
        mau = pelamar(self.rencana.benih, self.peserta[peserta], self.lowongan).kesediaan
        return mau is not None and not mau.mencakup(tujuan, self.lowongan.unit(tujuan))
