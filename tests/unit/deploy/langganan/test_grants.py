"""Grants follow from the catalogue and the agencies' files, and from nothing else."""

from pathlib import Path

import pytest

from deploy.langganan import agencies, passwords
from deploy.langganan.agencies import Agency
from deploy.langganan.grants import Grant, Kind, Operation, service_accounts, wanted
from shared.contracts.catalogue import BY_NAME, TOPICS, Plane

FILE = """
agency = "Instansi Uji"
topics = ["score-finalized"]
group_prefix = "instansi-uji."
consumer_byte_rate = 1_048_576
request_percentage = 10
"""


def _load(folder: Path, **files: str) -> tuple[Agency, ...]:
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text)
    return agencies.load(folder)


def _topics(account: str, operation: Operation, **more: object) -> set[str]:
    found = wanted(agencies.load(), **more)  # type: ignore[arg-type] # as the caller says
    return {grant.name for grant in found.grants if (grant.account, grant.operation, grant.kind) == (account, operation, Kind.TOPIC)}


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_one_writes_a_topic_its_owner(topic: object) -> None:
    writers = {grant.account for grant in wanted(agencies.load(), auditors=["gladi"]).grants if grant.operation is Operation.WRITE}
    assert writers == {each.owner for each in TOPICS}
    assert _topics(BY_NAME[topic.name].owner, Operation.WRITE) == {  # type: ignore[attr-defined] # a topic
        each.name
        for each in TOPICS
        if each.owner == topic.owner  # type: ignore[attr-defined] # a topic
    }


def test_an_agency_reads_what_is_public_and_what_its_file_names(tmp_path: Path) -> None:
    (agency,) = _load(tmp_path, **{"instansi-uji": FILE})
    public = {Grant(agency.account, Operation.READ, Kind.TOPIC, each.name) for each in TOPICS if each.plane is Plane.PUBLIC}
    named = Grant(agency.account, Operation.READ, Kind.TOPIC, "score-finalized")
    groups = Grant(agency.account, Operation.READ, Kind.GROUP, "instansi-uji.", prefixed=True)
    found = wanted([agency])
    assert {grant for grant in found.grants if grant.account == agency.account} == {*public, named, groups}
    assert found.quotas == {"instansi-uji": {"consumer_byte_rate": 1_048_576.0, "request_percentage": 10.0}}


def test_no_file_opens_what_is_internal(tmp_path: Path) -> None:
    internal = [topic.name for topic in TOPICS if topic.plane is Plane.INTERNAL]
    for name in internal:
        with pytest.raises(ValueError, match=r"instansi-uji\.toml: .*no agency may read it"):
            _load(tmp_path, **{"instansi-uji": FILE.replace("score-finalized", name)})
    # And should one be made in another way, the planes decide all the same.
    agency = Agency.model_construct(
        account="instansi-uji",
        agency="Uji",
        topics=tuple(internal),
        group_prefix="instansi-uji.",
        consumer_byte_rate=1,
        request_percentage=1,
    )
    assert not {grant.name for grant in wanted([agency]).grants if grant.account == agency.account} & set(internal)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("uji", FILE.replace("instansi-uji.", "uji."), "an account is called"),
        ("instansi-Uji", FILE.replace("instansi-uji.", "instansi-Uji."), "an account is called"),
        ("instansi-uji", FILE.replace("instansi-uji.", "instansi-"), "group_prefix is the account and a dot"),
        ("instansi-uji", FILE.replace("score-finalized", "score-final"), "no topic of the catalogue"),
        ("instansi-uji", FILE.replace("score-finalized", "vacancy-opened"), "everybody reads it"),
        ("instansi-uji", FILE + "internal = true\n", "internal"),
        ("instansi-uji", FILE.replace("1_048_576", "-1"), "consumer_byte_rate"),
        ("instansi-uji", FILE.replace("1_048_576", '"1"'), "consumer_byte_rate"),
        ("instansi-uji", "agency = ", "instansi-uji.toml"),
    ],
)
def test_a_file_that_says_too_much_is_refused(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        _load(tmp_path, **{name: text})


def test_a_prefix_stands_before_everything() -> None:
    plain, other = wanted(agencies.load(), auditors=["gladi"]), wanted(agencies.load(), prefix="uji.", auditors=["gladi"])
    assert {(f"uji.{grant.account}", f"uji.{grant.name}") for grant in plain.grants} == {(each.account, each.name) for each in other.grants}
    assert other.accounts > service_accounts("uji.")
    assert set(other.quotas) <= other.accounts


def test_only_an_auditor_reads_everything() -> None:
    assert _topics("gladi", Operation.READ, auditors=["gladi"]) == set(BY_NAME)
    assert _topics("gladi", Operation.READ) == set()
    assert _topics("gladi", Operation.WRITE, auditors=["gladi"]) == set()


def test_a_password_is_made_once_and_only_for_whom_nobody_knows(tmp_path: Path) -> None:
    first = passwords.read(tmp_path, ["a", "b"], known=frozenset({"b"}))
    assert set(first) == {"a"}
    assert (tmp_path / "a.password").stat().st_mode & 0o777 == 0o600
    assert passwords.read(tmp_path, ["a", "b"], known=frozenset({"a", "b"})) == first
    both = passwords.read(tmp_path, ["a", "b"], known=frozenset())
    assert both["a"] == first["a"]
    assert len(both["b"]) >= 40
