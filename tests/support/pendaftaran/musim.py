"""More seasons in one installation: the acts that make one, and what is sent to it."""

from collections.abc import Mapping

import orjson

from tests.support.http import OFFICER, SECOND_OFFICER
from tests.support.pendaftaran import DOKUMEN, Uji, baris_formasi, isian_lamaran
from tests.support.pendaftaran.jadwal import minta

PPPK_2024 = "pppk-2024"
PPPK_2021 = "pppk-2021"


def isi(musim: str, **ubah: object) -> bytes:
    """A season whose code is the name of its rule set, as an officer proposes it."""
    dasar = {"nama": musim, "versi": 1}
    return orjson.dumps({"musim": musim, "aturan": dasar, "versi": 1, "keputusan": "Keputusan Uji 7/2024"} | ubah)


async def usulkan(uji: Uji, badan: bytes) -> tuple[int, dict[str, object]]:
    """Propose as one officer."""
    return await minta(uji, "POST", "/v1/musim/usul", badan, SECOND_OFFICER)


async def rilis(uji: Uji, musim: str, sidik: object, kepala: Mapping[str, str] = OFFICER) -> tuple[int, dict[str, object]]:
    """Release the proposal of that digest as another."""
    return await minta(uji, "POST", "/v1/musim/rilis", orjson.dumps({"musim": musim, "sidik": sidik}), kepala)


async def tetapkan(uji: Uji, musim: str, **ubah: object) -> Uji:
    """Put a season, or a newer version of one, in force; the service, asked about it."""
    status, usul = await usulkan(uji, isi(musim, **ubah))
    assert status == 201, usul
    status, terbit = await rilis(uji, musim, usul["sidik"])
    assert status == 200, terbit
    return uji.pada(musim)


def baris_pppk(formasi: str = "p-1", **ubah: str) -> dict[str, str]:
    """One row of the SSCASN table of a post of PPPK."""
    return baris_formasi(formasi, jp_nama="PPPK", **ubah)


def isian_pppk(nomor: int, **ubah: object) -> dict[str, object]:
    """An application for that post that is MS: many years of work."""
    kerja = {"dokumen": [*DOKUMEN, "SURAT_KETERANGAN_KERJA"], "pengalaman": [{"mulai": "2012-01-01"}]}
    return isian_lamaran(nomor, **{"formasi": "p-1", **kerja, **ubah})
