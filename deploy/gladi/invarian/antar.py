"""Properties across seasons that were played at once: whoever is in one is in no other of the year."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from deploy.gladi.evidence import Evidence
from deploy.gladi.invarian.perkara import Perkara, Temuan


@dataclass(frozen=True, slots=True)
class Antar:
    """All seasons of one performance.

    Attributes:
        perkara: each season.
        orang: by season, the NIK of every application as pendaftaran lists them at the end, with the participant number if there is one.
        lain: what on the topics belongs to no season.
        dicoba: applications of people who were in another season of the year, by the season that had to refuse them.
        ditolak: those that were refused.
    """

    perkara: Sequence[Perkara]
    orang: Mapping[str, Sequence[tuple[str, str | None]]]
    lain: Evidence
    dicoba: Mapping[str, int]
    ditolak: Mapping[str, int]


def satu_lamaran_setahun(a: Antar) -> Iterator[str]:
    """Nobody is in two applications of one fiscal year, whatever the kind."""
    tahun = {satu.musim.plan.musim: satu.musim.plan.tahun for satu in a.perkara}
    lamaran = Counter((tahun[musim], nik) for musim, isi in a.orang.items() for nik, _ in isi)
    kembar = Counter(setahun for (setahun, _), banyak in lamaran.items() if banyak > 1)
    yield from (f"{setahun}: {banyak} people in more than one application" for setahun, banyak in kembar.items())
    for satu in a.perkara:
        musim, ada = satu.musim.plan.musim, len(a.orang[satu.musim.plan.musim])
        if ada != satu.musim.plan.applicants:
            yield f"{musim}: {satu.musim.plan.applicants} applied, {ada} are listed"


def satu_kursi_antar_musim(a: Antar) -> Iterator[str]:
    """Nobody holds seats of two seasons."""
    nik = {peserta: siapa for isi in a.orang.values() for siapa, peserta in isi if peserta is not None}
    duduk = [satu.peserta for perkara in a.perkara for satu in perkara.hasil.kursi if satu.peserta is not None]
    yield from (f"{peserta} holds a seat and is on no list" for peserta in duduk if peserta not in nik)
    dua = sum(banyak > 1 for banyak in Counter(nik[peserta] for peserta in duduk if peserta in nik).values())
    if dua:
        yield f"{dua} people hold two seats"


def coba_dua_jenis_ditolak(a: Antar) -> Iterator[str]:
    """Everybody who tried a second kind in the year was refused, whichever came first."""
    for musim, banyak in a.dicoba.items():
        if a.ditolak.get(musim, 0) != banyak:
            yield f"{musim}: {banyak} tried who were in another season, {a.ditolak.get(musim, 0)} were refused"


def kode_terpisah(a: Antar) -> Iterator[str]:
    """No formation, kelompok or participant number stands for something in two seasons."""
    for apa, milik in (
        ("formation", [{satu.formasi for satu in p.musim.lowongan.formasi} for p in a.perkara]),
        ("kelompok", [{satu.kelompok for satu in p.musim.lowongan.formasi} for p in a.perkara]),
        ("participant number", [set(p.musim.peserta.nomor) for p in a.perkara]),
        ("seat", [{satu.kursi for satu in p.hasil.kursi} for p in a.perkara]),
    ):
        bersama = sum(map(len, milik)) - len(set().union(*milik))
        if bersama:
            yield f"{bersama} times a {apa} is in two seasons"


def setiap_peristiwa_bermusim(a: Antar) -> Iterator[str]:
    """Every record on the topics belongs to one of the seasons."""
    yield from (f"{nama}: {isi.records} records of no season" for nama, isi in a.lain.topics.items() if isi.records)


_SEMUA: tuple[tuple[str, Callable[[Antar], Iterator[str]]], ...] = (
    ("Tidak ada orang di dua lamaran dalam satu tahun anggaran", satu_lamaran_setahun),
    ("Tidak ada orang di dua kursi, dari musim mana pun", satu_kursi_antar_musim),
    ("Yang mencoba dua jenis pengadaan dalam satu tahun ditolak, mana pun yang lebih dahulu", coba_dua_jenis_ditolak),
    ("Tidak ada nomor formasi, kelompok, peserta atau kursi yang dipakai dua musim", kode_terpisah),
    ("Setiap peristiwa di topik milik salah satu musim", setiap_peristiwa_bermusim),
)


def check_across(antar: Antar) -> list[Temuan]:
    """Check every property across the seasons; nothing where there is one season only."""
    if len(antar.perkara) == 1:
        return []
    return [Temuan(nomor, name, tuple(rule(antar))) for nomor, (name, rule) in enumerate(_SEMUA, start=1)]
