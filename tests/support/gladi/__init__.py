"""A small finished season, made without any service: right, so that a test can break one thing of it."""

from collections import Counter, defaultdict

from rich.console import Console

from acuan.terbitan import integrasi
from deploy.gladi import bentuk
from deploy.gladi.benih import Formasi, Lowongan, nilai_skb, nilai_skd, pelamar
from deploy.gladi.bukti import Bukti
from deploy.gladi.hasil import Hasil, Kasus, Nilai, Putusan
from deploy.gladi.invarian import Perkara
from deploy.gladi.musim import Keadaan, Rencana
from deploy.gladi.papan import Papan
from deploy.gladi.pintu import Pintu
from deploy.gladi.topik import Bus
from shared.aturan.pendaftaran import load

ATURAN = load("cpns-2024")
BENIH = 7


def formasi(banyak: int = 6) -> list[Formasi]:
    """Posts of one agency, two to a pool, with one to three seats."""
    return [
        Formasi(f"F{nomor}", f"0001-J{nomor // 2}", "Badan Contoh", "UMUM", ("S-1|S-1 HUKUM", "SLTA|SLTA"), nomor % 3 + 1, f"Unit {nomor}")
        for nomor in range(banyak)
    ]


def keadaan(pelamar: int = 200) -> Keadaan:
    """A season in which person i has participant number 24000000000000000 + i and post i mod 6."""
    lowongan = Lowongan(BENIH, formasi(), ATURAN)
    rencana = Rencana("uji", BENIH, 0, pelamar, {}, "cpns-2024")
    k = Keadaan(rencana, Pintu({}, "", musim="uji"), Papan(Console(quiet=True)), Bus(""), lowongan)
    for nomor in range(pelamar):
        peserta = str(24_000_000_000_000_000 + nomor)
        k.peserta[peserta] = nomor
        k.formasi_peserta[peserta] = f"F{nomor % 6}"
    k.ms = pelamar
    k.kursi = sum(satu.kuota for satu in lowongan.formasi)
    return k


def perkara() -> Perkara:
    """The season played right: best three times the seats to SKB, best ranked placed."""
    k = keadaan()
    nilai: list[Nilai] = []
    putusan: dict[str, Putusan] = {}
    kursi: list[bentuk.Kursi] = []
    kasus: dict[str, Kasus] = {}
    for satu in k.formasi:
        isi = peringkatkan(_nilai(k, satu))
        nilai += isi
        hadir = [n.peserta for n in isi if n.status_skb == "HADIR"]
        for nomor in range(satu.kuota):
            nama = f"{satu.formasi}/{nomor + 1}"
            siapa = hadir[nomor] if nomor < len(hadir) else None
            kursi.append(bentuk.Kursi(nama, satu.formasi, satu.kelompok, "TERISI" if siapa else "KOSONG", siapa))
            if siapa is not None:
                putusan[siapa] = Putusan(siapa, satu.kelompok, satu.formasi, "LULUS", "FORMASI_SENDIRI", "P/L", satu.formasi, nama, b"[]")
                kasus[siapa] = Kasus(siapa, satu.kelompok, satu.formasi, nama, "TERBIT", None, nip_terbit=True)
        for n in isi:
            if n.status_skb is not None and n.peserta not in putusan:
                putusan[n.peserta] = Putusan(n.peserta, satu.kelompok, satu.formasi, "TIDAK_LULUS", None, "TL", None, None, b"[]")
    return susun(k, nilai, putusan, kursi, kasus)


def peringkatkan(semua: list[Nilai]) -> list[Nilai]:
    """The people of one formation, the best first, with the rank of those who sat the SKB."""
    isi = sorted(semua, key=lambda n: (n.nilai_akhir or -1, n.skd or 0, n.tkp or 0, n.tiu or 0), reverse=True)
    return [n._replace(peringkat=urutan if n.status_skb == "HADIR" else None) for urutan, n in enumerate(isi, start=1)]


def susun(k: Keadaan, nilai: list[Nilai], putusan: dict[str, Putusan], kursi: list[bentuk.Kursi], kasus: dict[str, Kasus]) -> Perkara:
    """A case of these results, with evidence and summaries that agree with them."""
    per_formasi: dict[str, list[bentuk.Kursi]] = defaultdict(list)
    for satu in kursi:
        per_formasi[satu.formasi].append(satu)
    nilai_formasi: dict[str, list[Nilai]] = defaultdict(list)
    for n in nilai:
        nilai_formasi[n.formasi].append(n)
    terisi = sum(1 for satu in kursi if satu.peserta is not None)
    bukti = Bukti()
    bukti.kesediaan = {(n.peserta, 1): _mau(k, n.peserta) for n in nilai if n.status_skb is not None}
    bukti.kursi = {peserta: satu.kursi for peserta, satu in putusan.items()}
    return Perkara(
        k,
        Hasil(sorted(nilai), putusan, sorted(kursi), kasus, Counter(), dict(per_formasi)),
        bukti,
        bentuk.RingkasanPendaftaran(formasi=6, kursi=k.kursi, kelompok=3, lamaran=k.ms, ms=k.ms),
        bentuk.RingkasanPenempatan(
            kelompok=3,
            ditempatkan=3,
            tertahan=0,
            kursi=k.kursi,
            terisi=terisi,
            kosong=k.kursi - terisi,
            diganti=0,
            dibawa_ke_kebutuhan_berikut=0,
            keputusan=len(putusan),
            kode={},
            rute={},
            persetujuan=bentuk.PengaruhPersetujuan(pilihan=0, tanpa_persetujuan=0, mendapat=0, melepas=0, pindah=0, kursi_lebih_kosong=0),
        ),
        bentuk.RingkasanKepegawaian(kasus=len(kasus), nip_terbit=len(kasus), nip_batal=0),
        {},
        {},
        {},
        dict(nilai_formasi),
    )


def _mau(k: Keadaan, peserta: str) -> tuple[str, list[str], list[str]] | None:
    mau = pelamar(BENIH, k.peserta[peserta], k.lowongan).kesediaan
    return None if mau is None else mau.terbit()


def _nilai(k: Keadaan, satu: Formasi) -> list[Nilai]:
    baris: list[tuple[tuple[int, ...], Nilai]] = []
    for peserta, nomor in k.peserta.items():
        if k.formasi_peserta[peserta] != satu.formasi:
            continue
        skd = nilai_skd(BENIH, nomor)
        twk, tiu, tkp = skd.twk or 0, skd.tiu or 0, skd.tkp or 0
        lolos = twk >= 65 and tiu >= 80 and tkp >= 166
        hasil = "DI_LUAR_BATAS" if lolos else "TIDAK_LULUS" if skd.kehadiran == "HADIR" else skd.kehadiran
        kosong = Nilai(
            peserta, satu.formasi, satu.kelompok, hasil, *skd[1:], twk + tiu + tkp, None, None, None, None, None, None, None, b"[]"
        )
        baris.append(((twk + tiu + tkp, tkp, tiu, twk), kosong))
    lolos_semua = sorted((b for b in baris if b[1].hasil_skd == "DI_LUAR_BATAS"), key=lambda b: b[0], reverse=True)
    tempat = 3 * satu.kuota
    batas = lolos_semua[tempat - 1][0] if len(lolos_semua) >= tempat else (0,)
    return [_dengan_skb(k, n) if n.hasil_skd == "DI_LUAR_BATAS" and skor >= batas else n for skor, n in baris]


def _dengan_skb(k: Keadaan, n: Nilai) -> Nilai:
    skb = nilai_skb(BENIH, k.peserta[n.peserta])
    k.terpanggil[n.peserta] = n.formasi
    n = n._replace(hasil_skd="LULUS", status_skb=skb.status, nilai_skb=skb.nilai)
    if skb.status != "HADIR" or skb.nilai is None or n.skd is None:
        return n
    skor_skd, skor_skb, akhir = integrasi(n.skd, skb.nilai)
    return n._replace(skor_skd=skor_skd, skor_skb=skor_skb, nilai_akhir=akhir)
