-- What the messaging promises stand on; one copy in every service's database.
create schema messaging;

-- Events that are decided and not yet on the bus. A row lives from the commit of its transaction to the broker's acknowledgement.
create table messaging.outbox (
    id             bigint generated always as identity primary key,
    shard          smallint not null,
    topic          text     not null,
    key            text     not null,
    subject        text     not null,
    sequence       bigint   not null check (sequence >= 1),
    event_id       text     not null,
    occurred_at    text     not null,
    correlation_id text     not null,
    causation_id   text,
    payload        bytea    not null
);
-- Every row is deleted soon after it is written: vacuum by count, not by share.
alter table messaging.outbox set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);

-- How far each group has applied each partition. This row, not Kafka's, decides what is applied.
create table messaging.consumer_offset (
    grp         text   not null,
    topic       text   not null,
    part        int    not null,
    next_offset bigint not null,
    primary key (grp, topic, part)
);

-- Last applied number per subject, for groups whose effects must happen once each and in order.
create table messaging.sequence (
    grp     text   not null,
    subject text   not null,
    last    bigint not null,
    primary key (grp, subject)
);

-- Records that came before their predecessor: applied as soon as the gap is filled.
create table messaging.early (
    grp         text        not null,
    subject     text        not null,
    sequence    bigint      not null,
    topic       text        not null,
    part        int         not null,
    rec_offset  bigint      not null,
    key         text        not null,
    headers     bytea       not null,
    payload     bytea,
    received_at timestamptz not null default now(),
    primary key (grp, subject, sequence)
);

-- Records that nobody can read, kept byte for byte.
create table messaging.quarantine (
    id          bigint generated always as identity primary key,
    grp         text        not null,
    topic       text        not null,
    part        int         not null,
    rec_offset  bigint      not null,
    reason      text        not null,
    detail      text        not null,
    key         bytea,
    headers     bytea       not null,
    payload     bytea,
    received_at timestamptz not null default now(),
    unique (grp, topic, part, rec_offset)
);

-- A key whose record a rule or a bug refused; all its later records wait behind it, in order.
create table messaging.parked_key (
    grp       text        not null,
    key       text        not null,
    reason    text        not null,
    parked_at timestamptz not null default now(),
    primary key (grp, key)
);

create table messaging.parked (
    id          bigint generated always as identity primary key,
    grp         text        not null,
    key         text        not null,
    topic       text        not null,
    part        int         not null,
    rec_offset  bigint      not null,
    admitted    boolean     not null,
    headers     bytea       not null,
    payload     bytea,
    received_at timestamptz not null default now(),
    foreign key (grp, key) references messaging.parked_key (grp, key) deferrable initially deferred
);
create index parked_by_key on messaging.parked (grp, key, id);
