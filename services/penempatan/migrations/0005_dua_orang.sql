-- The first placement takes two officers: one proposes the sealed rankings that wait, by number and digest, another releases them.
-- What was in line before this file goes on as it was.
alter table penempatan.kelompok add column dirilis boolean not null default true;
alter table penempatan.kelompok alter column dirilis set default false;
drop index penempatan.kelompok_antre;
create index kelompok_antre on penempatan.kelompok (coba_pada, kelompok) where dirilis and status <> 'DITEMPATKAN';

create table penempatan.usul_rilis (
    satu            boolean     primary key default true check (satu),
    kelompok        int         not null check (kelompok >= 1),
    sha256          text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
    diusulkan_oleh  text        not null,
    diusulkan_pada  timestamptz not null default now()
);
