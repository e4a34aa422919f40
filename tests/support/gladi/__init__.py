"""A small finished season, made without any service: right, so that a test can break one thing of it."""

from collections import Counter, defaultdict

from acuan.terbitan import integrasi
from deploy.gladi import answers
from deploy.gladi.evidence import Evidence
from deploy.gladi.hasil import Hasil, Kasus, Nilai, Putusan
from deploy.gladi.invarian import Perkara
from deploy.gladi.invarian.perkara import Platform
from deploy.gladi.invented import Formasi, Lowongan
from deploy.gladi.musim import Musim
from deploy.gladi.musim.babak import DaftarPeserta, HasilSkd, PenempatanAwal, Pengunduran, Sanggahan
from deploy.gladi.plan import SESUAI_KEPUTUSAN, Plan
from shared.aturan.pendaftaran import load

ATURAN = load("cpns-2024")
SEED = 7


def formasi(banyak: int = 6) -> list[Formasi]:
    """Posts of one agency, two to a pool, with one to three seats."""
    return [
        Formasi(f"F{nomor}", f"0001-J{nomor // 2}", "Badan Contoh", "UMUM", ("S-1|S-1 HUKUM", "SLTA|SLTA"), nomor % 3 + 1, f"Unit {nomor}")
        for nomor in range(banyak)
    ]


def daftar_peserta(banyak: int = 200) -> DaftarPeserta:
    """Person i has participant number 24000000000000000 + i and post i mod 6."""
    nomor = {str(24_000_000_000_000_000 + i): i for i in range(banyak)}
    pilihan = {peserta: f"F{i % 6}" for peserta, i in nomor.items()}
    return DaftarPeserta(SEED, Lowongan(SEED, formasi(), ATURAN), nomor, pilihan, {}, "cpns-2024")


def perkara() -> Perkara:
    """The season played right: best three times the seats to SKB, best ranked placed."""
    daftar = daftar_peserta()
    nilai: list[Nilai] = []
    putusan: dict[str, Putusan] = {}
    kursi: list[answers.Kursi] = []
    kasus: dict[str, Kasus] = {}
    for satu in daftar.lowongan.formasi:
        isi = peringkatkan(_nilai(daftar, satu))
        nilai += isi
        hadir = [n.peserta for n in isi if n.status_skb == "HADIR"]
        for nomor in range(satu.kuota):
            nama = f"{satu.formasi}/{nomor + 1}"
            siapa = hadir[nomor] if nomor < len(hadir) else None
            kursi.append(answers.Kursi(nama, satu.formasi, satu.kelompok, "TERISI" if siapa else "KOSONG", siapa))
            if siapa is not None:
                putusan[siapa] = Putusan(siapa, satu.kelompok, satu.formasi, "LULUS", "FORMASI_SENDIRI", "P/L", satu.formasi, nama, b"[]")
                kasus[siapa] = Kasus(siapa, satu.kelompok, satu.formasi, nama, "TERBIT", None, nip_terbit=True)
        for n in isi:
            if n.status_skb is not None and n.peserta not in putusan:
                putusan[n.peserta] = Putusan(n.peserta, satu.kelompok, satu.formasi, "TIDAK_LULUS", None, "TL", None, None, b"[]")
    return susun(musim(daftar, nilai, kasus), nilai, putusan, kursi, kasus)


def musim(daftar: DaftarPeserta, nilai: list[Nilai], kasus: dict[str, Kasus]) -> Musim:
    """The season of these people and results, in which nobody objected and nobody left."""
    terpanggil = {n.peserta: n.formasi for n in nilai if n.status_skb is not None}
    duduk = {peserta: satu.kursi for peserta, satu in kasus.items()}
    return Musim(
        Plan("uji", SEED, 0, len(daftar.nomor), {}, "cpns-2024"),
        daftar,
        HasilSkd(len(terpanggil), 0, 0, terpanggil),
        PenempatanAwal(len(kasus), {}, {}, SESUAI_KEPUTUSAN),
        Sanggahan((), terpanggil, len(terpanggil), duduk, duduk),
        Pengunduran({}, {}),
        len(kasus),
        {},
    )


def peringkatkan(semua: list[Nilai]) -> list[Nilai]:
    """The people of one formation, the best first, with the rank of those who sat the SKB."""
    isi = sorted(semua, key=lambda n: (n.nilai_akhir or -1, n.skd or 0, n.tkp or 0, n.tiu or 0), reverse=True)
    return [n._replace(peringkat=urutan if n.status_skb == "HADIR" else None) for urutan, n in enumerate(isi, start=1)]


def susun(m: Musim, nilai: list[Nilai], putusan: dict[str, Putusan], kursi: list[answers.Kursi], kasus: dict[str, Kasus]) -> Perkara:
    """A case of these results, with evidence and summaries that agree with them."""
    per_formasi: dict[str, list[answers.Kursi]] = defaultdict(list)
    for satu in kursi:
        per_formasi[satu.formasi].append(satu)
    nilai_formasi: dict[str, list[Nilai]] = defaultdict(list)
    for n in nilai:
        nilai_formasi[n.formasi].append(n)
    terisi = sum(1 for satu in kursi if satu.peserta is not None)
    evidence = Evidence()
    evidence.kesediaan = {(n.peserta, 1): _mau(m.peserta, n.peserta) for n in nilai if n.status_skb is not None}
    evidence.kursi = {peserta: satu.kursi for peserta, satu in putusan.items()}
    return Perkara(
        m,
        Hasil(sorted(nilai), putusan, sorted(kursi), kasus, Counter(), dict(per_formasi)),
        evidence,
        answers.RingkasanPendaftaran(formasi=6, lamaran=m.plan.applicants, ms=len(m.peserta.nomor)),
        answers.RingkasanPenempatan(
            ditempatkan=3,
            tertahan=0,
            kursi=m.lowongan.kursi,
            terisi=terisi,
            kosong=m.lowongan.kursi - terisi,
            diganti=0,
            dibawa_ke_kebutuhan_berikut=0,
            keputusan=len(putusan),
            kode={},
            rute={},
            persetujuan=answers.PengaruhPersetujuan(pilihan=0, tanpa_persetujuan=0, mendapat=0, melepas=0, pindah=0, kursi_lebih_kosong=0),
        ),
        answers.RingkasanKepegawaian(kasus=len(kasus), nip_terbit=len(kasus), nip_batal=0),
        Platform(),
        dict(nilai_formasi),
    )


def _mau(daftar: DaftarPeserta, peserta: str) -> tuple[str, list[str], list[str]] | None:
    mau = daftar.orang(peserta).kesediaan
    return None if mau is None else mau.terbit()


def _nilai(daftar: DaftarPeserta, satu: Formasi) -> list[Nilai]:
    baris: list[tuple[tuple[int, ...], Nilai]] = []
    for peserta in daftar.nomor:
        if daftar.formasi[peserta] != satu.formasi:
            continue
        skd = daftar.skd(peserta)
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
    return [_dengan_skb(daftar, n) if n.hasil_skd == "DI_LUAR_BATAS" and skor >= batas else n for skor, n in baris]


def _dengan_skb(daftar: DaftarPeserta, n: Nilai) -> Nilai:
    skb = daftar.skb(n.peserta)
    n = n._replace(hasil_skd="LULUS", status_skb=skb.status, nilai_skb=skb.nilai)
    if skb.status != "HADIR" or skb.nilai is None or n.skd is None:
        return n
    skor_skd, skor_skb, akhir = integrasi(n.skd, skb.nilai)
    return n._replace(skor_skd=skor_skd, skor_skb=skor_skb, nilai_akhir=akhir)
