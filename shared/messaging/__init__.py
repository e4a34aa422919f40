"""State, events and offsets that agree: unit of work, outbox, relay, batch consumer (docs/messaging.md)."""

from shared.messaging.access import MECHANISM, Access, Unprotected
from shared.messaging.bell import Bell
from shared.messaging.connections import broker_answers
from shared.messaging.consumers import Consumers, OnFatal, make_broker
from shared.messaging.discard import Discard
from shared.messaging.newest import newest
from shared.messaging.operations import ActWriter, ParkedKey, QuarantinedRecord
from shared.messaging.records import Received
from shared.messaging.relay import Relay
from shared.messaging.settings import MessagingSettings
from shared.messaging.subscription import Handler, Ordering
from shared.messaging.unit_of_work import Change, UnitOfWork, unit_of_work
from shared.messaging.worker import Job, Worker

__all__ = [
    "MECHANISM",
    "Access",
    "ActWriter",
    "Bell",
    "Change",
    "Consumers",
    "Discard",
    "Handler",
    "Job",
    "MessagingSettings",
    "OnFatal",
    "Ordering",
    "ParkedKey",
    "QuarantinedRecord",
    "Received",
    "Relay",
    "UnitOfWork",
    "Unprotected",
    "Worker",
    "broker_answers",
    "make_broker",
    "newest",
    "unit_of_work",
]
