"""What an act leaves is what the next act on the same thing finds: posts, the closing, an application."""

import contextlib

import orjson

from services.pendaftaran.usecases import lamaran as usecases
from shared.messaging import unit_of_work
from tests.support.http import SECOND_OFFICER
from tests.support.jejak import sidik_tindakan, tersambung
from tests.support.pendaftaran import SAAT, Uji, baris_formasi, isian_lamaran, lamaran, tabel_csv


async def test_what_was_applied_is_what_is_erased(uji: Uji) -> None:
    await uji.buka()
    _, tanda = await uji.kirim("POST", "/v1/lamaran", orjson.dumps(isian_lamaran(1)))
    await uji.kirim("POST", "/v1/lamaran", orjson.dumps(isian_lamaran(2)))
    await uji.umumkan()
    masuk = await sidik_tindakan(uji.pool, "lamaran.ajukan")
    assert [satu.sebelum for satu in masuk] == [None, None]
    for _ in range(2):
        assert (await uji.kirim("DELETE", f"/v1/peserta/lamaran/{tanda['lamaran']}"))[0] == 200
    # The second time nothing is different afterwards, and the row says so.
    (hapus,) = await sidik_tindakan(uji.pool, "peserta.hapus")
    assert tersambung([masuk[0], hapus])
    assert masuk[1].sesudah not in hapus


class _Undone(Exception):
    """Ends a transaction without a trace."""


async def test_a_digest_holds_the_person_as_sealed(uji: Uji) -> None:
    """The very same application twice: only what was sealed differs, so nobody finds the person by trying forms."""
    await uji.buka()
    sidik: set[bytes | None] = set()
    for kunci in await uji.brankas.kunci_baru(2):
        with contextlib.suppress(_Undone):
            async with unit_of_work(uji.pool) as uow:
                await usecases.ajukan(uow, uji.instalasi, kunci, lamaran(1), SAAT)
                assert uow.change is not None
                sidik.add(uow.change.after)
                raise _Undone
    assert len(sidik - {None}) == 2


async def test_the_release_finds_the_proposal(uji: Uji) -> None:
    await uji.buka()
    for petugas in ({}, SECOND_OFFICER):
        assert (await uji.kirim("POST", "/v1/seleksi-administrasi/tutup", kepala=petugas))[0] == 202
    assert (await uji.kirim("POST", "/v1/seleksi-administrasi/umumkan"))[0] == 202
    acts = await sidik_tindakan(uji.pool, "seleksi_administrasi.usul_tutup", "seleksi_administrasi.rilis_tutup")
    assert len(acts) == 3
    assert tersambung(acts)


async def test_a_file_of_posts_finds_what_the_one_before_left(uji: Uji) -> None:
    for kuota in ("1", "2", "2", "3"):
        assert (await uji.impor(tabel_csv([baris_formasi(), baris_formasi("f-2", jumlah_formasi=kuota)])))[0] == 200
        await uji.kirim("POST", "/v1/formasi/buka")
    impor = await sidik_tindakan(uji.pool, "formasi.impor")
    assert (len(impor), impor[0].sebelum) == (3, None)
    assert tersambung(impor)
    assert len(await sidik_tindakan(uji.pool, "formasi.buka")) == 3
