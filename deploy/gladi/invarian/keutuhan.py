"""Properties about the data: nothing lost, nothing twice, nothing where it must not be."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from deploy.gladi.invarian.perkara import Perkara
from deploy.gladi.invented import Jenis
from shared.contracts.digest import ranking_digest


def _differ(what: str, **counts: int) -> Iterator[str]:
    if len(set(counts.values())) > 1:
        yield f"{what}: " + ", ".join(f"{siapa} {nilai}" for siapa, nilai in counts.items())


def jumlah_cocok(p: Perkara) -> Iterator[str]:
    """Counts of the season, of the services and of the distinct events on the topics are the same."""
    yield from _pendaftaran(p)
    yield from _CACAH_UJIAN[p.musim.plan.ragam.jenis](p)
    yield from _penempatan(p)
    yield from _kepegawaian(p)
    for nama, isi in p.evidence.topics.items():
        if isi.broken:
            yield f"{nama}: {isi.broken} records without what CloudEvents asks for"


def _subjek(p: Perkara, topik: str) -> int:
    return len(p.evidence.topics[topik].sequences)


def _unik(p: Perkara, topik: str) -> int:
    return p.evidence.topics[topik].unique


def _pendaftaran(p: Perkara) -> Iterator[str]:
    m, ada = p.musim, p.pendaftaran
    pelamar, ms = m.plan.applicants, len(m.peserta.nomor)
    yield from _differ("formasi", musim=len(m.lowongan.formasi), pendaftaran=ada.formasi, topik=_subjek(p, "formation-opened"))
    yield from _differ("lamaran", musim=pelamar, pendaftaran=ada.lamaran, topik=_unik(p, "application-submitted"))
    versi_1 = sum(p.evidence.verifikasi.values())
    yield from _differ("verifikasi", musim=pelamar, topik=_subjek(p, "application-verified"), versi_1=versi_1)
    terbit = len(p.hasil.nilai) + len(p.hasil.kompetensi)
    yield from _differ("MS", musim=ms, pendaftaran=ada.ms, topik=p.evidence.verifikasi["MS"], penilaian=terbit)


def _berlaku(p: Perkara) -> int:
    """Ranked rows of the newest version of each kelompok."""
    return sum(len(p.evidence.peringkat.get((kelompok, max(segel)), {})) for kelompok, segel in p.evidence.segel.items())


def _ujian_cpns(p: Perkara) -> Iterator[str]:
    m, evidence = p.musim, p.evidence
    dipanggil, pernah = len(m.sanggah.terpanggil), m.pernah_diperingkat
    yield from _differ("nilai SKD", musim=len(m.peserta.nomor), topik=evidence.ujian["SKD"])
    yield from _differ("ke SKB", musim=dipanggil, penilaian=m.sanggah.ke_skb, topik=sum(evidence.terpanggil.values()))
    yield from _differ("nilai SKB", musim=pernah, topik=evidence.ujian["SKB"])
    yield from _differ("daftar SKB", musim=len(m.lowongan.formasi), topik=_subjek(p, "skb-shortlisted"))
    yield from _differ("pernah berperingkat", musim=pernah, topik=_subjek(p, "score-finalized"))
    yield from _differ("nilai akhir", musim=dipanggil, topik=_berlaku(p))
    yield from _differ("tanpa nilai kompetensi", musim=0, topik=_unik(p, "competency-scored") + _unik(p, "competency-finalized"))


def _ujian_pppk(p: Perkara) -> Iterator[str]:
    ms = len(p.musim.peserta.nomor)
    yield from _differ("nilai kompetensi", musim=ms, topik=p.evidence.ujian["KOMPETENSI"])
    yield from _differ("pernah berperingkat", musim=ms, topik=_subjek(p, "competency-finalized"))
    yield from _differ("nilai akhir", musim=ms, topik=_berlaku(p))
    yield from _differ("tanpa SKD dan SKB", musim=0, topik=_unik(p, "exam-scored") + _unik(p, "score-finalized"))


_CACAH_UJIAN: Mapping[Jenis, Callable[[Perkara], Iterator[str]]] = {Jenis.CPNS: _ujian_cpns, Jenis.PPPK: _ujian_pppk}


def _penempatan(p: Perkara) -> Iterator[str]:
    m, evidence = p.musim, p.evidence
    pergi, pernah, setelah_nip = len(m.mundur), m.pernah_diperingkat, len(m.setelah_nip)
    koreksi, dibawa = len(m.sanggah.koreksi), p.penempatan.dibawa_ke_kebutuhan_berikut
    ditutup = _subjek(p, "ranking-closed")
    yield from _differ("peringkat ditutup", musim=m.lowongan.kelompok, topik=ditutup, penempatan=p.penempatan.ditempatkan)
    yield from _differ("diputuskan", musim=pernah, topik=_subjek(p, "placement-decided"), penempatan=len(p.hasil.putusan))
    yield from _differ("boleh diganti", musim=pergi - setelah_nip, topik=evidence.boleh_diganti)
    yield from _differ("diganti", penempatan=p.penempatan.diganti, topik=_unik(p, "candidate-replaced"))
    yield from _differ("kursi dibuka", musim=m.kursi_dibuka, topik=_unik(p, "vacancy-opened"))
    yield from _differ("dibawa", musim=setelah_nip, penempatan=dibawa, topik=_unik(p, "vacancy-carried-over"))
    peringkat, penempatan = _unik(p, "ranking-corrected"), _unik(p, "placement-corrected")
    yield from _differ("koreksi", musim=koreksi, peringkat=peringkat, penempatan=penempatan)


def _kepegawaian(p: Perkara) -> Iterator[str]:
    m, evidence, ada = p.musim, p.evidence, p.kepegawaian
    pergi, setelah_nip = len(m.mundur), len(m.setelah_nip)
    yield from _differ("mundur", musim=pergi, topik=_unik(p, "candidate-resigned"), kepegawaian=sum(ada.mundur.values()))
    dicabut = sum(1 for satu in p.hasil.kasus.values() if satu.status == "DICABUT")
    yield from _differ("kasus", kepegawaian=ada.kasus, daftar=len(p.hasil.kasus), musim=p.penempatan.terisi + pergi + dicabut)
    # Somebody who lost a seat by a correction and came back as a replacement has a running case again.
    hilang = {siapa for satu in m.sanggah.koreksi for siapa in satu.kehilangan}
    kembali = hilang & ({satu.peserta for satu in p.hasil.kursi if satu.peserta is not None} | m.mundur.keys())
    yield from _differ("kasus dicabut", kepegawaian=ada.dicabut, daftar=dicabut, musim=len(hilang) - len(kembali))
    yield from _differ("NIP terbit", musim=m.nip, kepegawaian=ada.nip_terbit, topik=_unik(p, "nip-issued"))
    yield from _differ("NIP batal", musim=setelah_nip, kepegawaian=ada.nip_batal, topik=_unik(p, "nip-cancelled"))
    alasan = Counter(m.mundur.values())
    for nama in sorted(alasan | evidence.mundur | Counter(ada.mundur)):
        yield from _differ(nama, musim=alasan[nama], topik=evidence.mundur[nama], kepegawaian=ada.mundur.get(nama, 0))


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


def aturan_tetap(p: Perkara) -> Iterator[str]:
    """Whatever was decided, corrected or replaced says the version of the rules under which its kelompok was closed."""
    harap = (p.musim.plan.aturan, p.musim.plan.aturan_versi)
    for topik, versi in sorted(p.evidence.aturan.items()):
        yield from (f"{topik}: decided under {nama} version {nomor}" for nama, nomor in sorted(versi - {harap}))
