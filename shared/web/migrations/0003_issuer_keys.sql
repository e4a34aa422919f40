-- Public keys by which tokens are checked, as the issuer gave them last: a restart during its outage refuses nobody.
create table web.issuer_keys (
    issuer  text        primary key,
    jwks    bytea       not null check (octet_length(jwks) <= 262144),
    kept_at timestamptz not null default now()
);
