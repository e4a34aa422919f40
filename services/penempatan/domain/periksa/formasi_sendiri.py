"""K6 to K8, K11, K19 and K20 of own ties: inside a formation its own ranking decides, nobody from outside comes before its people."""

from collections import defaultdict
from collections.abc import Iterator

from services.penempatan.domain.jenis import Keputusan
from services.penempatan.domain.periksa.pengisian import dapat_menunggu
from services.penempatan.domain.periksa.potret import Potret
from shared.alasan import Pelanggaran
from shared.istilah import Hasil, Rute


def periksa_formasi_sendiri(p: Potret) -> Iterator[Pelanggaran]:
    """K6, K7, K8 and K11; K20 on seats that a tie among the formation's own people holds."""
    asal: defaultdict[str, list[Keputusan]] = defaultdict(list)
    for k in p.keputusan:
        if k.dasar.peringkat is not None and not k.mundur and not k.di_luar_peringkat:
            asal[k.formasi_asal].append(k)
    for kode in p.formasi:
        yield from _satu(kode, asal.get(kode, []), p)


def seri_sendiri(p: Potret) -> frozenset[str]:
    """The formations whose open seats a tie among their own people holds."""
    belum: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for k in p.tanpa_kursi:
        if k.dasar.peringkat is not None:
            belum[k.formasi_asal].append((k.dasar.peringkat, k.peserta))
    return frozenset(kode for kode, orang in belum.items() if _seri(sorted(orang), p.kosong.get(kode, 0) + p.ditunggu.get(kode, 0)))


def periksa_pemenang(p: Potret) -> Iterator[Pelanggaran]:
    """K19: everybody who ranks inside the seats of the own formation, equal ranks included, sits there. It holds while nobody has left."""
    hadir: defaultdict[str, list[tuple[int, Keputusan]]] = defaultdict(list)
    for k in p.keputusan:
        if k.dasar.peringkat is not None:
            hadir[k.formasi_asal].append((k.dasar.peringkat, k))
    for kode, orang in hadir.items():
        kuota = p.formasi[kode].kuota
        sampai = [0] * (len(orang) + 2)  # how many have this rank or a better one
        for peringkat, _ in orang:
            sampai[min(peringkat, len(orang) + 1)] += 1
        for peringkat in range(1, len(sampai)):
            sampai[peringkat] += sampai[peringkat - 1]
        for peringkat, k in orang:
            menang = sampai[min(peringkat, len(orang) + 1)] <= kuota
            if menang and (k.formasi_tujuan, k.rute) != (kode, Rute.FORMASI_SENDIRI):
                yield Pelanggaran("K19", k.peserta)


def _satu(kode: str, hadir: list[Keputusan], p: Potret) -> Iterator[Pelanggaran]:
    """One formation; `hadir` are its own people who have a rank and did not leave."""
    duduk = [k.dasar.peringkat for k in hadir if k.hasil is Hasil.LULUS and k.formasi_tujuan == kode and k.dasar.peringkat is not None]
    terburuk = max(duduk, default=0)
    belum = sorted((k.dasar.peringkat, k.peserta) for k in hadir if k.hasil is not Hasil.LULUS and k.dasar.peringkat is not None)
    # K6: nobody better or equal in rank is passed over.
    for peringkat, peserta in belum:
        if peringkat <= terburuk:
            yield Pelanggaran("K6", peserta)
    # K11: no seat is filled from another formation while somebody of its own has a rank and no seat.
    if belum and p.pengisi.get(kode):
        yield Pelanggaran("K11", kode)
    terbuka = p.kosong.get(kode, 0) + p.ditunggu.get(kode, 0) + p.ditahan.get(kode, 0)
    tertahan = _seri(belum, terbuka)
    # K7: no seat is empty while somebody of its formation could take it without breaking a tie.
    if terbuka and belum and not tertahan:
        yield Pelanggaran("K7", kode)
    # K20: the seats of a tie are held.
    if tertahan and p.kosong.get(kode):
        yield Pelanggaran("K20", kode)
    # K8: somebody waits only for a tie: an own one that the open seats cannot hold, or one over a seat held for others.
    for k in hadir:
        menunggu = k.hasil is Hasil.MENUNGGU
        if (k.peserta in tertahan and not menunggu) or (menunggu and k.peserta not in tertahan and not dapat_menunggu(k, p)):
            yield Pelanggaran("K8", k.peserta)


def _seri(belum: list[tuple[int, str]], terbuka: int) -> set[str]:
    """The first of those without a seat (rank, participant; sorted), when the open seats are too few for all of them."""
    terdepan = {peserta for peringkat, peserta in belum if peringkat == belum[0][0]}
    return terdepan if 0 < terbuka < len(terdepan) else set()
