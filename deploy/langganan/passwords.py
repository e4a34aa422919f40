"""Passwords of accounts: one file each, readable to its owner only."""

from collections.abc import Iterable
from pathlib import Path

from deploy.lokal.secret import kept


def path_of(folder: Path, account: str) -> Path:
    """The file of one account."""
    return folder / f"{account}.password"


def read(folder: Path, accounts: Iterable[str], *, known: frozenset[str]) -> dict[str, str]:
    """The passwords that are here, and new ones for accounts that nobody knows yet.

    `known` are accounts that the cluster has: one whose file is elsewhere keeps the password that it has.
    """
    here = (name for name in sorted(accounts) if path_of(folder, name).exists() or name not in known)
    return {name: kept(path_of(folder, name)) for name in here}
