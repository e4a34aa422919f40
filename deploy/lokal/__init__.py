"""The embedded stack: Apache Kafka, PostgreSQL and every service as plain processes of one machine.

Needs Python and the packages of the lock; no Java, Maven, container engine, root or account.
"""
