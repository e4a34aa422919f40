"""What closing reads and writes: whole sets of kelompok in, whole sets of decisions out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from services.penilaian.domain.peringkat import HasilAkhir, PesertaSkb
from services.penilaian.domain.skd import Formasi, HasilFormasi, PesertaSkd
from services.penilaian.store.alasan import to_json
from shared.aturan import JenisKebutuhan, Kehadiran, StatusSkb
from shared.db import Conn, copy_rows


class FaktaSkb(NamedTuple):
    """What the event about one SKB participant says besides the decision; `kesediaan` as received (JSON)."""

    jenis_kebutuhan: JenisKebutuhan
    kualifikasi: str
    memenuhi_ambang_umum: bool
    kesediaan: str | None


async def formasi_dalam(conn: Conn, kelompok: Sequence[str]) -> dict[str, list[Formasi]]:
    """The posts of these kelompok, sorted by number."""
    rows = await conn.fetch(
        """
        select kelompok, formasi, jabatan, jenis_kebutuhan, kuota from penilaian.formasi
        where kelompok = any($1) order by kelompok, formasi
        """,
        kelompok,
    )
    posts: dict[str, list[Formasi]] = defaultdict(list)
    for row in rows:
        posts[row["kelompok"]].append(Formasi(row["formasi"], row["jabatan"], row["jenis_kebutuhan"], row["kuota"]))
    return posts


async def peserta_skd(conn: Conn, kelompok: Sequence[str]) -> dict[str, list[PesertaSkd]]:
    """The SKD of everybody in these kelompok, by formasi."""
    rows = await conn.fetch(
        """
        select p.formasi, p.peserta, n.kehadiran, n.twk, n.tiu, n.tkp, n.tahun_asal
        from penilaian.formasi as f
        join penilaian.pelamar as p on p.formasi = f.formasi and p.peserta is not null
        join penilaian.nilai_skd as n on n.peserta = p.peserta
        where f.kelompok = any($1)
        """,
        kelompok,
    )
    words = {str(kehadiran): kehadiran for kehadiran in Kehadiran}
    people: dict[str, list[PesertaSkd]] = defaultdict(list)
    for formasi, peserta, kehadiran, twk, tiu, tkp, tahun_asal in rows:
        people[formasi].append(PesertaSkd(peserta, words[kehadiran], twk or 0, tiu or 0, tkp or 0, tahun_asal))
    return people


async def peserta_skb(conn: Conn, kelompok: Sequence[str]) -> tuple[dict[str, list[PesertaSkb]], dict[str, FaktaSkb]]:
    """Everybody called to the SKB, by kelompok, and the facts their events carry, by participant."""
    rows = await conn.fetch(
        """
        select h.kelompok, h.peserta, h.formasi, s.twk, s.tiu, s.tkp, b.status, b.nilai, p.ipk, p.skala_ipk, p.tanggal_lahir,
            coalesce(d.bagian::jsonb ->> 'gugur_di', '') as gugur_di, f.jenis_kebutuhan, p.kualifikasi, h.memenuhi_ambang_umum,
            p.kesediaan
        from penilaian.hasil_skd as h
        join penilaian.formasi as f on f.formasi = h.formasi
        join penilaian.nilai_skd as s on s.peserta = h.peserta
        join penilaian.nilai_skb as b on b.peserta = h.peserta
        join penilaian.pelamar as p on p.peserta = h.peserta
        left join penilaian.baris_berkas as d
            on d.jenis = 'SKB' and d.peserta = h.peserta and d.berkas = b.sumber and d.versi = b.versi and d.bagian is not null
        where h.kelompok = any($1) and h.hasil = 'LULUS'
        """,
        kelompok,
    )
    words = {str(status): status for status in StatusSkb}
    people: dict[str, list[PesertaSkb]] = defaultdict(list)
    facts: dict[str, FaktaSkb] = {}
    for row in rows:
        group, peserta, formasi, twk, tiu, tkp, status, nilai, ipk, skala_ipk, tanggal_lahir, gugur_di, *fakta = row
        people[group].append(PesertaSkb(peserta, formasi, twk, tiu, tkp, words[status], nilai, ipk, skala_ipk, tanggal_lahir, gugur_di))
        facts[peserta] = FaktaSkb(JenisKebutuhan(fakta[0]), *fakta[1:])
    return people, facts


async def simpan_skd(conn: Conn, hasil: Sequence[tuple[str, HasilFormasi]]) -> None:
    """Write the SKD decisions of (kelompok, formasi) that have none yet."""
    await copy_rows(
        conn,
        "penilaian.hasil_formasi",
        ("formasi", "kelompok", "memenuhi_ambang", "dipanggil", "batas_skd", "batas_tkp", "batas_tiu", "batas_twk", "alasan"),
        [
            (
                satu.formasi,
                kelompok,
                satu.memenuhi_ambang,
                len(satu.daftar),
                *((satu.batas.skd, satu.batas.tkp, satu.batas.tiu, satu.batas.twk) if satu.batas else (None,) * 4),
                to_json(satu.alasan),
            )
            for kelompok, satu in hasil
        ],
    )
    await copy_rows(
        conn,
        "penilaian.hasil_skd",
        ("peserta", "formasi", "kelompok", "hasil", "urutan", "memenuhi_ambang_umum", "alasan"),
        [
            (putusan.peserta, satu.formasi, kelompok, putusan.hasil, putusan.urutan, putusan.memenuhi_ambang_umum, to_json(putusan.alasan))
            for kelompok, satu in hasil
            for putusan in satu.putusan
        ],
    )


async def simpan_akhir(conn: Conn, hasil: Sequence[tuple[str, PesertaSkb, HasilAkhir]], *, versi: Mapping[str, int]) -> None:
    """Write the final results of (kelompok, participant) that have none yet; `versi` by kelompok."""
    await copy_rows(
        conn,
        "penilaian.hasil_akhir",
        (
            "peserta",
            "formasi",
            "kelompok",
            "status_skb",
            "skd_100",
            "skor_skd",
            "skor_skb",
            "nilai_akhir",
            "peringkat",
            "peringkat_kelompok",
            "seri",
            "alasan",
            "versi",
        ),
        [
            (
                satu.peserta,
                satu.formasi,
                kelompok,
                asal.status,
                satu.skd_100,
                *((satu.nilai.skor_skd, satu.nilai.skor_skb, satu.nilai.nilai_akhir) if satu.nilai else (None,) * 3),
                satu.peringkat,
                satu.peringkat_kelompok,
                satu.seri,
                to_json(satu.alasan),
                versi[kelompok],
            )
            for kelompok, asal, satu in hasil
        ],
    )
