"""What a cluster grants now, and how it is changed: ACLs and accounts by confluent-kafka, for aiokafka's admin knows neither."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from confluent_kafka import KafkaException
from confluent_kafka.admin import (
    AclBinding,
    AclBindingFilter,
    AclOperation,
    AclPermissionType,
    AdminClient,
    ResourcePatternType,
    ResourceType,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialAlteration,
    UserScramCredentialDeletion,
    UserScramCredentialsDescription,
    UserScramCredentialUpsertion,
)

from deploy.langganan import quotas
from deploy.langganan.grants import Grant, Quota
from deploy.lokal.waiting import run_async
from shared.errors import CasnError
from shared.messaging import MECHANISM, Access, broker_answers

TIMEOUT_S = 30.0
_LETS_IN_S = 10.0  # a wrong password is refused again and again, and in no other way
ITERATIONS = 4096  # of passwords of 32 random bytes: nobody guesses them, however fast each guess is
_QUIET = {"log_level": 4}  # syslog's warnings: librdkafka tells on the operator's screen how many events it dropped at its end
_USER = "User:"
_TO_LOOK = frozenset({AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS})
_TO_CHANGE = _TO_LOOK | {AclOperation.ALTER, AclOperation.ALTER_CONFIGS}


class NotTheOperator(CasnError):
    """The cluster does not answer this account, or does not let it do what a command needs."""


class Sentence(NamedTuple):
    """One sentence of an access list, of ours or not, in Kafka's words; `prefixed` is about every name that begins so."""

    account: str
    permission: str
    operation: str
    kind: str
    name: str
    prefixed: bool
    host: str = "*"

    @classmethod
    def of(cls, grant: Grant) -> "Sentence":
        """What a grant is on a cluster."""
        return cls(grant.account, "allow", grant.operation, grant.kind, grant.name, grant.prefixed)

    def __str__(self) -> str:
        name = f"{self.name}*" if self.prefixed else self.name
        return f"{self.account} {self.permission} {self.operation} {self.kind} {name}" + ("" if self.host == "*" else f" from {self.host}")


class Cluster:
    """A Kafka cluster, seen by somebody who may change its access lists."""

    def __init__(self, servers: str, access: Access) -> None:
        """Speak to `servers` as the operator `access`.

        Raises:
            Unprotected: that would be in clear beyond this machine.
        """
        access.check(servers)
        self._servers = servers
        self._access = access
        self._admin = AdminClient(_librdkafka(servers, access))

    def demand(self, *, change: bool) -> None:
        """Go on only as somebody who may see all grants, accounts and quotas; `change`: and change them.

        Raises:
            NotTheOperator: we may not, or the cluster does not let us in.
        """
        self._demand(_TO_CHANGE if change else _TO_LOOK)

    def _demand(self, needed: frozenset[AclOperation]) -> None:
        who = self._access.sasl_username or "who has no account"
        try:
            found = self._admin.describe_cluster(include_authorized_operations=True, request_timeout=_LETS_IN_S).result()
        except KafkaException as error:
            raise NotTheOperator(f"the cluster does not answer {who}: {error.args[0].str()}") from error
        if missing := needed - set(found.authorized_operations or ()):
            names = ", ".join(sorted(operation.name for operation in missing))
            raise NotTheOperator(f"{who} may not do this: on the cluster it lacks {names}. Log in as the operator")

    def sentences(self) -> frozenset[Sentence]:
        """Every sentence of the access list, whoever wrote it.

        Raises:
            KafkaException: the cluster refused.
        """
        pattern, operation, permission = ResourcePatternType.ANY, AclOperation.ANY, AclPermissionType.ANY
        anything = AclBindingFilter(ResourceType.ANY, None, pattern, None, None, operation, permission)  # type: ignore[arg-type] # None: any
        return frozenset(map(_parsed, self._admin.describe_acls(anything, request_timeout=TIMEOUT_S).result()))

    def add(self, grants: Iterable[Grant]) -> None:
        """Add grants; those that are there stay.

        Raises:
            KafkaException: the cluster refused.
        """
        wanted = [AclBinding(*_fields(Sentence.of(grant))) for grant in grants]
        if wanted:
            for done in self._admin.create_acls(wanted, request_timeout=TIMEOUT_S).values():
                done.result()

    def remove(self, sentences: Iterable[Sentence]) -> None:
        """Remove sentences of the access list.

        Raises:
            KafkaException: the cluster refused.
        """
        exact = [AclBindingFilter(*_fields(sentence)) for sentence in sentences]
        if exact:
            for done in self._admin.delete_acls(exact, request_timeout=TIMEOUT_S).values():
                done.result()

    def accounts(self) -> frozenset[str]:
        """Everybody who has a password of SCRAM-SHA-512.

        Raises:
            NotTheOperator: we may not see them.
            KafkaException: the cluster refused.
        """
        # confluent-kafka 2.16 frees what it does not own when this very question is refused, and the process ends without a word.
        self._demand(frozenset({AclOperation.DESCRIBE}))
        found = self._admin.describe_user_scram_credentials(request_timeout=TIMEOUT_S)
        if isinstance(found, dict):
            raise TypeError("one answer for everybody was asked for, not one for each")
        described: dict[str, UserScramCredentialsDescription] = found.result()
        sha512 = ScramMechanism.SCRAM_SHA_512
        return frozenset(name for name, one in described.items() if any(info.mechanism == sha512 for info in one.scram_credential_infos))

    def set_passwords(self, passwords: Mapping[str, str]) -> None:
        """Give accounts a password; one that is there gets a new one, and connections that stand stay.

        Raises:
            KafkaException: the cluster refused.
        """
        info = ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS)
        self._alter([UserScramCredentialUpsertion(name, info, password.encode()) for name, password in passwords.items()])

    def forget(self, accounts: Iterable[str]) -> None:
        """Take accounts away.

        Raises:
            KafkaException: the cluster refused.
        """
        self._alter([UserScramCredentialDeletion(name, ScramMechanism.SCRAM_SHA_512) for name in accounts])

    def _alter(self, changes: Sequence[UserScramCredentialAlteration]) -> None:
        if changes:
            for done in self._admin.alter_user_scram_credentials(list(changes), request_timeout=TIMEOUT_S).values():
                done.result()

    def refused(self, passwords: Mapping[str, str]) -> frozenset[str]:
        """Which of these accounts the cluster does not let in with these passwords."""

        async def ask() -> list[str | None]:
            return await asyncio.gather(*(self._lets_in(name, password) for name, password in passwords.items()))

        return frozenset(name for name, wrong in zip(passwords, run_async(ask), strict=True) if wrong)

    async def _lets_in(self, account: str, password: str) -> str | None:
        return await broker_answers(self._servers, self._access.of(account, password), within_seconds=TIMEOUT_S)

    def quotas(self) -> dict[str, dict[str, float]]:
        """The quotas of every account that has some.

        Raises:
            aiokafka.errors.KafkaError: the cluster refused.
        """
        return run_async(lambda: quotas.described(self._servers, self._access))

    def set_quota(self, account: str, quota: Quota, before: Quota) -> None:
        """Set the quotas of an account in place of what it had.

        Raises:
            aiokafka.errors.KafkaError: the cluster refused.
        """
        run_async(lambda: quotas.alter(self._servers, self._access, account, quota, before))


def _parsed(binding: AclBinding) -> Sentence:
    return Sentence(
        str(binding.principal).removeprefix(_USER),
        AclPermissionType(binding.permission_type).name.lower(),
        AclOperation(binding.operation).name.lower(),
        ResourceType(binding.restype).name.lower(),
        str(binding.name),
        ResourcePatternType(binding.resource_pattern_type) is ResourcePatternType.PREFIXED,
        str(binding.host),
    )


def _fields(sentence: Sentence) -> tuple[ResourceType, str, ResourcePatternType, str, str, AclOperation, AclPermissionType]:
    return (
        ResourceType[sentence.kind.upper()],
        sentence.name,
        ResourcePatternType.PREFIXED if sentence.prefixed else ResourcePatternType.LITERAL,
        _USER + sentence.account,
        sentence.host,
        AclOperation[sentence.operation.upper()],
        AclPermissionType[sentence.permission.upper()],
    )


def _librdkafka(servers: str, access: Access) -> dict[str, str | int | float | bool]:
    found: dict[str, str | int | float | bool] = {"bootstrap.servers": servers, "security.protocol": access.security_protocol, **_QUIET}
    if access.ca_file is not None:
        found["ssl.ca.location"] = str(access.ca_file)
    if access.has_account:
        found |= {"sasl.mechanism": MECHANISM, "sasl.username": access.sasl_username, "sasl.password": access.password}
    return found
