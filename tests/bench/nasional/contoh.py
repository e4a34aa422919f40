"""A sample of the nation decided once more by the domain, which is the reference for the law: nothing may differ."""

import numpy as np

from services.penilaian import massal
from services.penilaian.domain import peringkat, skd
from services.penilaian.massal.kolom import HASIL_SKD, KEHADIRAN, STATUS_SKB, TIDAK_ADA
from shared.aturan import load
from tests.bench.nasional.alur import ATURAN, Potongan, ambil_skb, potong_tabel
from tests.bench.nasional.bangsa import Bangsa, kode_formasi, nomor_peserta


def bandingkan_contoh(bangsa: Bangsa, kelompok: int, seed: int) -> int:
    """Compare the largest kelompok and so many others; returns how many people they hold.

    Raises:
        RuntimeError: a decision, a rank or a reason differs.
    """
    terpilih = np.random.default_rng(seed).choice(len(bangsa.awal_orang) - 1, min(kelompok, len(bangsa.awal_orang) - 1), replace=False)
    terbesar = int(np.argmax(np.diff(bangsa.awal_orang)))
    return sum(_satu(bangsa, nomor) for nomor in sorted({terbesar, *terpilih.tolist()}))


def _satu(bangsa: Bangsa, kelompok: int) -> int:
    aturan = load(ATURAN)
    formasi, tes, orang = potong_tabel(bangsa, Potongan(kelompok, kelompok + 1))
    putusan = massal.putuskan_skd(formasi, tes, aturan)
    alasan = list(massal.alasan_skd(formasi, tes, putusan, aturan))
    nomor = [nomor_peserta(row) for row in range(orang, orang + len(alasan))]
    umum = putusan.memenuhi_ambang_umum.tolist()
    dari_kolom = {
        nomor[row]: skd.PutusanSkd(nomor[row], HASIL_SKD[hasil], None if urutan == TIDAK_ADA else urutan, umum[row], alasan[row])
        for row, (hasil, urutan) in enumerate(zip(putusan.hasil.tolist(), putusan.urutan.tolist(), strict=True))
    }
    dari_domain: dict[str, skd.PutusanSkd] = {}
    for n, kuota in enumerate(formasi.kuota.tolist()):
        pos = skd.Formasi(kode_formasi(n), formasi.nama_jabatan[formasi.jabatan[n]], formasi.nama_jenis[formasi.jenis[n]], kuota)
        baris = np.flatnonzero(tes.formasi == n).tolist()
        hasil = skd.putuskan_skd(pos, [_peserta_skd(tes, row, nomor[row]) for row in baris], aturan)
        dari_domain.update((satu.peserta, satu) for satu in hasil.putusan)
    if dari_kolom != dari_domain:
        raise RuntimeError(f"kelompok {kelompok}: the SKD differs from the domain's")
    dipanggil = np.sort(putusan.daftar)
    _bandingkan_akhir(kelompok, formasi, ambil_skb(bangsa, orang, dipanggil, tes), [nomor[row] for row in dipanggil.tolist()])
    return len(nomor)


def _bandingkan_akhir(kelompok: int, formasi: massal.TabelFormasi, skb: massal.TabelSkb, nomor: list[str]) -> None:
    aturan = load(ATURAN)
    hasil = massal.peringkatkan(formasi, skb, aturan)
    alasan = list(massal.alasan_akhir(formasi, skb, hasil, aturan, nomor))
    kuota = {kode_formasi(n): banyak for n, banyak in enumerate(formasi.kuota.tolist())}
    domain = peringkat.peringkatkan([_peserta_skb(skb, row, satu) for row, satu in enumerate(nomor)], aturan, kuota)
    for row, satu in enumerate(domain):
        ranks = tuple(TIDAK_ADA if n is None else n for n in (satu.peringkat, satu.peringkat_kelompok))
        akhir = satu.nilai.nilai_akhir if satu.nilai else TIDAK_ADA
        kolom = (nomor[row], alasan[row], int(hasil.nilai_akhir[row]), bool(hasil.seri[row]))
        if kolom != (satu.peserta, satu.alasan, akhir, satu.seri) or ranks != (hasil.peringkat[row], hasil.peringkat_kelompok[row]):
            raise RuntimeError(f"kelompok {kelompok}: the ranking of {satu.peserta} differs from the domain's")


def _peserta_skd(tes: massal.TabelSkd, row: int, nomor: str) -> skd.PesertaSkd:
    tahun = int(tes.tahun_asal[row])
    return skd.PesertaSkd(
        nomor,
        KEHADIRAN[tes.kehadiran[row]],
        int(tes.twk[row]),
        int(tes.tiu[row]),
        int(tes.tkp[row]),
        tahun_asal=None if tahun == TIDAK_ADA else tahun,
    )


def _peserta_skb(skb: massal.TabelSkb, row: int, nomor: str) -> peringkat.PesertaSkb:
    gugur = int(skb.gugur_di[row])
    return peringkat.PesertaSkb(
        peserta=nomor,
        formasi=kode_formasi(int(skb.formasi[row])),
        twk=int(skb.twk[row]),
        tiu=int(skb.tiu[row]),
        tkp=int(skb.tkp[row]),
        status=STATUS_SKB[skb.status[row]],
        nilai_skb=int(skb.nilai_skb[row]),
        ipk=int(skb.ipk[row]),
        skala_ipk=str(skb.skala_ipk[row]),
        usia=int(skb.usia[row]),
        gugur_di="" if gugur == TIDAK_ADA else skb.nama_bagian[gugur],
    )
