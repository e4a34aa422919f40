"""Which seasons are played, under which codes: none depends on the others."""

import pytest

from deploy.gladi.invented import Jenis
from deploy.gladi.plan import DENGAN_PERSETUJUAN
from deploy.gladi.programme import Programme, rule_sets

BOTH = Programme(("cpns-2024", "pppk-2024"), 3, 0, 100, consent=False)
ALONE = Programme(("pppk-2024",), 3, 0, 100, consent=False)


def test_each_season_is_called_alike_beside_others_and_alone() -> None:
    plans = list(BOTH.plans({}, 30, print))
    assert [(plan.musim, plan.ragam.jenis, plan.beside_others) for plan in plans] == [
        ("gladi-3-100", Jenis.CPNS, True),
        ("gladi-3-100-pppk", Jenis.PPPK, True),
    ]
    (alone,) = ALONE.plans({}, 30, print)
    assert (alone.musim, alone.files, alone.beside_others) == (plans[1].musim, plans[1].files, False)
    assert (BOTH.name, BOTH.folder, ALONE.name, ALONE.folder) == ("gladi-3-100", "gladi-3-100-bersama", "gladi-3-100", "gladi-3-100-pppk")


def test_nobody_is_in_two_seasons_of_one_seed() -> None:
    cpns, pppk = BOTH.plans({}, 30, print)
    assert not set(cpns.persons) & set(pppk.persons)
    assert not cpns.files.keys() & pppk.files.keys()


def test_consent_changes_the_folder_and_no_code() -> None:
    asked = Programme(("cpns-2024",), 3, 0, 100, consent=True)
    (plan,) = asked.plans({}, 30, print)
    assert (asked.first, asked.folder, plan.mode) == ("gladi-3-100", "gladi-3-100-persetujuan", DENGAN_PERSETUJUAN)


@pytest.mark.parametrize("said", ["cpns-1999", "cpns-2024,", "cpns-2024,cpns-2023"])
def test_unknown_rules_and_two_seasons_of_one_kind_are_refused(said: str) -> None:
    with pytest.raises(ValueError, match="season"):
        rule_sets(said)


def test_rule_sets_come_as_they_are_named() -> None:
    assert rule_sets(" pppk-2024, cpns-2024") == ("pppk-2024", "cpns-2024")
