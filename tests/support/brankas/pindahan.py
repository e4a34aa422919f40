"""The move into the vault, run and killed as an operator's command."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import Mapping

from tests.unit.house.sources import ROOT


async def migrasi(service: str, env: Mapping[str, str]) -> tuple[int, str]:
    """Run `migrate`; its status, and what it said."""
    anak = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "shared.db", "migrate", "--service", service), cwd=ROOT, env=env, stderr=subprocess.PIPE
    )
    _, kata = await anak.communicate()
    return anak.returncode or 0, kata.decode()


async def pindah(service: str, env: Mapping[str, str], *, mati_setelah: int | None = None) -> list[str]:
    """Run the service's tool, killed after so many lines, if any; the lines."""
    anak = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", f"services.{service}.alat.pindahkan"), cwd=ROOT, env=env, stdout=subprocess.PIPE
    )
    assert anak.stdout is not None
    baris: list[str] = []
    while kata := await anak.stdout.readline():
        baris.append(kata.decode().strip())
        if len(baris) == mati_setelah:
            anak.send_signal(signal.SIGKILL)
    assert (await anak.wait() == 0) == (mati_setelah is None)
    return baris
