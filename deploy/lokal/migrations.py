"""Bringing a service's database up to date, by the commands operators use."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from deploy.lokal.folders import CHECKOUT
from deploy.lokal.nursery import run_module
from deploy.lokal.process import ChildFailed, kill_session
from shared.db.__main__ import WAITS_FOR_TOOL

TIMEOUT_S = 120
# What moves rows that SQL cannot move; a whole nation takes minutes.
TOOL_TIMEOUT_S = 3600
TOOLS = {"pendaftaran": "services.pendaftaran.alat.pindahkan", "kepegawaian": "services.kepegawaian.alat.pindahkan"}


def migrate(service: str, dsn: str, env: Mapping[str, str] | None = None) -> None:
    """Run the service's migrations on the database, and its tool when they wait for it.

    Args:
        service: whose database it is.
        dsn: of its owner.
        env: what the tool needs beside.

    Raises:
        ChildFailed: a command failed; with what it said.
    """
    environment = {**os.environ, **(env or {}), "MIGRATION_DATABASE_URL": dsn}
    command = ["shared.db", "migrate", "--service", service]
    code, said = _run(command, environment, TIMEOUT_S)
    if code == WAITS_FOR_TOOL and service in TOOLS:
        _refuse(service, *_run([TOOLS[service]], environment, TOOL_TIMEOUT_S))
        code, said = _run(command, environment, TIMEOUT_S)
    _refuse(service, code, said)


def first_wrapping_key(file: Path) -> None:
    """Make the file of the keys that wrap people's keys.

    Raises:
        ChildFailed: the command failed; with what it said.
    """
    _refuse("the vault", *_run(["shared.brankas", "baru", "--nama", "kunci-1", "--berkas", str(file)], os.environ, TIMEOUT_S))


def _run(command: list[str], env: Mapping[str, str], timeout_s: int) -> tuple[int, str]:
    """The command's exit code, and what it said."""
    with TemporaryDirectory() as folder:
        log = Path(folder) / "said"
        child = run_module([sys.executable, "-m", *command], log=log, env=env, cwd=CHECKOUT)
        try:
            code = child.wait(timeout_s)
        except subprocess.TimeoutExpired as error:
            raise ChildFailed(f"{command[0]} runs after {timeout_s} s:\n{log.read_text(encoding='utf-8')}") from error
        finally:
            kill_session(child)
        return code, log.read_text(encoding="utf-8")


def _refuse(service: str, code: int, said: str) -> None:
    if code != 0:
        raise ChildFailed(f"preparing {service} ended with {code}:\n{said}")
