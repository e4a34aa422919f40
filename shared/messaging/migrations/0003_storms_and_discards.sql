-- How many unreadable records came lately, per partition: a process that is started again must not begin to count anew.
create table messaging.storm (
    grp          text  not null,
    topic        text  not null,
    part         int   not null,
    run          int   not null,
    recent       bytea not null,
    let_on_by    text,
    let_on_at    timestamptz,
    let_on_why   text,
    primary key (grp, topic, part)
);

-- Parked records that can never be applied: one officer proposes to drop one, another confirms. They are kept here byte for byte, for ever.
create table messaging.discard (
    id            bigint generated always as identity primary key,
    grp           text        not null,
    key           text        not null,
    topic         text        not null,
    part          int         not null,
    rec_offset    bigint      not null,
    refused       text        not null,
    why           text        not null,
    proposed_by   text        not null,
    proposed_at   timestamptz not null default now(),
    confirmed_by  text        check (confirmed_by <> proposed_by),
    confirmed_at  timestamptz check ((confirmed_at is null) = (confirmed_by is null)),
    header_names  text[]      not null,
    header_values bytea[]     not null,
    payload       bytea,
    unique (grp, topic, part, rec_offset)
);
