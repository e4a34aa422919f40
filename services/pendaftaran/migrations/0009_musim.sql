-- Seasons as data (decision 26). SQL cannot know the name of the season of before: its code is empty until the service takes it over from
-- its settings, at the first start after this file; so are the year and the version of the rules in what belongs to it.
alter table pendaftaran.musim
    drop column satu,
    add column musim           text collate "C" not null default '',
    add column jenis_pengadaan text not null default '',
    add column gelombang       int  not null default 1 check (gelombang between 1 and 9),
    add column tahun           int  not null default 0,
    add column aturan          text not null default '',
    add column aturan_versi    int  not null default 0,
    add column mode_pengisian  text not null default 'SESUAI_KEPUTUSAN'
        check (mode_pengisian in ('SESUAI_KEPUTUSAN', 'DENGAN_PERSETUJUAN')),
    add column keadaan         text not null default 'BERJALAN' check (keadaan in ('BERJALAN', 'SELESAI', 'DIARSIPKAN')),
    add column tanpa_musim     bool not null default true,
    add column versi           int  not null default 0,
    -- Year and path as participant numbers begin with them, the agency between the two.
    add column awalan_nomor    text check (awalan_nomor ~ '^[0-9]{4}$'),
    add column keputusan       text not null default '',
    add column diumumkan_pada  timestamptz,
    add primary key (musim),
    add check ((musim = '') = (versi = 0)),
    add check ((musim = '') = (awalan_nomor is null)),
    add check ((musim = '') = (diumumkan_pada is null));
alter table pendaftaran.musim
    alter column musim drop default,
    alter column jenis_pengadaan drop default,
    alter column gelombang drop default,
    alter column tahun drop default,
    alter column aturan drop default,
    alter column aturan_versi drop default,
    alter column mode_pengisian drop default,
    alter column keadaan drop default,
    alter column tanpa_musim drop default,
    alter column versi drop default;

-- A code of a kelompok holds the root of its season: the kind of those of 2024 and before, else the code.
create unique index satu_akar_satu_musim on pendaftaran.musim ((case when tahun <= 2024 then jenis_pengadaan else musim end));
create unique index satu_awalan_satu_musim on pendaftaran.musim (awalan_nomor);
create unique index satu_musim_tanpa_nama on pendaftaran.musim (tanpa_musim) where tanpa_musim;

-- What one officer proposed of a season. Rows stay; what another released of them are the versions.
create table pendaftaran.musim_usul (
    id              int generated always as identity primary key,
    musim           text collate "C" not null check (musim <> ''),
    jenis_pengadaan text        not null,
    gelombang       int         not null,
    tahun           int         not null,
    aturan          text        not null,
    aturan_versi    int         not null,
    mode_pengisian  text        not null,
    keadaan         text        not null,
    versi           int         not null check (versi >= 1),
    keputusan       text        not null check (keputusan <> ''),
    sidik           text        not null check (sidik ~ '^[0-9a-f]{64}$'),
    diusulkan_oleh  text        not null,
    diusulkan_pada  timestamptz not null
);

-- The season of before was taken over and not released: its first version is not here.
create table pendaftaran.musim_terbitan (
    musim        text collate "C" not null,
    versi        int         not null,
    usul         int         not null unique references pendaftaran.musim_usul,
    dirilis_oleh text        not null,
    dirilis_pada timestamptz not null,
    primary key (musim, versi)
);

alter table pendaftaran.formasi add column musim text collate "C" not null default '';
alter table pendaftaran.formasi alter column musim drop default;

-- Each season checks its applications under the rules that were in force when it closed.
alter table pendaftaran.pemeriksaan
    drop constraint pemeriksaan_pkey,
    add column musim        text collate "C" not null default '',
    add column aturan_versi int  not null default 0,
    add primary key (musim, kode_instansi);
alter table pendaftaran.pemeriksaan
    alter column musim drop default,
    alter column aturan_versi drop default;

alter table pendaftaran.jadwal add column musim text collate "C";
update pendaftaran.jadwal j set musim = u.musim from pendaftaran.jadwal_usul u where u.id = j.usul;
alter table pendaftaran.jadwal
    drop constraint jadwal_pkey,
    alter column musim set not null,
    add primary key (musim, versi);

-- The unique index is the rule "one application per person and fiscal year, over all kinds" (PermenPANRB 6/2024 Pasal 25 ayat (4)).
drop index pribadi.satu_orang_satu_lamaran;
alter table pribadi.orang add column tahun int not null default 0;
alter table pribadi.orang alter column tahun drop default;
create unique index satu_orang_satu_lamaran on pribadi.orang (pseudonim, tahun);

-- Who applies in two years has two keys, so that the erasure of one application leaves the other.
alter table kunci.orang rename to orang_lama;
create table kunci.orang (
    lamaran  text collate "C" not null,
    kunci_id text  not null, -- of the key that wraps
    isi      bytea not null
);
insert into kunci.orang select p.lamaran, k.kunci_id, k.isi from kunci.orang_lama k join pribadi.orang p using (pseudonim);
drop table kunci.orang_lama;
alter table kunci.orang add constraint orang_pkey primary key (lamaran);
create index orang_per_kunci on kunci.orang (kunci_id);
