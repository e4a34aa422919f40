"""Archives for tests: a small season that the reference itself decided, and files of any lines."""

import io
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

import aiohttp
import orjson

from acuan import arsip
from acuan.arsip_ulang import hitung_ulang, segel, sidik_musim
from acuan.penempatan import KODE_LANGKAH, Orang, Papan, Pergi, Pos, jalankan
from acuan.penilaian import KODE_AKHIR, putuskan
from acuan.penilaian import Orang as Pelamar
from acuan.penilaian import Pos as Lowongan
from shared.arsip.bagian import BAGIAN, bagian_musim
from shared.arsip.berkas import Penulis
from shared.arsip.sidik import sidik_musim as sidik_penulis
from shared.contracts.pendaftaran import FormationOpened
from tests.support.http import OFFICER

Bagian = Mapping[str, Sequence[dict[str, Any]]]
KEPALA = {"musim": "uji", "jenis": "CPNS", "aturan": "cpns-2024", "aturan_versi": 1}
KELOMPOK = "0001-J0001"
ATURAN = "cpns-2024"
# Two parts on scales of their own, in one formation; the second gives nothing to anybody who has the first alone.
_BAGIAN: dict[str, Any] = {
    "kelompok": KELOMPOK,
    "formasi": "B",
    "bagian": [
        {"kode": "cat", "jenis": "CAT", "bobot": 60, "wajib": True, "menggugurkan": False, "minimum": None, "skala": 60},
        {"kode": "praktik", "jenis": "PRAKTIK", "bobot": 40, "wajib": False, "menggugurkan": True, "minimum": 1, "skala": 3},
    ],
    "pengumuman": "PENG-1",
    "persetujuan": "",
}
_HADIR = {"P/L": "LULUS", "P": "DI_LUAR_BATAS", "TL": "TIDAK_LULUS", "TH": "TH", "DIS": "DIS"}


def berkas(bagian: Bagian, hasil_sha256: str = "", kepala: Mapping[str, object] = KEPALA) -> bytes:
    """The file of these parts."""
    out = io.BytesIO()
    penulis = Penulis(out, kepala)
    for nama, baris in bagian.items():
        penulis.mulai(nama)
        for satu in baris:
            penulis.tulis(satu)
    penulis.selesai()
    penulis.tutup(hasil_sha256)
    return out.getvalue()


def temuan(isi: bytes) -> list[arsip.Rusak]:
    """What is not as it was written."""
    file = io.BytesIO(isi)
    try:
        return list(arsip.periksa(arsip.manifes(file), file))
    except arsip.TidakUtuh as error:
        return [error.rusak]


def beda(bagian: Bagian, aturan: str = ATURAN) -> list[str]:
    """What the reference says otherwise, and `sidik` when its digest of the season is not the writer's."""
    jenis = aturan[:4].upper()
    file = io.BytesIO(berkas(bagian, kepala={**KEPALA, "jenis": jenis, "aturan": aturan}))
    isi = arsip.Isi(arsip.manifes(file), file)
    ditemukan = list(hitung_ulang(isi, aturan))
    sidik = sidik_penulis(*(bagian[nama] for nama in ("hasil", "penempatan", "kepegawaian", "tms")), jenis=jenis)
    return ditemukan if sidik_musim(isi) == sidik else [*ditemukan, "sidik"]


async def dari_penilaian(
    client: aiohttp.ClientSession, formasi: Iterable[FormationOpened], kode: str = ATURAN
) -> dict[str, list[dict[str, Any]]]:
    """The archive of a season of which penilaian alone knows anything, through its doors."""
    isi: dict[str, list[dict[str, Any]]] = {"aturan": []}
    for satu in bagian_musim(kode[:4].upper()):
        isi[satu.nama] = []
        if satu.layanan == "penilaian":
            async with client.get(satu.jalan, params={"musim": kode}, headers=OFFICER) as answer:
                assert answer.status == 200, await answer.text()
                baris = [orjson.loads(line) for line in (await answer.read()).splitlines()]
            isi[satu.nama] = [{kolom: row[kolom] for kolom in satu.kolom} for row in baris]
        elif satu.nama == "formasi":
            isi[satu.nama] = [{kolom: getattr(row, kolom, None) for kolom in satu.kolom} for row in formasi]
    return isi


def musim() -> dict[str, list[dict[str, Any]]]:
    """One kelompok of three formations, with a tie that was put in order, a corrected version, a person moved and two who left."""
    pos = [Lowongan("A", "PENATA", "UMUM", 3), Lowongan("B", "PENATA", "UMUM", 2), Lowongan("C", "PENATA", "CUMLAUDE", 1)]
    unit = {"A": "U", "B": "V", "C": "U"}
    orang = [_pelamar(nomor) for nomor in range(1, 17)]
    hasil = [_hasil(satu, row) for satu, row in zip(orang, putuskan(orang, pos, ATURAN), strict=True)]
    formasi = [
        {
            **dict.fromkeys(("kode_instansi", "instansi", "kode_jabatan", "jenis_pengadaan", "grup")),
            "formasi": satu.formasi,
            "kelompok": KELOMPOK,
            "jabatan": satu.jabatan,
            "unit": unit[satu.formasi],
            "versi": 1,
            "jenis_kebutuhan": satu.jenis_kebutuhan,
            "kualifikasi": ["S-1"],
            "kuota": satu.kuota,
        }
        for satu in pos
    ]
    pergi = [Pergi(next(row["peserta"] for row in hasil if row["peringkat"] == 1 and row["formasi"] == "A"), diganti=True)]
    pergi.append(Pergi(next(row["peserta"] for row in hasil if row["peringkat"] == 1 and row["formasi"] == "B"), diganti=False))
    tempat = [Pos(satu.formasi, satu.kuota, satu.jenis_kebutuhan, unit[satu.formasi], frozenset({"S-1"}), 0, None) for satu in pos]
    jenis = {satu.formasi: satu.jenis_kebutuhan for satu in pos}
    dudukan = [_dudukan(row, jenis) for row in hasil if row["status_skb"] is not None]
    awal, akhir = (jalankan(tempat, dudukan, siapa, aturan=ATURAN) for siapa in ((), pergi))
    keluar = {satu.nomor: nomor for satu in pergi for nomor, pemilik in awal.kursi.items() if pemilik == satu.nomor}
    penempatan = [_putusan(row, akhir, awal, keluar) for row in hasil if row["status_skb"] is not None]
    isi: dict[str, list[dict[str, Any]]] = {
        "aturan": [{"aturan": ATURAN, "versi": 1, "teks": 'nama = "cpns-2024"\n'}],
        "formasi": formasi,
        "tms": [{"formasi": "A", "tms": "USIA", "banyak": 3}, {"formasi": "B", "tms": "IPK", "banyak": 1}],
        "peserta": [_fakta(satu) for satu in orang],
        "bagian": [deepcopy(_BAGIAN)],
        "hasil": hasil,
        **_versi(hasil),
        "kelompok": [{"kelompok": KELOMPOK, "versi": 2, "mode": "SESUAI_KEPUTUSAN", "aturan": ATURAN, "aturan_versi": 1}],
        "penempatan": penempatan,
        "kursi": [_kursi(f"{satu.kode}/{n}", akhir) for satu in tempat for n in range(1, satu.kuota + 1)],
        "pengunduran": [
            {"kelompok": KELOMPOK, "urutan": n, "peserta": satu.nomor, "kursi": keluar[satu.nomor], "dapat_diganti": satu.diganti}
            for n, satu in enumerate(pergi, 1)
        ],
        "koreksi": [],
        "kepegawaian": [_kasus(row) for row in penempatan if row["hasil"] == "LULUS"],
    }
    assert list(isi) == ["aturan", *(satu.nama for satu in BAGIAN)]
    assert all(set(row) == set(satu.kolom) for satu in BAGIAN for row in isi[satu.nama])
    return isi


def _pelamar(nomor: int) -> Pelamar:
    """Scores that differ, but for 4 and 5, who are equal in all and put in order by Panselnas."""
    kembar = nomor in {4, 5}
    n = 4 if kembar else nomor
    formasi = "A" if kembar or nomor % 2 == 0 else "B"
    kehadiran = "TH" if nomor == 16 else "HADIR"
    twk = 40 if nomor == 15 else 80 + 5 * (n * 7 % 9)
    skor = (twk, 90 + 5 * (n * 5 % 8), 170 + n % 4) if kehadiran == "HADIR" else (0, 0, 0)
    putusan = ("1/1", nomor - 3) if kembar else None
    skb = Decimal(50 + n * 3 % 40)
    return Pelamar(
        f"{nomor:017d}", formasi, kehadiran, *skor, nilai_skb=skb, ipk=Decimal(-n), tanggal_lahir=date.fromordinal(n), putusan=putusan
    )


def _fakta(satu: Pelamar) -> dict[str, Any]:
    assert satu.ipk is not None
    assert satu.tanggal_lahir is not None
    return {
        "peserta": satu.peserta,
        "formasi": satu.formasi,
        "kelompok": KELOMPOK,
        "kualifikasi": "S-1",
        "tahun_asal": None,
        "kesediaan": {"jenis": "PILIHAN", "unit": ["V"], "formasi": []} if satu.peserta.endswith("2") else None,
        "urutan_usia": satu.tanggal_lahir.toordinal(),
        "urutan_ijazah": -int(satu.ipk),
        "skala_ipk": "IPK",
        "bagian_skb": _nilai_bagian(satu) if satu.formasi == "B" and satu.twk >= 65 else None,
        "kehadiran": satu.kehadiran,
        "daftar_panselnas": satu.putusan[0] if satu.putusan else None,
        "urutan_panselnas": satu.putusan[1] if satu.putusan else None,
    }


def _nilai_bagian(satu: Pelamar) -> dict[str, Any]:
    """A score of the SKB in parts: as much of the first as it gives, and the rest of the second."""
    seribu = int(satu.nilai_skb * 1000)
    cat = min(seribu, 60_000)
    sisa = (seribu - cat) * 3 // 40
    return {"cat": {"nilai": cat, "gugur": False}, "praktik": {"nilai": sisa or None, "gugur": False}}


def _hasil(satu: Pelamar, row: Mapping[str, Any]) -> dict[str, Any]:
    hadir = satu.kehadiran == "HADIR"
    dari = ("status_skb", "skd_100", "skor_skd", "skor_skb", "nilai_akhir", "peringkat", "peringkat_kelompok")
    return {
        "peserta": satu.peserta,
        "formasi": satu.formasi,
        "kelompok": KELOMPOK,
        "urutan_skd": None,
        "alasan": ["PERINGKAT"],
        "kode_skd": row["kode_skd"],
        "hasil_skd": _HADIR[row["kode_skd"]],
        "memenuhi_ambang_umum": row["memenuhi_ambang_umum"],
        **{nama: getattr(satu, nama) if hadir else None for nama in ("twk", "tiu", "tkp", "skd")},
        **{nama: row.get(nama) for nama in dari},
        "nilai_skb": int(satu.nilai_skb * 1000) if "status_skb" in row else None,
        "seri": bool(row.get("seri")),
    }


def _versi(hasil: Sequence[Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """A first version in which one person had a thousandth less, and the second that is in force."""
    kolom = ("peserta", "formasi", "hasil_skd", "status_skb", "nilai_akhir", "peringkat", "peringkat_kelompok", "seri")
    lama = [{"kelompok": KELOMPOK, "versi": 1, **{nama: row[nama] for nama in kolom}, "urutan_panselnas": None} for row in hasil]
    siapa = next(row for row in lama if row["nilai_akhir"] is not None)
    ubahan = [{"peserta": siapa["peserta"], "kolom": "nilai_akhir", "dari": siapa["nilai_akhir"] - 1, "menjadi": siapa["nilai_akhir"]}]
    siapa["nilai_akhir"] -= 1
    ubahan += [{"peserta": f"{n:017d}", "kolom": "urutan_panselnas", "dari": None, "menjadi": n - 3} for n in (4, 5)]
    satu, dua = segel(lama, 1), segel(hasil, 2)
    tanpa = dict.fromkeys(("alasan", "sumber", "ubahan", "masuk", "kehilangan"))
    sebab = {"alasan": "sanggah diterima", "sumber": "BA 1", "ubahan": ubahan, "masuk": [], "kehilangan": []}
    return {
        "versi": [
            {"kelompok": KELOMPOK, "versi": 1, "sha256": satu, "sha256_sebelumnya": None, **tanpa},
            {"kelompok": KELOMPOK, "versi": 2, "sha256": dua, "sha256_sebelumnya": satu, **sebab},
        ],
        "versi_lama": lama,
        "sanggah": [
            {
                "nomor": 1,
                "kelompok": KELOMPOK,
                "peserta": siapa["peserta"],
                "tahap": "AKHIR",
                "pokok": ["NILAI_SKB"],
                "versi_hasil": 1,
                "diterima_pada": "2025-01-13T00:00:00Z",
                "putusan": "DITERIMA",
                "alasan": "NILAI_KELIRU",
                "dijawab_pada": "2025-01-15T00:00:00Z",
                "versi": 2,
            }
        ],
    }


def _dudukan(row: Mapping[str, Any], jenis: Mapping[str, str]) -> Orang:
    mau = ("SEMUA", frozenset[str](), frozenset[str]())
    rank = row["peringkat"], row["peringkat_kelompok"]
    hadir = row["status_skb"] == "HADIR"
    return Orang(row["peserta"], row["formasi"], hadir, *rank, jenis[row["formasi"]], "S-1", row["memenuhi_ambang_umum"], mau)


def _putusan(row: Mapping[str, Any], akhir: Papan, awal: Papan, keluar: Mapping[str, str]) -> dict[str, Any]:
    mundur = row["peserta"] in keluar
    papan = awal if mundur else akhir
    kursi = next((nomor for nomor, pemilik in papan.kursi.items() if pemilik == row["peserta"]), None)
    langkah = papan.langkah.get(kursi or "")
    kode = KODE_LANGKAH[ATURAN][langkah] if langkah else KODE_AKHIR[ATURAN]["LULUS" if kursi else "TIDAK_LULUS"]
    return {
        "peserta": row["peserta"],
        "kelompok": KELOMPOK,
        "formasi_asal": row["formasi"],
        "hasil": "LULUS" if kursi else "TIDAK_LULUS",
        "rute": langkah or ("FORMASI_SENDIRI" if kursi else None),
        "kode": kode,
        "kursi": kursi,
        "tahap": "AKHIR",
        "mundur": mundur,
        "formasi_tujuan": kursi.rpartition("/")[0] if kursi else None,
        "peringkat": row["peringkat"],
        "nilai_akhir": row["nilai_akhir"],
        "versi": 2,
        "alasan": [{"kode": "X", "angka": {"ä": 1}}],
    }


def _kursi(nomor: str, papan: Papan) -> dict[str, Any]:
    pemilik = papan.kursi.get(nomor)
    status = "DIBAWA" if nomor in papan.dibawa else "TERISI" if pemilik else "KOSONG"
    formasi, _, ke = nomor.rpartition("/")
    return {
        "kursi": nomor,
        "kelompok": KELOMPOK,
        "formasi": formasi,
        "nomor": int(ke),
        "status": status,
        "peserta": pemilik,
        "pendahulu": None,
    }


def _kasus(row: Mapping[str, Any]) -> dict[str, Any]:
    status = "MUNDUR" if row["mundur"] else "AKTIF"
    return {
        "peserta": row["peserta"],
        "kelompok": KELOMPOK,
        "formasi": row["formasi_tujuan"],
        "kursi": row["kursi"],
        "status": status,
        "langkah": "NIP_TERBIT",
        "nip_terbit": True,
        "nip_batal": False,
    }
