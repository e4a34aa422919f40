-- The calendar of the season. A proposal is a row that stays; what another officer released of them are the versions. Nothing here changes.
create table pendaftaran.jadwal_usul (
    id             int generated always as identity primary key,
    musim          text        not null,
    versi          int         not null check (versi >= 1),
    keputusan      text        not null check (keputusan <> ''),
    sidik          text        not null check (sidik ~ '^[0-9a-f]{64}$'),
    diusulkan_oleh text        not null,
    diusulkan_pada timestamptz not null
);

create table pendaftaran.jadwal_tahap (
    usul   int         not null references pendaftaran.jadwal_usul,
    tahap  text        not null,
    mulai  timestamptz not null,
    sampai timestamptz not null check (sampai >= mulai),
    primary key (usul, tahap)
);

create table pendaftaran.jadwal_pengecualian (
    usul      int  not null references pendaftaran.jadwal_usul,
    aturan    text not null,
    tahap     text not null,
    keputusan text not null check (keputusan <> ''),
    primary key (usul, aturan, tahap)
);

-- A season without a row here has no calendar: officers open and close it by their acts alone, as before.
create table pendaftaran.jadwal (
    versi        int         primary key check (versi >= 1),
    usul         int         not null unique references pendaftaran.jadwal_usul,
    dirilis_oleh text        not null,
    dirilis_pada timestamptz not null
);
