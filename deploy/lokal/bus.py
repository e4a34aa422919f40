"""Accounts, grants and keys of the embedded stack: made at its start, kept in its folder."""

from collections.abc import Mapping
from pathlib import Path

from deploy.langganan import agencies, keys, passwords
from deploy.langganan.cluster import Cluster
from deploy.langganan.differences import find, mend, settle
from deploy.langganan.grants import service_accounts, wanted
from deploy.lokal.kafka import KafkaCluster
from deploy.lokal.topics import ends
from shared.messaging import MECHANISM, Access

# The rehearsal reads every topic to check the season. A running season has nobody who may.
REHEARSAL = "gladi"
# The agency that does not exist, for the README and for tests.
EXAMPLE = "instansi-contoh"
PROTOCOL = "SASL_PLAINTEXT"


class Bus:
    """Who may do what on the embedded Kafka of one stack."""

    def __init__(self, folder: Path, *, prefix: str = "") -> None:
        """Keep passwords in `folder`; `prefix` stands before topics, groups and accounts."""
        self._folder = folder
        self._prefix = prefix
        self.locked = False

    def lock(self, cluster: KafkaCluster) -> None:
        """Give everybody an account and what the catalogue and the agencies' files grant, and every owner a key; all topics exist.

        Raises:
            KafkaException: the cluster refused.
            NotSettled: a node does not know it two minutes later.
        """
        asked = wanted(agencies.load(), prefix=self._prefix, auditors=(REHEARSAL,))
        known = passwords.read(self._folder, asked.accounts, known=frozenset())
        admin = Cluster(cluster.bootstrap_servers, cluster.operator)
        difference = find(admin, asked, known, prefix=self._prefix)
        mend(admin, difference, known)
        if difference.open:
            settle(cluster.bootstrap_servers, cluster.operator, asked, known, prefix=self._prefix)
        if not keys.ready(self._folder):
            keys.begin(self._folder, ends(cluster.bootstrap_servers, prefix=self._prefix, access=cluster.operator))
        keys.tell(self._folder)
        self.locked = True

    def environment(self, service: str) -> dict[str, str]:
        """What a service and its relay are told; nothing when the servers are not ours."""
        if not self.locked:
            return {}
        return {
            "MESSAGING_SECURITY_PROTOCOL": PROTOCOL,
            "MESSAGING_SASL_USERNAME": self._prefix + service,
            "MESSAGING_SASL_PASSWORD_FILE": str(passwords.path_of(self._folder, self._prefix + service)),
            **keys.environment(self._folder, service),
        }

    def access(self, account: str) -> Access:
        """How an account comes in: what the environment says when the servers are not ours."""
        if not self.locked:
            return Access()
        name = self._prefix + account
        return Access.given(security_protocol=PROTOCOL, sasl_username=name, sasl_password_file=passwords.path_of(self._folder, name))

    def described(self) -> Mapping[str, object]:
        """For `stack.json`: how outsiders come in. A service's password is nobody's but the service's."""
        if not self.locked:
            return {}
        outside = [path for path in sorted(self._folder.glob("*.password")) if path.stem not in service_accounts(self._prefix)]
        return {
            "security_protocol": PROTOCOL,
            "sasl_mechanism": MECHANISM,
            "password_files": {path.stem.removeprefix(self._prefix): str(path) for path in outside},
        }
