"""The first account of a locked cluster: whoever may give the others."""

from collections.abc import Sequence

from confluent_kafka.admin import AdminClient, ScramCredentialInfo, ScramMechanism, UserScramCredentialUpsertion

from deploy.lokal.kafka_config import OPERATOR, Locks

TIMEOUT_S = 30.0
ITERATIONS = 4096  # of a password of 32 random bytes: nobody guesses it, however fast each guess is


def let_in(addresses: Sequence[str], locks: Locks) -> None:
    """Make the operator an account of the cluster itself, by the inner door that its configuration opens.

    Raises:
        KafkaException: the cluster refused.
    """
    config: dict[str, str | int | float | bool] = {
        "bootstrap.servers": ",".join(addresses),
        "security.protocol": "SASL_PLAINTEXT",
        "sasl.mechanism": "PLAIN",
        "sasl.username": OPERATOR,
        "sasl.password": locks.operator,
        "log_level": 4,  # syslog's warnings: how many events librdkafka dropped at its end is no news on the screen
    }
    account = UserScramCredentialUpsertion(OPERATOR, ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS), locks.operator.encode())
    admin = AdminClient(config)  # named, or it is gone before it has answered
    for done in admin.alter_user_scram_credentials([account], request_timeout=TIMEOUT_S).values():
        done.result()
