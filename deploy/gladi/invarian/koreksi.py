"""Properties about accepted objections: every version follows from the one before, and nobody lost a seat without a signature."""

from collections.abc import Iterator, Mapping

from deploy.gladi.answers import BarisVersi, Isi
from deploy.gladi.evidence import Nomor
from deploy.gladi.invarian.perkara import Perkara, Riwayat
from shared.contracts.digest import BarisPeringkat

Duduk = Mapping[str, str]
"""Holder to seat."""


def rantai_sidik(p: Perkara) -> Iterator[str]:
    """The versions of a kelompok are 1, 2, 3 …, one more for each accepted objection, and each names the digest of the one before."""
    diterima: dict[str, int] = {}
    for satu in p.musim.sanggah.koreksi:
        diterima[satu.sanggah.kelompok] = diterima.get(satu.sanggah.kelompok, 0) + 1
    for kelompok, segel in p.evidence.segel.items():
        if sorted(segel) != list(range(1, 2 + diterima.get(kelompok, 0))):
            yield f"{kelompok}: versions {sorted(segel)} with {diterima.get(kelompok, 0)} accepted objections"
        for versi, satu_segel in segel.items():
            sebelum = segel[versi - 1].sha256 if versi - 1 in segel else None
            if satu_segel.sha256_sebelumnya != sebelum:
                yield f"{kelompok} version {versi}: names {satu_segel.sha256_sebelumnya} as the digest before, which is {sebelum}"
    yield from (f"{kelompok}: objections accepted, no version" for kelompok in diterima.keys() - p.evidence.segel.keys())


def selisih_menjelaskan(p: Perkara) -> Iterator[str]:
    """The published difference, applied to the version before, gives the version after: of the ranking and of the seats."""
    if p.riwayat.keys() != p.evidence.koreksi.keys() or p.riwayat.keys() != p.evidence.ubahan.keys():
        yield f"{len(p.riwayat)} corrections; on the topics {len(p.evidence.ubahan)} of rankings and {len(p.evidence.koreksi)} of seats"
        return
    for nomor, riwayat in p.riwayat.items():
        yield from _peringkat(p, nomor, riwayat)
        yield from _kursi(p, nomor, riwayat)


def _peringkat(p: Perkara, nomor: Nomor, riwayat: Riwayat) -> Iterator[str]:
    kelompok, versi = nomor
    isi = _nilai(riwayat.peringkat_sebelum)
    for satu in riwayat.ubahan:
        if isi.get((satu.peserta, satu.kolom)) != satu.dari:
            yield f"{kelompok} version {versi}: {satu.peserta} {satu.kolom} was {isi.get((satu.peserta, satu.kolom))}, not {satu.dari}"
        isi[satu.peserta, satu.kolom] = satu.menjadi
    beda = _berbeda(isi, _nilai(riwayat.peringkat_sesudah))
    if beda:
        yield f"{kelompok} version {versi}: {len(beda)} values are not those of the version before with the difference, first {beda[0]}"
    terbit = p.evidence.ubahan[nomor]
    lengkap = {(satu.peserta, satu.kolom): (satu.dari, satu.menjadi) for satu in riwayat.ubahan}
    if not terbit.ubahan.items() <= lengkap.items() or len(terbit.ubahan) + terbit.lain != len(lengkap):
        yield f"{kelompok} version {versi}: the difference on the topic is not the one over HTTP"
    segel = p.evidence.segel[kelompok][versi]
    if (terbit.sha256, terbit.sha256_sebelumnya, p.evidence.koreksi[nomor].sha256) != (segel.sha256, segel.sha256_sebelumnya, segel.sha256):
        yield f"{kelompok} version {versi}: the differences carry other digests than the closed ranking"
    for nama, baris, urutan in (("before", riwayat.peringkat_sebelum, versi - 1), ("after", riwayat.peringkat_sesudah, versi)):
        if {_terurut(satu, urutan) for satu in baris if satu.status_skb is not None} != {*p.evidence.peringkat[kelompok, urutan].values()}:
            yield f"{kelompok} version {versi}: the version {nama} over HTTP has other rows than the topic"


def _nilai(baris: tuple[BarisVersi, ...]) -> dict[tuple[str, str], Isi]:
    return {(satu.peserta, kolom): isi for satu in baris for kolom, isi in satu.model_dump(exclude={"peserta"}).items()}


def _berbeda(satu: Mapping[tuple[str, str], Isi], lain: Mapping[tuple[str, str], Isi]) -> list[tuple[str, str]]:
    return sorted(kunci for kunci in satu.keys() | lain.keys() if satu.get(kunci) != lain.get(kunci))


def _terurut(satu: BarisVersi, versi: int) -> BarisPeringkat:
    return BarisPeringkat(
        satu.peserta, satu.formasi, satu.status_skb or "", satu.nilai_akhir, satu.peringkat, satu.peringkat_kelompok, versi
    )


def _kursi(p: Perkara, nomor: Nomor, riwayat: Riwayat) -> Iterator[str]:
    kelompok, versi = nomor
    terbit = p.evidence.koreksi[nomor]
    if terbit.versi_sebelumnya != versi - 1:
        yield f"{kelompok} version {versi}: follows version {terbit.versi_sebelumnya}"
    pemegang = {satu.kursi: satu.peserta for satu in riwayat.kursi_sebelum}
    for kursi, (sebelum, sesudah) in terbit.kursi.items():
        if pemegang.get(kursi) != sebelum:
            yield f"{kelompok} version {versi}: seat {kursi} was held by {pemegang.get(kursi)}, not by {sebelum}"
        pemegang[kursi] = sesudah
    if pemegang != {satu.kursi: satu.peserta for satu in riwayat.kursi_sesudah}:
        yield f"{kelompok} version {versi}: the seats are not those of the version before with the difference"
    dulu, kini = (_duduk({satu.kursi: satu.peserta for satu in isi}) for isi in (riwayat.kursi_sebelum, riwayat.kursi_sesudah))
    nyata = (frozenset(kini.keys() - dulu.keys()), frozenset(dulu.keys() - kini.keys()), frozenset(_berpindah(dulu, kini)))
    if nyata != (terbit.masuk, terbit.kehilangan, terbit.pindah):
        yield f"{kelompok} version {versi}: who came in, lost or moved is not who is published"


def _duduk(kursi: Mapping[str, str | None]) -> dict[str, str]:
    return {peserta: satu for satu, peserta in kursi.items() if peserta is not None}


def _berpindah(dulu: Duduk, kini: Duduk) -> set[str]:
    return {peserta for peserta in dulu.keys() & kini.keys() if _formasi(dulu[peserta]) != _formasi(kini[peserta])}


def _formasi(kursi: str) -> str:
    return kursi.rpartition("/")[0]


def kehilangan_ditandatangani(p: Perkara) -> Iterator[str]:
    """Two officers signed a correction that names everybody who lost or changed a seat between the final result and the last objection."""
    sanggah = p.musim.sanggah
    for apa, nyata, tanda, topik in (
        (
            "lost a seat",
            sanggah.kursi_sebelum.keys() - sanggah.kursi_sesudah.keys(),
            {siapa for satu in sanggah.koreksi for siapa in satu.ditandatangani_kehilangan},
            {siapa for satu in p.evidence.koreksi.values() for siapa in satu.kehilangan},
        ),
        (
            "changed to another formation",
            _berpindah(sanggah.kursi_sebelum, sanggah.kursi_sesudah),
            {siapa for satu in sanggah.koreksi for siapa in satu.ditandatangani_pindah},
            {siapa for satu in p.evidence.koreksi.values() for siapa in satu.pindah},
        ),
    ):
        if nyata != tanda:
            yield f"{len(nyata)} {apa}, {len(tanda)} were signed for; {sorted(nyata ^ tanda)[:3]}"
        if nyata != topik:
            yield f"{len(nyata)} {apa}, {len(topik)} are published; {sorted(nyata ^ topik)[:3]}"
