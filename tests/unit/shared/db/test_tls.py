"""Clear text stays on this machine, or goes where somebody allowed it by name."""

import pytest
from pydantic import ValidationError

from shared.db.tls import require_tls
from tests.support.http import settings_for


@pytest.mark.parametrize(
    "dsn",
    [
        "postgresql://u:p@127.0.0.1:5432/x",
        "postgresql://u:p@localhost/x",
        "postgresql://u:p@[::1]:5432/x",
        "postgresql:///x?host=/var/run/postgresql",
        "postgresql://u:p@%2Fvar%2Frun/x",
        "postgresql://u:p@db.example:5432/x?sslmode=verify-full&sslrootcert=/ca.pem",
        "postgresql://u:p@db.example/x?sslmode=verify-ca",
    ],
)
def test_here_or_encrypted_is_taken(dsn: str) -> None:
    assert require_tls(dsn) == dsn


@pytest.mark.parametrize(
    ("dsn", "host"),
    [
        ("postgresql://u:rahasia@db.example:5432/x", "db.example"),
        ("postgresql://u:rahasia@db.example/x?sslmode=prefer", "db.example"),
        # Encrypted, but to anybody.
        ("postgresql://u:rahasia@db.example/x?sslmode=require", "db.example"),
        ("postgresql://u:rahasia@db.example/x?sslmode=verify-full&sslmode=disable", "db.example"),
        ("postgresql://u:rahasia@127.0.0.1,db.example:5433/x", "db.example"),
        ("postgresql://u:rahasia@/x?host=db.example", "db.example"),
        ("postgresql://u:rahasia@10.1.2.3/x", "10.1.2.3"),
        ("postgresql://u:rahasia@[2001:db8::1]:5432/x", "2001:db8::1"),
    ],
)
def test_clear_text_to_another_machine_is_refused_by_its_host(dsn: str, host: str) -> None:
    with pytest.raises(ValueError, match="in clear") as refused:
        require_tls(dsn)
    assert host in str(refused.value)
    assert "rahasia" not in str(refused.value)
    assert require_tls(dsn, f"lain.example, {host}") == dsn


def test_a_service_does_not_start_with_such_a_dsn_and_does_not_print_it() -> None:
    with pytest.raises(ValidationError) as refused:
        settings_for("postgresql://u:rahasia@db.example/x")
    assert "db.example" in str(refused.value)
    assert "rahasia" not in str(refused.value)
