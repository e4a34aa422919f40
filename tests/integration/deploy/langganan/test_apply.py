"""A cluster made to agree with the files: what is missing comes, what nobody asks for goes, and a second time nothing is left to do."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from confluent_kafka import KafkaException
from typer.testing import CliRunner

from deploy.langganan import agencies, differences
from deploy.langganan.__main__ import NOT_ALLOWED, app
from deploy.langganan.cluster import Cluster, NotTheOperator
from deploy.langganan.differences import NotSettled, settle
from deploy.langganan.grants import Grant, Kind, Operation, wanted
from deploy.lokal.bus import EXAMPLE, Bus
from deploy.lokal.cluster_info import brokers
from deploy.lokal.kafka import KafkaCluster
from deploy.lokal.topics import create_topics
from shared.messaging import Access
from tests.integration.deploy.langganan.test_matrix import Locked


@pytest.fixture(scope="module")
def cluster(session_folder: Path) -> Iterator[KafkaCluster]:
    """A cluster that was made before there were locks, and started with them afterwards."""
    folder = session_folder / "apply"
    with KafkaCluster(folder, locked=False) as before:
        create_topics(before.bootstrap_servers, 1)
    with KafkaCluster(folder) as after:
        yield after


def _environment(cluster: KafkaCluster, access: Access) -> dict[str, str]:
    return {
        "KAFKA_BOOTSTRAP_SERVERS": cluster.bootstrap_servers,
        "MESSAGING_SECURITY_PROTOCOL": access.security_protocol,
        "MESSAGING_SASL_USERNAME": access.sasl_username,
        "MESSAGING_SASL_PASSWORD_FILE": str(access.sasl_password_file),
    }


def _run(cluster: KafkaCluster, command: str, *arguments: str) -> tuple[int, list[str]]:
    found = CliRunner().invoke(app, [command, *arguments], env=_environment(cluster, cluster.operator))
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exception
    return found.exit_code, found.output.splitlines()


def test_a_cluster_without_locks_gets_them_and_agrees_with_its_files(cluster: KafkaCluster, tmp_path: Path) -> None:
    files, folder = tmp_path / "agencies", tmp_path / "passwords"
    shutil.copytree(agencies.FOLDER, files, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    where = ("--agencies", str(files), "--passwords", str(folder))
    code, said = _run(cluster, "check", *where)
    assert code == 1
    assert f"+ {EXAMPLE} read topic score-finalized" in said
    _, applied = _run(cluster, "apply", *where)
    assert set(said) <= set(applied)
    assert _run(cluster, "check", *where) == (0, ["as it should be"])
    assert _run(cluster, "apply", *where) == (0, [])

    # What somebody added by hand to one of ours goes; what reaches our topics and is not of ours is told, and stays.
    admin = Cluster(cluster.bootstrap_servers, cluster.operator)
    admin.add([Grant(EXAMPLE, Operation.READ, Kind.TOPIC, "application-verified"), Grant("lain", Operation.READ, Kind.TOPIC, "*")])
    told = "! not ours, reaches our topics, and stays: lain allow read topic *"
    assert _run(cluster, "check", *where) == (1, [f"- {EXAMPLE} allow read topic application-verified", told])
    _run(cluster, "apply", *where)
    assert _run(cluster, "check", *where) == (1, [told])
    admin.remove([sentence for sentence in admin.sentences() if sentence.account == "lain"])

    # A quota changes with its file, and an agency whose file is gone is gone.
    path = files / f"{EXAMPLE}.toml"
    path.write_text(path.read_text().replace("request_percentage = 50", "request_percentage = 40"))
    changed = (
        f"~ quota {EXAMPLE} consumer_byte_rate=1.04858e+07, request_percentage=50 -> consumer_byte_rate=1.04858e+07, request_percentage=40"
    )
    assert _run(cluster, "apply", *where) == (0, [changed])
    assert admin.quotas() == {EXAMPLE: {"consumer_byte_rate": 10_485_760.0, "request_percentage": 40.0}}
    path.unlink()
    _, said = _run(cluster, "apply", *where)
    assert {line[0] for line in said} == {"-", "~"}
    assert f"- account {EXAMPLE}" in said
    assert admin.quotas() == {}
    assert EXAMPLE not in admin.accounts()
    assert _run(cluster, "check", *where) == (0, ["as it should be"])


def test_a_node_that_is_behind_is_waited_for_and_told(cluster: KafkaCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(differences, "SETTLE_SECONDS", 0.1)
    never_applied = wanted(agencies.load(), prefix="belum.")
    with pytest.raises(NotSettled, match=cluster.bootstrap_servers):
        settle(cluster.bootstrap_servers, cluster.operator, never_applied, {}, prefix="belum.")


def test_a_password_is_changed_and_the_old_one_let_in_no_more(cluster: KafkaCluster, tmp_path: Path) -> None:
    _run(cluster, "apply", "--passwords", str(tmp_path))
    path = tmp_path / f"{EXAMPLE}.password"
    old = path.read_text()
    code, _ = _run(cluster, "rotate", EXAMPLE, "--passwords", str(tmp_path))
    assert code == 0
    new = path.read_text()
    admin = Cluster(cluster.bootstrap_servers, cluster.operator)
    assert admin.refused({EXAMPLE: old}) == {EXAMPLE}
    assert admin.refused({EXAMPLE: new}) == frozenset()
    # An account whose file is elsewhere keeps its password; one whose file says another gets that.
    assert _run(cluster, "apply", "--passwords", str(tmp_path / "elsewhere")) == (0, [])
    path.write_text(old)
    assert _run(cluster, "apply", "--passwords", str(tmp_path)) == (0, [f"+ account {EXAMPLE}"])
    assert admin.refused({EXAMPLE: old}) == frozenset()


def test_nobody_who_is_not_the_operator_changes_grants(cluster: KafkaCluster, tmp_path: Path) -> None:
    bus = Bus(tmp_path)
    bus.lock(cluster)
    agency = Cluster(cluster.bootstrap_servers, Locked(cluster, bus).access(EXAMPLE))
    with pytest.raises(KafkaException):
        agency.add([Grant(EXAMPLE, Operation.READ, Kind.TOPIC, "application-verified")])
    assert brokers(cluster.bootstrap_servers, {}) == set()


@pytest.mark.parametrize("command", [("check",), ("apply",), ("rotate", EXAMPLE)], ids=lambda command: command[0])
def test_whoever_is_not_the_operator_is_told_so(cluster: KafkaCluster, tmp_path: Path, command: tuple[str, ...]) -> None:
    """In a process of its own, as an operator runs it: what confluent-kafka did with the refusal ended the whole process."""
    bus = Bus(tmp_path)
    bus.lock(cluster)
    access = Locked(cluster, bus).access(EXAMPLE)
    before = (tmp_path / f"{EXAMPLE}.password").read_text()
    done = subprocess.run(
        [sys.executable, "-m", "deploy.langganan", *command, "--passwords", str(tmp_path)],
        env={**os.environ, **_environment(cluster, access)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == NOT_ALLOWED, done
    assert done.stderr.startswith(f"{EXAMPLE} may not do this: on the cluster it lacks "), done.stderr
    assert "DESCRIBE" in done.stderr
    assert (tmp_path / f"{EXAMPLE}.password").read_text() == before


def test_what_ends_the_process_when_it_is_refused_is_not_asked(cluster: KafkaCluster, tmp_path: Path) -> None:
    bus = Bus(tmp_path)
    bus.lock(cluster)
    with pytest.raises(NotTheOperator, match=r"lacks DESCRIBE\."):
        Cluster(cluster.bootstrap_servers, Locked(cluster, bus).access(EXAMPLE)).accounts()


def test_an_account_with_a_wrong_password_is_told_so(cluster: KafkaCluster) -> None:
    stranger = Cluster(cluster.bootstrap_servers, cluster.operator.of("operator", "bukan sandinya"))
    with pytest.raises(NotTheOperator, match="the cluster does not answer operator"):
        stranger.demand(change=False)
