"""Bringing a service's database up to date, by the command operators use."""

import os
import subprocess
import sys

from deploy.lokal.folders import CHECKOUT
from deploy.lokal.process import ChildFailed

TIMEOUT_S = 120


def migrate(service: str, dsn: str) -> None:
    """Run the service's migrations on the database; the DSN is that of its owner.

    Raises:
        ChildFailed: the command failed; with what it said.
    """
    done = subprocess.run(
        [sys.executable, "-m", "shared.db", "migrate", "--service", service],
        cwd=CHECKOUT,
        env={**os.environ, "MIGRATION_DATABASE_URL": dsn},
        check=False,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
    )
    if done.returncode != 0:
        raise ChildFailed(f"migrating {service} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
