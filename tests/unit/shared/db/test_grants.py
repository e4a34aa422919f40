"""The file of grants: what it says of a table, and that no line gives more than the four verbs."""

import pytest

from shared.db.grants import GrantError, Grants, _verbs, load
from shared.db.roles import RoleError, Roles, dsn_as

ALL = load()


def test_a_table_s_own_line_beats_that_of_its_schema() -> None:
    grants = Grants({"a.*": frozenset({"select"}), "a.satu": frozenset()}, {}, frozenset())
    assert [grants.of_application(table) for table in ("a.satu", "a.dua")] == [set(), {"select"}]
    with pytest.raises(GrantError, match=r"b\.satu"):
        grants.of_application("b.satu")


@pytest.mark.parametrize("verb", ["truncate", "references", "trigger", "all", "maintain"])
def test_no_line_may_give_more_than_rows(verb: str) -> None:
    with pytest.raises(GrantError, match=verb):
        _verbs({"a.satu": f"select {verb}"})


def test_what_is_kept_as_evidence_is_only_added_to() -> None:
    for table in ("jejak.apa_pun", "pendaftaran.lamaran", "pendaftaran.putusan", "messaging.quarantine"):
        assert ALL.of_application(table) == {"select", "insert"}, table
    assert ALL.relay == {"messaging.outbox": {"select", "delete"}}


@pytest.mark.parametrize("service", ["x; drop", "Penilaian", "", "a" * 60])
def test_names_of_roles_need_no_quoting(service: str) -> None:
    with pytest.raises(ValueError, match="not a plain name"):
        Roles.of(service, "casn;" if service == "" else "casn")


def test_the_roles_beside_an_owner() -> None:
    assert Roles.beside("casn_penilaian_owner") == Roles.of("penilaian")
    for name in ("casn", "casn_penilaian_app", "_owner"):
        with pytest.raises(RoleError, match="is no owner"):
            Roles.beside(name)


def test_a_password_may_hold_anything() -> None:
    assert dsn_as("postgresql://admin:x@127.0.0.1:1/a", "casn_app", "a/b@c:d", "b") == "postgresql://casn_app:a%2Fb%40c%3Ad@127.0.0.1:1/b"
