"""Properties of a PPPK season: points as delivered, ranks computed again by the reference, and nobody passed over."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from acuan import pppk
from deploy.gladi.hasil import NilaiPppk
from deploy.gladi.invarian.perkara import Perkara
from deploy.gladi.invented import Formasi


def nilai_seperti_diserahkan(p: Perkara) -> Iterator[str]:
    """Every participant has the points of the files, after all corrections, with nothing but the claims of the year added."""
    if len(p.hasil.kompetensi) != len(p.musim.peserta.nomor):
        yield f"{len(p.musim.peserta.nomor)} participants, {len(p.hasil.kompetensi)} results"
    for satu in p.hasil.kompetensi:
        if satu.peserta not in p.musim.peserta.nomor:
            yield f"{satu.peserta}: nobody has this number"
            continue
        if satu.formasi != p.musim.peserta.formasi[satu.peserta]:
            yield f"{satu.peserta}: applied for {p.musim.peserta.formasi[satu.peserta]}, judged in {satu.formasi}"
        diserahkan = p.musim.kompetensi_benar(satu.peserta)
        terbit = (satu.kehadiran, satu.manajerial_sosiokultural, satu.wawancara)
        if terbit != (diserahkan.kehadiran, diserahkan.manajerial_sosiokultural, diserahkan.wawancara):
            yield f"{satu.peserta}: published {terbit}, delivered {diserahkan}"


def peringkat_dihitung_ulang(p: Perkara) -> Iterator[str]:
    """Technical points, total, grades and both ranks of every kelompok are those that the reference computes from what was delivered."""
    kelompok: defaultdict[str, list[NilaiPppk]] = defaultdict(list)
    for satu in p.hasil.kompetensi:
        kelompok[satu.kelompok].append(satu)
    kuota = {satu.formasi: satu.kuota for satu in p.musim.lowongan.formasi}
    for nama, isi in sorted(kelompok.items()):
        menurut = _ujian(p, isi[0].formasi)
        ulang = {str(satu["peserta"]): satu for satu in pppk.putuskan([_orang(p, satu) for satu in isi], menurut, kuota)}
        for satu in isi:
            harap = tuple(ulang[satu.peserta][kolom] for kolom in _DIHITUNG)
            terbit = tuple(getattr(satu, kolom) for kolom in _DIHITUNG)
            if terbit != harap:
                yield f"{nama} {satu.peserta}: published {terbit}, computed {harap}"


_DIHITUNG = ("formasi", "teknis", "total", "memenuhi_ambang", "peringkat", "peringkat_kelompok")


def _ujian(p: Perkara, formasi: str) -> pppk.Ujian:
    ujian = pppk.ujian(p.musim.plan.aturan, p.musim.lowongan.jabatan(formasi))
    if ujian is None:
        raise ValueError(f"the reference does not know the grade of {p.musim.lowongan.jabatan(formasi)}")
    return ujian


def _orang(p: Perkara, satu: NilaiPppk) -> pppk.Orang:
    nilai, orang = p.musim.kompetensi_benar(satu.peserta), p.musim.peserta.orang(satu.peserta)
    return pppk.Orang(
        satu.peserta,
        satu.formasi,
        nilai.kehadiran == "HADIR",
        nilai.teknis or 0,
        nilai.manajerial_sosiokultural or 0,
        nilai.wawancara or 0,
        orang.tanggal_lahir,
    )


class _Tempat(NamedTuple):
    """What decides between two people of one formation: points, the higher the better, then age, the older the better."""

    nilai: pppk.Nilai
    lahir: date

    def lebih_baik(self, lain: "_Tempat") -> bool:
        return self.nilai > lain.nilai or (self.nilai == lain.nilai and self.lahir < lain.lahir)


def _tempat(p: Perkara, satu: NilaiPppk) -> _Tempat:
    return _Tempat(
        pppk.nilai(_orang(p, satu), _ujian(p, satu.formasi)),
        p.musim.peserta.orang(satu.peserta).tanggal_lahir,
    )


def _berhak(p: Perkara, isi: Sequence[NilaiPppk]) -> list[NilaiPppk]:
    """Those who sat the test, reach the grades of the year, have no seat and never gave one up."""
    return [
        satu
        for satu in isi
        if satu.kehadiran == "HADIR"
        and satu.memenuhi_ambang is not False
        and satu.peserta not in p.musim.mundur
        and ((putusan := p.hasil.putusan.get(satu.peserta)) is None or putusan.hasil != "LULUS")
    ]


def _per_formasi(p: Perkara) -> Iterator[tuple[Formasi, list[NilaiPppk]]]:
    isi: defaultdict[str, list[NilaiPppk]] = defaultdict(list)
    for satu in p.hasil.kompetensi:
        isi[satu.formasi].append(satu)
    return ((formasi, isi[formasi.formasi]) for formasi in p.musim.lowongan.formasi)


def tak_ada_yang_dilangkahi(p: Perkara) -> Iterator[str]:
    """Nobody who could take a seat and never had one is better than somebody of the same formation who had one at any time."""
    mendapat = {peserta for peserta, satu in p.hasil.putusan.items() if satu.formasi_tujuan == p.musim.peserta.formasi[peserta]}
    for formasi, isi in _per_formasi(p):
        luar = [_tempat(p, satu) for satu in _berhak(p, isi)]
        for satu in isi:
            if satu.peserta not in mendapat:
                continue
            if satu.kehadiran != "HADIR" or satu.memenuhi_ambang is False:
                yield f"{satu.peserta}: has a seat, {satu.kehadiran}, grades {satu.memenuhi_ambang}"
            dalam = _tempat(p, satu)
            dilangkahi = sum(lain.lebih_baik(dalam) for lain in luar)
            if dilangkahi:
                yield f"{formasi.formasi}: {dilangkahi} better than {satu.peserta}, who has a seat, go without"


def kursi_kosong_tanpa_calon(p: Perkara) -> Iterator[str]:
    """A seat is empty only after the NI, for lack of candidates, or while a tie waits for its signed decision."""
    menunggu = {satu.formasi_asal for satu in p.hasil.putusan.values() if satu.hasil == "MENUNGGU"}
    for formasi, isi in _per_formasi(p):
        kosong = [satu for satu in p.hasil.per_formasi.get(formasi.formasi, ()) if satu.peserta is None and satu.status != "DIBAWA"]
        calon = len(_berhak(p, isi)) if kosong and formasi.formasi not in menunggu else 0
        if calon:
            yield f"{formasi.formasi}: {len(kosong)} empty, {calon} could take them"
