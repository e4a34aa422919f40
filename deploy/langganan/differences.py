"""What a cluster grants against what it should: found, told, and mended."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from deploy.langganan import agencies
from deploy.langganan.cluster import Cluster, Sentence
from deploy.langganan.grants import Grant, Quota, Wanted, service_accounts
from deploy.lokal.waiting import poll
from shared.contracts.catalogue import TOPICS
from shared.errors import CasnError
from shared.messaging import Access

# A busy node was seen eight seconds behind.
SETTLE_SECONDS = 120.0


class NotSettled(CasnError):
    """A node of the cluster is behind for too long."""


class Change(NamedTuple):
    """The quotas of an account: as they are, and as they should be."""

    account: str
    before: Quota
    after: Quota


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything in which a cluster differs from what it should grant.

    Attributes:
        missing: grants to be added.
        superfluous: sentences about our accounts that nothing asks for.
        strange: sentences about others that reach our topics; they are told, and left alone, for another installation may need them.
        locked_out: accounts that the cluster does not know or does not let in with their password.
        leftover: accounts of ours that nothing asks for.
        quotas: those that are not as they should be.
    """

    missing: tuple[Grant, ...]
    superfluous: tuple[Sentence, ...]
    strange: tuple[Sentence, ...]
    locked_out: tuple[str, ...]
    leftover: tuple[str, ...]
    quotas: tuple[Change, ...]

    @property
    def open(self) -> bool:
        """Whether there is anything to mend."""
        return any((self.missing, self.superfluous, self.locked_out, self.leftover, self.quotas))

    def lines(self) -> Iterator[str]:
        """One line for each thing, what is added behind a plus and what goes behind a minus; `!` is for a person to look at."""
        yield from (f"+ account {name}" for name in self.locked_out)
        yield from (f"+ {grant}" for grant in self.missing)
        yield from (f"~ quota {each.account} {_text(each.before)} -> {_text(each.after)}" for each in self.quotas)
        yield from (f"- {sentence}" for sentence in self.superfluous)
        yield from (f"- account {name}" for name in self.leftover)
        yield from (f"! not ours, reaches our topics, and stays: {sentence}" for sentence in self.strange)


def find(cluster: Cluster, wanted: Wanted, passwords: Mapping[str, str], *, prefix: str = "") -> Difference:
    """Compare; nothing is changed.

    An account is ours when it is of a service, or named as an agency's is, behind `prefix`. Of an account without a password in
    `passwords` only its grants are looked at.

    Raises:
        aiokafka.errors.KafkaError: we are not the operator.
        KafkaException: the cluster refused.
    """
    # Quotas first: of the three only they refuse in words. To whom the access list is not shown it looks empty.
    quotas, sentences, accounts = cluster.quotas(), cluster.sentences(), cluster.accounts()
    known = wanted.accounts | service_accounts(prefix)

    def ours(account: str) -> bool:
        return account in known or account.startswith(prefix + agencies.PREFIX)

    right = {Sentence.of(grant): grant for grant in wanted.grants}
    others = sorted(sentences - right.keys())
    known_with_password = {name: password for name, password in passwords.items() if name in accounts and name in wanted.accounts}
    names = sorted(wanted.quotas.keys() | {name for name in quotas if ours(name)})
    changes = (Change(name, quotas.get(name, {}), wanted.quotas.get(name, {})) for name in names)
    return Difference(
        missing=tuple(sorted(grant for sentence, grant in right.items() if sentence not in sentences)),
        superfluous=tuple(each for each in others if ours(each.account)),
        strange=tuple(each for each in others if not ours(each.account) and _reaches(each, prefix)),
        locked_out=tuple(sorted(((passwords.keys() & wanted.accounts) - accounts) | cluster.refused(known_with_password))),
        leftover=tuple(sorted(name for name in accounts if ours(name) and name not in wanted.accounts)),
        quotas=tuple(change for change in changes if change.before != change.after),
    )


def mend(cluster: Cluster, difference: Difference, passwords: Mapping[str, str]) -> None:
    """Make the cluster as it should be. What is taken away goes first, what is given comes last: nobody has both in between.

    Raises:
        KafkaException: the cluster refused.
    """
    cluster.remove(difference.superfluous)
    cluster.forget(difference.leftover)
    for change in difference.quotas:
        cluster.set_quota(*_order(change))
    cluster.set_passwords({name: passwords[name] for name in difference.locked_out})
    cluster.add(difference.missing)


def settle(servers: str, access: Access, wanted: Wanted, passwords: Mapping[str, str], *, prefix: str = "") -> None:
    """Wait until each node that `servers` names grants what is wanted: a node learns of a change after the cluster has acknowledged it.

    Who starts a service sooner sees its account refused.

    Raises:
        NotSettled: a node did not within `SETTLE_SECONDS`.
    """
    for server in servers.split(","):
        node = Cluster(server, access)
        if not poll(lambda node=node: not find(node, wanted, passwords, prefix=prefix).open, timeout_s=SETTLE_SECONDS):  # type: ignore[misc]
            raise NotSettled(f"{server} did not take over accounts and grants within {SETTLE_SECONDS:.0f} s")


def _order(change: Change) -> tuple[str, Quota, Quota]:
    return change.account, change.after, change.before


def _reaches(sentence: Sentence, prefix: str) -> bool:
    """Whether a sentence allows something about a topic of ours."""
    if (sentence.permission, sentence.kind) != ("allow", "topic"):
        return False
    names = [prefix + topic.name for topic in TOPICS]
    if sentence.prefixed:
        return any(name.startswith(sentence.name) for name in names)
    return sentence.name == "*" or sentence.name in names


def _text(quota: Quota) -> str:
    return ", ".join(f"{key}={value:g}" for key, value in sorted(quota.items())) or "none"
