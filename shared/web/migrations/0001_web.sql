-- What the HTTP edge keeps: the answers already given, so that a repeated request is answered and not done again.
create schema web;

create table web.idempotency (
    route       text        not null,
    key         text        not null,
    body_sha256 bytea       not null check (octet_length(body_sha256) = 32),
    -- Null only inside the transaction that is doing the work.
    status      smallint,
    body        bytea,
    created_at  timestamptz not null default now(),
    primary key (route, key)
);
create index idempotency_by_age on web.idempotency (created_at);
