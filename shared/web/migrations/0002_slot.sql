-- A key belongs to one officer and one request: method, path and query are hashed with it, so that no text of a request is stored or indexed.
-- Answers given before are found again under what the default officer (or, for an application, nobody) would ask today.
alter table web.idempotency add column slot bytea;
update web.idempotency set slot = sha256(convert_to(
    concat_ws(E'\n',
        regexp_replace(route, '^(POST /v1/lamaran/massal) .*$', '\1'), key, case when route = 'POST /v1/lamaran' then '' else 'petugas' end),
    'UTF8'));
alter table web.idempotency drop constraint idempotency_pkey;
alter table web.idempotency drop column route, drop column key;
alter table web.idempotency alter column slot set not null;
alter table web.idempotency add constraint idempotency_slot check (octet_length(slot) = 32);
alter table web.idempotency add constraint idempotency_pkey primary key (slot);
