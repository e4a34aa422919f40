"""K12 to K18 and K20: what a step may do, whom nobody may pass over, in which order.

The rules are read a second time here, person against seat. An index of the people without a seat makes it fast: it gives the best rank
among those whom a step admits, so a vacancy asks once for each step, however many people there are.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

from services.penempatan.domain.jenis import Formasi, Keputusan
from services.penempatan.domain.periksa.potret import Potret
from shared.alasan import Pelanggaran
from shared.aturan import JenisKebutuhan
from shared.aturan.pengisian import AmbangCalon, AsalCalon, JenisKursi, LangkahPengisian, LetakUnit
from shared.istilah import Hasil, JenisKesediaan, ModePengisian, Rute

_TEMPAT_SENDIRI = {Rute.FORMASI_SENDIRI, Rute.PENGGANTI}


def periksa_pengisian(p: Potret) -> Iterator[Pelanggaran]:
    """K12 to K17 and K20."""
    for k in p.keputusan:
        if k.hasil is Hasil.LULUS and not k.mundur and k.formasi_tujuan in p.formasi:
            yield from _perpindahan(k, p)
    yield from _tidak_dilewati(p)
    yield from _ditahan(p)


def periksa_urutan(p: Potret) -> Iterator[Pelanggaran]:
    """K18: nobody placed by a step could have had an earlier vacancy ahead of the person who has it. It holds while nobody has left."""
    sendiri = {k.formasi_asal for k in p.tanpa_kursi}
    for tahap, formasi, langkah, indeks in _mundur(p, _Indeks(p), sisipkan=True):
        if formasi.kode in p.ditahan or formasi.kode in p.ditunggu or (p.kosong.get(formasi.kode) and formasi.kode in sendiri):
            continue  # held for a tie: K20 and K8 look at these
        terbaik = indeks.terbaik(formasi, langkah)
        if terbaik is not None and terbaik.peringkat <= _batas(p, formasi, tahap, terbuka=p.kosong.get(formasi.kode, 0) > 0):
            yield Pelanggaran("K18", terbaik.peserta)


def dapat_menunggu(k: Keputusan, p: Potret) -> bool:
    """Whether a seat is held that this person may come into by some step."""
    return any(_boleh(k, p.formasi[kode], langkah, p) for kode in p.ditahan for langkah in p.ketentuan.pengisian.langkah)


def _umum(formasi: Formasi, p: Potret) -> bool:
    return formasi.jenis_kebutuhan in p.ketentuan.pengisian.umum


def _letak_cocok(k: Keputusan, tujuan: Formasi, langkah: LangkahPengisian, p: Potret) -> bool:
    """K12: the step allows the kind of seat, the need type, the unit and the group of units."""
    asal = p.formasi[k.formasi_asal]
    if (langkah.kursi is JenisKursi.UMUM) != _umum(tujuan, p) or (asal.unit == tujuan.unit) != (langkah.unit is LetakUnit.SAMA):
        return False
    if asal.unit != tujuan.unit and p.ketentuan.pengisian.batas_grup and asal.grup != tujuan.grup:
        return False
    jenis = k.dasar.jenis_kebutuhan
    return _asal_cocok(jenis, tujuan, langkah, p)


def _asal_cocok(jenis: JenisKebutuhan, tujuan: Formasi, langkah: LangkahPengisian, p: Potret) -> bool:
    """Whether the step looks at applicants of this need type for a seat of `tujuan`."""
    match langkah.calon:
        case AsalCalon.KHUSUS:
            return jenis not in p.ketentuan.pengisian.umum
        case AsalCalon.JENIS_SAMA:
            return jenis is tujuan.jenis_kebutuhan
        case AsalCalon.JENIS_LAIN:
            return jenis is not tujuan.jenis_kebutuhan
        case AsalCalon.SEMUA:
            return True


def _mau(k: Keputusan, tujuan: Formasi, p: Potret) -> bool:
    """K15: the person agreed beforehand to go there, where the mode asks for consent."""
    if p.mode is ModePengisian.SESUAI_KEPUTUSAN or k.dasar.kesediaan.jenis is JenisKesediaan.SEMUA:
        return True
    disebut = tujuan.unit in k.dasar.kesediaan.unit or tujuan.kode in k.dasar.kesediaan.formasi
    return k.dasar.kesediaan.jenis is JenisKesediaan.PILIHAN and disebut


def _ambang_cukup(k: Keputusan, langkah: LangkahPengisian) -> bool:
    """K14: the passing grade of UMUM is reached, where the step asks for it."""
    return langkah.ambang is AmbangCalon.SENDIRI or k.dasar.memenuhi_ambang_umum


def _boleh(k: Keputusan, tujuan: Formasi, langkah: LangkahPengisian, p: Potret) -> bool:
    return (
        k.dasar.kualifikasi in tujuan.kualifikasi
        and _letak_cocok(k, tujuan, langkah, p)
        and _ambang_cukup(k, langkah)
        and _mau(k, tujuan, p)
    )


def _perpindahan(k: Keputusan, p: Potret) -> Iterator[Pelanggaran]:
    """K12 to K15 on somebody who has a seat."""
    tujuan = p.formasi[k.formasi_tujuan or ""]
    langkah = p.langkah.get(k.rute) if k.rute is not None else None
    if langkah is None:
        # K12: own routes lead to own seats only.
        if k.rute not in _TEMPAT_SENDIRI or tujuan.kode != k.formasi_asal:
            yield Pelanggaran("K12", k.peserta)
        return
    # K12: a move is one its step allows.
    if tujuan.kode == k.formasi_asal or not _letak_cocok(k, tujuan, langkah, p):
        yield Pelanggaran("K12", k.peserta)
    # K13: the own study is accepted by the seat.
    if k.dasar.kualifikasi not in tujuan.kualifikasi:
        yield Pelanggaran("K13", k.peserta)
    # K14: the passing grade of UMUM is reached wherever the step asks for it.
    if not _ambang_cukup(k, langkah):
        yield Pelanggaran("K14", k.peserta)
    # K15: with consent as the rule, nobody is moved to where they did not agree to go.
    if not _mau(k, tujuan, p):
        yield Pelanggaran("K15", k.peserta)


class _Calon(NamedTuple):
    """Somebody in the index."""

    peringkat: int
    peserta: str
    unit: str


class _Indeks:
    """People by everything a step asks; of each kind the best in every unit, and the best two of different units."""

    def __init__(self, p: Potret, orang: Sequence[Keputusan] = ()) -> None:
        self._p = p
        self._contoh: dict[Hashable, Keputusan] = {}
        self._per_unit: defaultdict[str, dict[Hashable, _Calon]] = defaultdict(dict)
        self._dua: dict[Hashable, tuple[_Calon, _Calon | None]] = {}
        for k in orang:
            self.tambah(k)

    def tambah(self, k: Keputusan) -> None:
        d, asal = k.dasar, self._p.formasi[k.formasi_asal]
        if d.peringkat_kelompok is None:
            return
        kesediaan = d.kesediaan if self._p.mode is ModePengisian.DENGAN_PERSETUJUAN else None
        kunci = (d.kualifikasi, d.jenis_kebutuhan, d.memenuhi_ambang_umum, asal.grup, kesediaan)
        satu = _Calon(d.peringkat_kelompok, d.peserta, asal.unit)
        self._contoh.setdefault(kunci, k)
        self._per_unit[asal.unit][kunci] = min(satu, self._per_unit[asal.unit].get(kunci, satu))
        pertama, kedua = self._dua.get(kunci, (satu, None))
        if satu < pertama:
            self._dua[kunci] = (satu, pertama if pertama.unit != satu.unit else kedua)
        elif satu.unit != pertama.unit:
            self._dua[kunci] = (pertama, satu if kedua is None else min(satu, kedua))
        else:
            self._dua[kunci] = (pertama, kedua)

    def terbaik(self, formasi: Formasi, langkah: LangkahPengisian) -> _Calon | None:
        """The best ranked whom the step admits to a seat of `formasi`."""
        ditemukan: list[_Calon] = []
        if langkah.unit is LetakUnit.SAMA:
            for kunci, satu in self._per_unit.get(formasi.unit, {}).items():
                if self._boleh(kunci, formasi, langkah):
                    ditemukan.append(satu)
        else:
            for kunci, (pertama, kedua) in self._dua.items():
                luar = pertama if pertama.unit != formasi.unit else kedua
                if luar is not None and self._boleh(kunci, formasi, langkah):
                    ditemukan.append(luar)
        return min(ditemukan, default=None)

    def _boleh(self, kunci: Hashable, formasi: Formasi, langkah: LangkahPengisian) -> bool:
        """Everything but the unit, which the caller looked at; people of one key differ in nothing else."""
        contoh, p = self._contoh[kunci], self._p
        if langkah.unit is LetakUnit.LAIN and p.ketentuan.pengisian.batas_grup and p.formasi[contoh.formasi_asal].grup != formasi.grup:
            return False
        return (
            contoh.dasar.kualifikasi in formasi.kualifikasi
            and _asal_cocok(contoh.dasar.jenis_kebutuhan, formasi, langkah, p)
            and _ambang_cukup(contoh, langkah)
            and _mau(contoh, formasi, p)
        )


def _mundur(p: Potret, indeks: _Indeks, *, sisipkan: bool) -> Iterator[tuple[int, Formasi, LangkahPengisian, _Indeks]]:
    """The vacancies from the last one of the last tahap to the first; with `sisipkan` the index then holds whoever was placed later."""
    lowongan = [p.formasi[kode] for kode in p.pengisi.keys() | p.kosong.keys() | p.ditunggu.keys() | p.ditahan.keys() if kode in p.formasi]
    lowongan.sort(key=lambda f: (f.urutan, f.unit, f.jenis_kebutuhan.value, f.kode), reverse=True)
    for tahap in sorted({langkah.tahap for langkah in p.ketentuan.pengisian.langkah}, reverse=True):
        for formasi in lowongan:
            for langkah in p.ketentuan.pengisian.langkah:
                if langkah.tahap == tahap and (langkah.kursi is JenisKursi.UMUM) == _umum(formasi, p):
                    yield tahap, formasi, langkah, indeks
            if sisipkan:
                for k in p.pengisi.get(formasi.kode, ()):
                    if k.rute is not None and p.langkah[k.rute].tahap == tahap:
                        indeks.tambah(k)


_TERBUKA = 2**31


def _batas(p: Potret, formasi: Formasi, tahap: int, *, terbuka: bool) -> int:
    """The worst rank that this tahap had to take: that of the last person it took, or any rank when seats went on to a later tahap."""
    if terbuka:
        return _TERBUKA
    batas = 0
    for k in p.pengisi.get(formasi.kode, ()):
        saat = p.langkah[k.rute].tahap if k.rute is not None else 0
        if saat > tahap:
            return _TERBUKA
        if saat == tahap and k.dasar.peringkat_kelompok is not None:
            batas = max(batas, k.dasar.peringkat_kelompok)
    return batas


def _tidak_dilewati(p: Potret) -> Iterator[Pelanggaran]:
    """K16 and K17: of the people without a seat nobody could have had one by a step.

    Seats that a tie among the formation's own people holds back are theirs; those held for a tie of others are K20's.
    """
    sendiri = {k.formasi_asal for k in p.tanpa_kursi}
    for tahap, formasi, langkah, indeks in _mundur(p, _Indeks(p, p.tanpa_kursi), sisipkan=False):
        terbaik = indeks.terbaik(formasi, langkah)
        if terbaik is None:
            continue
        # K16: nobody better or equal in rank is passed over by a step that admits them, in that tahap or an earlier one.
        if terbaik.peringkat <= _batas(p, formasi, tahap, terbuka=False):
            yield Pelanggaran("K16", terbaik.peserta)
        # K17: no seat is empty while somebody without a seat could fill it, unless it is held for a tie.
        elif p.kosong.get(formasi.kode) and formasi.kode not in sendiri:
            yield Pelanggaran("K17", formasi.kode)


def _ditahan(p: Potret) -> Iterator[Pelanggaran]:
    """K20: in every tahap enough people who wait stand before the first who does not, and somebody waits because of an equal rank."""
    menunggu = [k for k in p.tanpa_kursi if k.hasil is Hasil.MENUNGGU]
    tidak = _Indeks(p, [k for k in p.tanpa_kursi if k.hasil is not Hasil.MENUNGGU])
    for kode, kursi in p.ditahan.items():
        formasi = p.formasi[kode]
        di_depan: set[str] = set()
        for langkah in p.ketentuan.pengisian.langkah:
            berhak = [(k.dasar.peringkat_kelompok or 0, k.peserta) for k in menunggu if _boleh(k, formasi, langkah, p)]
            pertama = tidak.terbaik(formasi, langkah) if (langkah.kursi is JenisKursi.UMUM) == _umum(formasi, p) else None
            batas = _TERBUKA if pertama is None else pertama.peringkat
            di_depan.update(peserta for peringkat, peserta in berhak if peringkat < batas)
            if pertama is not None and len(di_depan) < kursi:
                yield Pelanggaran("K20", kode)
        if not di_depan:
            yield Pelanggaran("K20", kode)
    seri = Counter(k.dasar.peringkat_kelompok for k in menunggu) + Counter((k.formasi_asal, k.dasar.peringkat) for k in menunggu)
    if menunggu and max(seri.values()) < 2:
        yield Pelanggaran("K20", menunggu[0].peserta)
