"""Every Kafka and back-off parameter of the messaging layer, with its unit in its name."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.messaging.access import Access
from shared.messaging.proof import Keys


class MessagingSettings(BaseSettings):
    """Read from the environment as `MESSAGING_<NAME>`; the defaults are those of a national operator's node."""

    model_config = SettingsConfigDict(env_prefix="MESSAGING_", frozen=True)

    topic_prefix: str = Field(default="", description="Put before every topic and group, so that two installations can share a cluster.")

    access: Access = Field(default_factory=Access, description="Account and encryption; read from the environment by itself.")

    keys: Keys = Field(default_factory=Keys, description="What proves who wrote a record; read from the environment by itself.")

    batch_records: int = Field(default=2000, ge=1, description="At most so many records in one transaction.")
    batch_wait_ms: int = Field(default=5000, ge=1, description="How long a poll waits when nothing comes; the first record ends it.")
    fetch_max_wait_ms: int = Field(
        default=500, ge=1, description="How long the broker waits when nothing comes. Other questions on that connection wait behind it."
    )
    session_timeout_ms: int = Field(default=10_000, ge=1000)
    heartbeat_interval_ms: int = Field(default=3000, ge=100)
    max_poll_interval_ms: int = Field(default=300_000, ge=10_000)
    offset_commit_seconds: float = Field(default=2.0, gt=0, description="How often the advisory commit tells Kafka; lag tools read it.")

    watch_seconds: float = Field(
        default=15.0, gt=0, description="How often lag and what was set aside are looked at, for metrics and readiness."
    )
    stuck_seconds: float = Field(default=90.0, gt=0, description="Not ready when there are records to read and so long nothing moved.")

    retry_initial_ms: int = Field(default=100, ge=1)
    retry_max_ms: int = Field(default=5000, ge=1)
    retry_give_up_seconds: float = Field(default=240.0, gt=0, description="Under max_poll_interval, so that we end before we are evicted.")

    hold_seconds: float = Field(default=30.0, gt=0, description="At most so long until a held batch is tried again without a nudge.")
    largest_number: int = Field(
        default=100_000, ge=1, description="A fact with a higher number or version is no fact: nothing is said so often about one thing."
    )

    quarantine_run_limit: int = Field(default=100, ge=1, description="So many unreadable records of a partition in a row hold its topic.")
    quarantine_percent_limit: int = Field(
        default=20, ge=1, le=100, description="So many percent of a partition's last window hold its topic."
    )
    quarantine_window: int = Field(default=1000, ge=10, description="Records looked back on for the percentage.")
    parked_key_limit: int = Field(default=500, ge=1, description="More keys than this waiting for a person hold the topic.")

    relay_page: int = Field(default=2000, ge=1, description="Rows published and deleted together.")
    relay_poll_seconds: float = Field(default=5.0, gt=0, description="Looked again even without a notification.")
    relay_lease_seconds: float = Field(default=1.0, gt=0, description="How often a spare relay tries to lead.")
    linger_ms: int = Field(default=5, ge=0)
    max_batch_bytes: int = Field(default=262_144, ge=16_384)
    request_timeout_ms: int = Field(default=15_000, ge=1000)
