"""Properties about the data: nothing lost, nothing twice, nothing where it must not be."""

from collections import Counter
from collections.abc import Iterator

from deploy.gladi.invarian.perkara import Perkara
from shared.contracts.digest import ranking_digest


def _differ(what: str, **counts: int) -> Iterator[str]:
    if len(set(counts.values())) > 1:
        yield f"{what}: " + ", ".join(f"{siapa} {nilai}" for siapa, nilai in counts.items())


def jumlah_cocok(p: Perkara) -> Iterator[str]:
    """Counts of the season, of the services and of the distinct events on the topics are the same."""
    m, topik, evidence = p.musim, p.evidence.topics, p.evidence
    subjek = {nama: len(isi.sequences) for nama, isi in topik.items()}
    unik = {nama: isi.unique for nama, isi in topik.items()}
    pergi, ms = len(m.mundur), len(m.peserta.nomor)
    yield from _differ("formasi", musim=len(m.lowongan.formasi), pendaftaran=p.pendaftaran.formasi, topik=subjek["formation-opened"])
    yield from _differ("lamaran", musim=m.plan.applicants, pendaftaran=p.pendaftaran.lamaran, topik=unik["application-submitted"])
    yield from _differ(
        "verifikasi", musim=m.plan.applicants, topik=subjek["application-verified"], versi_1=sum(evidence.verifikasi.values())
    )
    yield from _differ("MS", musim=ms, pendaftaran=p.pendaftaran.ms, topik=evidence.verifikasi["MS"], penilaian=len(p.hasil.nilai))
    yield from _differ("nilai SKD", musim=ms, topik=evidence.ujian["SKD"])
    yield from _differ("ke SKB", musim=len(m.sanggah.terpanggil), penilaian=m.sanggah.ke_skb, topik=sum(evidence.terpanggil.values()))
    # Somebody who is no longer called has sat the SKB, and keeps the decision that there is no seat.
    pernah = len(m.sanggah.terpanggil) + len(m.sanggah.keluar_skb)
    yield from _differ("nilai SKB", musim=pernah, topik=evidence.ujian["SKB"])
    yield from _differ("daftar SKB", musim=len(m.lowongan.formasi), topik=subjek["skb-shortlisted"])
    yield from _differ("pernah berperingkat", musim=pernah, topik=subjek["score-finalized"])
    berlaku = sum(len(evidence.peringkat.get((kelompok, max(segel)), {})) for kelompok, segel in evidence.segel.items())
    yield from _differ("nilai akhir", musim=len(m.sanggah.terpanggil), topik=berlaku)
    yield from _differ("peringkat ditutup", musim=m.lowongan.kelompok, topik=subjek["ranking-closed"], penempatan=p.penempatan.ditempatkan)
    yield from _differ("diputuskan", musim=pernah, topik=subjek["placement-decided"], penempatan=len(p.hasil.putusan))
    yield from _differ("mundur", musim=pergi, topik=unik["candidate-resigned"], kepegawaian=sum(p.kepegawaian.mundur.values()))
    yield from _differ("boleh diganti", musim=pergi - len(m.setelah_nip), topik=evidence.boleh_diganti)
    yield from _differ("diganti", penempatan=p.penempatan.diganti, topik=unik["candidate-replaced"])
    yield from _differ("kursi dibuka", musim=m.kursi_dibuka, topik=unik["vacancy-opened"])
    yield from _differ(
        "dibawa", musim=len(m.setelah_nip), penempatan=p.penempatan.dibawa_ke_kebutuhan_berikut, topik=unik["vacancy-carried-over"]
    )
    dicabut = sum(1 for satu in p.hasil.kasus.values() if satu.status == "DICABUT")
    yield from _differ("kasus", kepegawaian=p.kepegawaian.kasus, daftar=len(p.hasil.kasus), musim=p.penempatan.terisi + pergi + dicabut)
    # Somebody who lost a seat by a correction and came back as a replacement has a running case again.
    hilang = {siapa for satu in m.sanggah.koreksi for siapa in satu.kehilangan}
    kembali = hilang & ({satu.peserta for satu in p.hasil.kursi if satu.peserta is not None} | m.mundur.keys())
    yield from _differ("kasus dicabut", kepegawaian=p.kepegawaian.dicabut, daftar=dicabut, musim=len(hilang) - len(kembali))
    yield from _differ("koreksi", musim=len(m.sanggah.koreksi), peringkat=unik["ranking-corrected"], penempatan=unik["placement-corrected"])
    yield from _differ("NIP terbit", musim=m.nip, kepegawaian=p.kepegawaian.nip_terbit, topik=unik["nip-issued"])
    yield from _differ("NIP batal", musim=len(m.setelah_nip), kepegawaian=p.kepegawaian.nip_batal, topik=unik["nip-cancelled"])
    alasan = Counter(m.mundur.values())
    for nama in sorted(alasan | evidence.mundur | Counter(p.kepegawaian.mundur)):
        yield from _differ(nama, musim=alasan[nama], topik=evidence.mundur[nama], kepegawaian=p.kepegawaian.mundur.get(nama, 0))
    for nama, isi in topik.items():
        if isi.broken:
            yield f"{nama}: {isi.broken} records without what CloudEvents asks for"


def sidik_peringkat_cocok(p: Perkara) -> Iterator[str]:
    """Count and SHA-256 of every version of every closed ranking are those of the rows that were published under that version."""
    belum = set(p.evidence.peringkat)
    for kelompok, segel in p.evidence.segel.items():
        for versi, satu in segel.items():
            belum.discard((kelompok, versi))
            isi = p.evidence.peringkat.get((kelompok, versi), {}).values()
            if satu.jumlah != len(isi) or satu.sha256 != ranking_digest(isi):
                yield f"{kelompok} version {versi}: {len(isi)} rows published, {satu.jumlah} sealed, or another digest"
    yield from (f"{kelompok} version {versi}: rows without a closed ranking" for kelompok, versi in sorted(belum))


def tak_ada_data_pribadi(p: Perkara) -> Iterator[str]:
    """Neither the shape of personal data nor a name of this season on a public or agency topic."""
    for isi in p.evidence.topics.values():
        yield from isi.personal_data


def tak_ada_yang_tersisih(p: Perkara) -> Iterator[str]:
    """No record was quarantined, no key waits, nothing is left to apply."""
    for what, per_layanan in (("quarantined", p.platform.karantina), ("parked", p.platform.parkir), ("not applied", p.platform.lag)):
        yield from (f"{service}: {banyak} {what}" for service, banyak in per_layanan.items() if banyak)
    if p.penempatan.tertahan:
        yield f"{p.penempatan.tertahan} kelompok held back"


def keadaan_akhir_sama(p: Perkara) -> Iterator[str]:
    """Penempatan, kepegawaian and the newest decisions on the topic name the same holder of every seat."""
    penempatan = {satu.peserta: satu.kursi for satu in p.hasil.kursi if satu.peserta is not None}
    mundur = p.musim.mundur
    kepegawaian = {peserta: satu.kursi for peserta, satu in p.hasil.kasus.items() if peserta not in mundur and satu.status != "DICABUT"}
    topik = {peserta: kursi for peserta, kursi in p.evidence.kursi.items() if kursi is not None and peserta not in mundur}
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
    yield from _differ("terisi", ringkasan=p.penempatan.terisi, daftar=terisi)
    yield from _differ("kursi", ringkasan=p.penempatan.kursi, daftar=len(p.hasil.kursi), musim=p.musim.lowongan.kursi)
    jumlah = p.penempatan.terisi + p.penempatan.kosong + p.penempatan.dibawa_ke_kebutuhan_berikut
    yield from _differ("terisi + kosong + dibawa", ringkasan=jumlah, musim=p.musim.lowongan.kursi)


def tindakan_tercatat(p: Perkara) -> Iterator[str]:
    """What a service acknowledged is in its record of acts, once each however often it was sent, and nothing else is."""
    for service, dijawab in p.platform.acts.items():
        yield from _differ(service, dijawab=dijawab, tercatat=p.platform.recorded[service])
