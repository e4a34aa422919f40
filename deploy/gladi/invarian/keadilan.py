"""Properties about people: who has a seat, and whether anybody was wronged."""

from collections import Counter
from collections.abc import Iterator

from acuan.penilaian import Penentu, lebih_baik
from acuan.terbitan import FAKTOR_SKB, LOLOS, integrasi, skor_skd
from deploy.gladi.hasil import Nilai
from deploy.gladi.invarian.perkara import Perkara
from deploy.gladi.invented import Formasi
from deploy.gladi.plan import DENGAN_PERSETUJUAN


def tak_lebih_dari_kuota(p: Perkara) -> Iterator[str]:
    """Each formation has exactly its seats, and no more holders than seats."""
    kursi = Counter(satu.formasi for satu in p.hasil.kursi)
    lulus = [satu for satu in p.hasil.putusan.values() if satu.hasil == "LULUS"]
    pemegang = Counter(satu.formasi_tujuan for satu in lulus if satu.peserta not in p.musim.mundur)
    for formasi in p.musim.lowongan.formasi:
        if kursi[formasi.formasi] != formasi.kuota:
            yield f"{formasi.formasi}: {kursi[formasi.formasi]} seats listed, {formasi.kuota} opened"
        if pemegang[formasi.formasi] > formasi.kuota:
            yield f"{formasi.formasi}: {pemegang[formasi.formasi]} holders of {formasi.kuota} seats"


def satu_orang_satu_kursi(p: Perkara) -> Iterator[str]:
    """Nobody holds two seats, and whoever holds one has the decision that says so."""
    dipegang = Counter(satu.peserta for satu in p.hasil.kursi if satu.peserta is not None)
    yield from (f"{peserta}: {banyak} seats" for peserta, banyak in dipegang.items() if banyak > 1)
    for satu in p.hasil.kursi:
        if satu.peserta is not None:
            putusan = p.hasil.putusan.get(satu.peserta)
            if putusan is None or (putusan.hasil, putusan.kursi) != ("LULUS", satu.kursi):
                yield f"{satu.kursi}: held by {satu.peserta}, whose decision does not say so"
    for putusan in p.hasil.putusan.values():
        if putusan.hasil == "LULUS" and putusan.peserta not in dipegang and putusan.peserta not in p.musim.mundur:
            yield f"{putusan.peserta}: decided LULUS, holds no seat"


def _penentu(p: Perkara, nilai: Nilai) -> Penentu:
    orang = p.musim.peserta.orang(nilai.peserta)
    skor = (nilai.nilai_akhir or 0, nilai.skd or 0, nilai.tkp or 0, nilai.tiu or 0, nilai.twk or 0)
    return Penentu(skor, orang.ipk, orang.skala_ipk, orang.tanggal_lahir)


def _berhak(p: Perkara, formasi: Formasi) -> list[Nilai]:
    """Those who sat the SKB of this formation, have no seat anywhere and never gave one up."""
    return [
        nilai
        for nilai in p.per_formasi.get(formasi.formasi, ())
        if nilai.status_skb == "HADIR" and not _lulus(p, nilai.peserta) and nilai.peserta not in p.musim.mundur
    ]


def _lulus(p: Perkara, peserta: str) -> bool:
    """Whether somebody is decided LULUS; who has no decision at all is not."""
    putusan = p.hasil.putusan.get(peserta)
    return putusan is not None and putusan.hasil == "LULUS"


def tak_ada_yang_dilangkahi(p: Perkara) -> Iterator[str]:
    """Nobody willing and eligible who never had a seat is better than somebody of the same formation who had one at any time."""
    # Somebody moved to a seat of another formation came before others by the rules of that seat, not by the rank here.
    mendapat = {peserta for peserta, satu in p.hasil.putusan.items() if satu.formasi_tujuan == p.musim.peserta.formasi[peserta]}
    for formasi in p.musim.lowongan.formasi:
        penentu = {nilai.peserta: _penentu(p, nilai) for nilai in p.per_formasi.get(formasi.formasi, ()) if nilai.status_skb == "HADIR"}
        luar = [penentu[nilai.peserta] for nilai in _berhak(p, formasi)]
        dalam = [nilai for nilai in p.per_formasi.get(formasi.formasi, ()) if nilai.peserta in mendapat]
        for nilai in dalam:
            if nilai.status_skb != "HADIR":
                yield f"{nilai.peserta}: has a seat with SKB {nilai.status_skb}"
                continue
            dilangkahi = sum(lebih_baik(lain, penentu[nilai.peserta], penentu.values()) for lain in luar)
            if dilangkahi:
                yield f"{formasi.formasi}: {dilangkahi} better than {nilai.peserta}, who has a seat, go without"


def kursi_kosong_tanpa_calon(p: Perkara) -> Iterator[str]:
    """A seat is empty only after the NIP, for lack of candidates, or while a tie waits for its signed decision."""
    menunggu = {satu.formasi_asal for satu in p.hasil.putusan.values() if satu.hasil == "MENUNGGU"}
    for formasi in p.musim.lowongan.formasi:
        kosong = [satu for satu in p.hasil.per_formasi.get(formasi.formasi, ()) if satu.peserta is None and satu.status != "DIBAWA"]
        calon = len(_berhak(p, formasi)) if kosong and formasi.formasi not in menunggu else 0
        if calon:
            yield f"{formasi.formasi}: {len(kosong)} empty, {calon} could take them"


def nilai_seperti_diserahkan(p: Perkara) -> Iterator[str]:
    """Scores are those of the files and the bus, after all corrections and accepted objections; the integration is computed again."""
    if len(p.hasil.nilai) != len(p.musim.peserta.nomor):
        yield f"{len(p.musim.peserta.nomor)} participants, {len(p.hasil.nilai)} results"
    for satu in p.hasil.nilai:
        if satu.peserta not in p.musim.peserta.nomor:
            yield f"{satu.peserta}: nobody has this number"
        else:
            yield from _skd_seorang(p, satu)
            yield from _skb_seorang(p, satu)


def _skd_seorang(p: Perkara, satu: Nilai) -> Iterator[str]:
    if satu.formasi != p.musim.peserta.formasi[satu.peserta]:
        yield f"{satu.peserta}: applied for {p.musim.peserta.formasi[satu.peserta]}, judged in {satu.formasi}"
    skd = p.musim.skd_benar(satu.peserta)
    if skd.kehadiran == "HADIR" and (satu.twk, satu.tiu, satu.tkp) != skd[1:]:
        yield f"{satu.peserta}: SKD published {(satu.twk, satu.tiu, satu.tkp)}, delivered {skd[1:]}"


def _skb_seorang(p: Perkara, satu: Nilai) -> Iterator[str]:
    if (satu.peserta in p.musim.sanggah.terpanggil) != (satu.status_skb is not None):
        yield f"{satu.peserta}: called to SKB {satu.peserta in p.musim.sanggah.terpanggil}, result {satu.status_skb}"
    if satu.status_skb is None:
        return
    skb = p.musim.skb_benar(satu.peserta)
    if satu.status_skb != skb.status:
        yield f"{satu.peserta}: SKB published {satu.status_skb}, delivered {skb.status}"
    elif skb.status == "HADIR" and skb.nilai is not None and satu.skd is not None:
        terbit = (satu.nilai_skb, satu.skor_skd, satu.skor_skb, satu.nilai_akhir)
        if terbit != (skb.nilai, *integrasi(satu.skd, skb.nilai)):
            yield f"{satu.peserta}: final score published {terbit}, recomputed {integrasi(satu.skd, skb.nilai)}"


def batas_skb_benar(p: Perkara) -> Iterator[str]:
    """Everybody called stands at or above all who passed and were not; equal scores alone call more than three times the seats."""
    for formasi in p.musim.lowongan.formasi:
        lolos = [nilai for nilai in p.per_formasi.get(formasi.formasi, ()) if nilai.hasil_skd in LOLOS]
        dalam = [skor_skd(nilai) for nilai in lolos if nilai.peserta in p.musim.sanggah.terpanggil]
        luar = [skor_skd(nilai) for nilai in lolos if nilai.peserta not in p.musim.sanggah.terpanggil]
        tempat = FAKTOR_SKB * formasi.kuota
        if luar and (len(dalam) < tempat or min(dalam) <= max(luar)):
            yield f"{formasi.formasi}: {len(luar)} who passed were left out with {len(dalam)} of {tempat} places given"
        if len(dalam) > tempat and sorted(dalam, reverse=True)[tempat - 1] != min(dalam):
            yield f"{formasi.formasi}: {len(dalam)} called to {tempat} places without a tie"


def yang_mundur_tak_berkursi(p: Perkara) -> Iterator[str]:
    """Nobody who left holds a seat, and kepegawaian has a case for each of them."""
    berkursi = {satu.peserta for satu in p.hasil.kursi if satu.peserta is not None}
    for peserta in p.musim.mundur:
        if peserta in berkursi:
            yield f"{peserta}: left and holds a seat"
        kasus = p.hasil.kasus.get(peserta)
        if kasus is None:
            yield f"{peserta}: left, and kepegawaian has no case"


def kesediaan_sampai(p: Perkara) -> Iterator[str]:
    """What is published of each person's wish, in every version, is what that person stated in the application."""
    for (peserta, _), terbit in p.evidence.kesediaan.items():
        if peserta not in p.musim.peserta.nomor:
            yield f"{peserta}: nobody has this number"
            continue
        mau = p.musim.peserta.orang(peserta).kesediaan
        if terbit != (None if mau is None else mau.terbit()):
            yield f"{peserta}: wish published {terbit}, stated {mau}"


def persetujuan_dihormati(p: Perkara) -> Iterator[str]:
    """Where people are asked, nobody is moved to a post that they said no to; where nobody is asked there is nothing to keep."""
    if p.musim.plan.mode == DENGAN_PERSETUJUAN != p.musim.penempatan.mode:
        yield f"officers decided {p.musim.plan.mode}, seats were filled {p.musim.penempatan.mode}"
    if p.musim.penempatan.mode != DENGAN_PERSETUJUAN:
        return
    for satu in p.hasil.putusan.values():
        if satu.hasil == "LULUS" and satu.formasi_tujuan is not None and p.musim.peserta.menolak(satu.peserta, satu.formasi_tujuan):
            yield f"{satu.peserta}: moved to {satu.formasi_tujuan} against what was stated"
