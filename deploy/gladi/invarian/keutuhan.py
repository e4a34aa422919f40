"""Properties about the data: nothing lost, nothing twice, nothing where it must not be."""

from collections import Counter
from collections.abc import Iterator

from deploy.gladi.invarian.berkas_perkara import Perkara
from shared.contracts.digest import ranking_digest


def _beda(apa: str, **angka: int) -> Iterator[str]:
    if len(set(angka.values())) > 1:
        yield f"{apa}: " + ", ".join(f"{siapa} {nilai}" for siapa, nilai in angka.items())


def jumlah_cocok(p: Perkara) -> Iterator[str]:
    """Counts of the season, of the services and of the distinct events on the topics are the same."""
    k, topik, bukti = p.k, p.bukti.topik, p.bukti
    subjek = {nama: len(isi.urutan) for nama, isi in topik.items()}
    unik = {nama: isi.unik for nama, isi in topik.items()}
    pergi = len(k.mundur)
    yield from _beda("formasi", musim=len(k.formasi), pendaftaran=p.pendaftaran.formasi, topik=subjek["formation-opened"])
    yield from _beda("lamaran", musim=k.rencana.banyak, pendaftaran=p.pendaftaran.lamaran, topik=unik["application-submitted"])
    yield from _beda("verifikasi", musim=k.rencana.banyak, topik=subjek["application-verified"], versi_1=sum(bukti.verifikasi.values()))
    yield from _beda("MS", musim=k.ms, pendaftaran=p.pendaftaran.ms, topik=bukti.verifikasi["MS"], penilaian=len(p.hasil.nilai))
    yield from _beda("nilai SKD", musim=k.ms, topik=bukti.ujian["SKD"])
    yield from _beda("ke SKB", musim=len(k.terpanggil), penilaian=k.ke_skb, topik=sum(bukti.terpanggil.values()))
    # Who is not called any more sat the SKB all the same, and keeps the decision that there is no seat.
    pernah = len(k.terpanggil) + len(k.keluar_skb)
    yield from _beda("nilai SKB", musim=pernah, topik=bukti.ujian["SKB"])
    yield from _beda("daftar SKB", musim=len(k.formasi), topik=subjek["skb-shortlisted"])
    yield from _beda("pernah berperingkat", musim=pernah, topik=subjek["score-finalized"])
    berlaku = sum(len(bukti.peringkat.get((kelompok, max(segel)), {})) for kelompok, segel in bukti.segel.items())
    yield from _beda("nilai akhir", musim=len(k.terpanggil), topik=berlaku)
    yield from _beda("peringkat ditutup", musim=k.kelompok, topik=subjek["ranking-closed"], penempatan=p.penempatan.ditempatkan)
    yield from _beda("diputuskan", musim=pernah, topik=subjek["placement-decided"], penempatan=len(p.hasil.putusan))
    yield from _beda("mundur", musim=pergi, topik=unik["candidate-resigned"], kepegawaian=sum(p.kepegawaian.mundur.values()))
    yield from _beda("boleh diganti", musim=pergi - k.mundur_setelah_nip, topik=bukti.boleh_diganti)
    yield from _beda("diganti", penempatan=p.penempatan.diganti, topik=unik["candidate-replaced"])
    yield from _beda("kursi dibuka", musim=k.kursi_dibuka, topik=unik["vacancy-opened"])
    yield from _beda(
        "dibawa", musim=k.mundur_setelah_nip, penempatan=p.penempatan.dibawa_ke_kebutuhan_berikut, topik=unik["vacancy-carried-over"]
    )
    dicabut = sum(1 for satu in p.hasil.kasus.values() if satu.status == "DICABUT")
    yield from _beda("kasus", kepegawaian=p.kepegawaian.kasus, daftar=len(p.hasil.kasus), musim=p.penempatan.terisi + pergi + dicabut)
    # Who lost a seat by a correction and came back as a replacement has a running case again.
    hilang = {siapa for satu in k.koreksi for siapa in satu.kehilangan}
    kembali = hilang & ({satu.peserta for satu in p.hasil.kursi if satu.peserta is not None} | k.mundur.keys())
    yield from _beda("kasus dicabut", kepegawaian=p.kepegawaian.dicabut, daftar=dicabut, musim=len(hilang) - len(kembali))
    yield from _beda("koreksi", musim=len(k.koreksi), peringkat=unik["ranking-corrected"], penempatan=unik["placement-corrected"])
    yield from _beda("NIP terbit", musim=k.nip, kepegawaian=p.kepegawaian.nip_terbit, topik=unik["nip-issued"])
    yield from _beda("NIP batal", musim=k.mundur_setelah_nip, kepegawaian=p.kepegawaian.nip_batal, topik=unik["nip-cancelled"])
    alasan = Counter(k.mundur.values())
    for nama in sorted(alasan | bukti.mundur | Counter(p.kepegawaian.mundur)):
        yield from _beda(nama, musim=alasan[nama], topik=bukti.mundur[nama], kepegawaian=p.kepegawaian.mundur.get(nama, 0))
    for nama, isi in topik.items():
        if isi.rusak:
            yield f"{nama}: {isi.rusak} records without what CloudEvents asks for"


def sidik_peringkat_cocok(p: Perkara) -> Iterator[str]:
    """Count and SHA-256 of every version of every closed ranking are those of the rows that were published under that version."""
    belum = set(p.bukti.peringkat)
    for kelompok, segel in p.bukti.segel.items():
        for versi, satu in segel.items():
            belum.discard((kelompok, versi))
            isi = p.bukti.peringkat.get((kelompok, versi), {}).values()
            if satu.jumlah != len(isi) or satu.sha256 != ranking_digest(isi):
                yield f"{kelompok} version {versi}: {len(isi)} rows published, {satu.jumlah} sealed, or another digest"
    yield from (f"{kelompok} version {versi}: rows without a closed ranking" for kelompok, versi in sorted(belum))


def tak_ada_data_pribadi(p: Perkara) -> Iterator[str]:
    """Neither the shape of personal data nor a name of this season on a public or agency topic."""
    for isi in p.bukti.topik.values():
        yield from isi.pribadi


def tak_ada_yang_tersisih(p: Perkara) -> Iterator[str]:
    """No record was quarantined, no key waits, nothing is left to apply."""
    for apa, per_layanan in (("quarantined", p.karantina), ("parked", p.parkir), ("not applied", p.lag)):
        yield from (f"{layanan}: {banyak} {apa}" for layanan, banyak in per_layanan.items() if banyak)
    if p.penempatan.tertahan:
        yield f"{p.penempatan.tertahan} kelompok held back"


def keadaan_akhir_sama(p: Perkara) -> Iterator[str]:
    """Who holds which seat: by penempatan, by kepegawaian and by the newest decision on the topic."""
    penempatan = {satu.peserta: satu.kursi for satu in p.hasil.kursi if satu.peserta is not None}
    kepegawaian = {peserta: satu.kursi for peserta, satu in p.hasil.kasus.items() if peserta not in p.k.mundur and satu.status != "DICABUT"}
    topik = {peserta: kursi for peserta, kursi in p.bukti.kursi.items() if kursi is not None and peserta not in p.k.mundur}
    for nama, lain in (("kepegawaian", kepegawaian), ("topic", topik)):
        beda = sorted(penempatan.items() ^ lain.items())
        if beda:
            yield f"penempatan and {nama} differ about {len(beda)} of {len(penempatan)}, first {beda[0][0]}"
    tanpa_nip = (
        [peserta for peserta in penempatan if not p.hasil.kasus[peserta].nip_terbit] if not penempatan.keys() - p.hasil.kasus else []
    )
    if tanpa_nip:
        yield f"{len(tanpa_nip)} hold a seat without a NIP, first {tanpa_nip[0]}"


def jumlah_kursi(p: Perkara) -> Iterator[str]:
    """Filled and empty seats are all seats, by the summary and by the list."""
    terisi = sum(1 for satu in p.hasil.kursi if satu.peserta is not None)
    yield from _beda("terisi", ringkasan=p.penempatan.terisi, daftar=terisi)
    yield from _beda("kursi", ringkasan=p.penempatan.kursi, daftar=len(p.hasil.kursi), musim=p.k.kursi)
    jumlah = p.penempatan.terisi + p.penempatan.kosong + p.penempatan.dibawa_ke_kebutuhan_berikut
    yield from _beda("terisi + kosong + dibawa", ringkasan=jumlah, musim=p.k.kursi)
