-- Registration. Two schemas, so that the right to read people can be given apart from the right to read posts and outcomes.
create schema pendaftaran;
create schema pribadi;

-- The state of the one season that this database holds.
create table pendaftaran.musim (
    satu           boolean primary key default true check (satu),
    ditutup_pada   timestamptz,
    selesai_pada   timestamptz,
    peserta_sha256 text check (peserta_sha256 ~ '^[0-9a-f]{64}$'),
    check (selesai_pada is null or ditutup_pada is not null),
    check ((selesai_pada is null) = (peserta_sha256 is null))
);
insert into pendaftaran.musim default values;

-- Files of posts that were taken over whole.
create table pendaftaran.berkas (
    nama         text        not null,
    sha256       text        not null,
    baris        int         not null,
    formasi      int         not null,
    diterima_pada timestamptz not null,
    primary key (nama, sha256)
);

create table pendaftaran.instansi (
    kode text collate "C" primary key check (kode ~ '^[0-9]{4}$'),
    nama text not null unique
);

create table pendaftaran.formasi (
    formasi             text collate "C" primary key,
    instansi            text    not null,
    jenis_pengadaan     text    not null,
    jenis_kebutuhan     text    not null,
    jabatan             text    not null,
    unit                text    not null,
    kuota               int     not null check (kuota >= 1),
    terbuka_disabilitas boolean not null,
    gaji_min            bigint  not null check (gaji_min >= 0),
    gaji_maks           bigint  not null check (gaji_maks >= gaji_min),
    kualifikasi         text[]  not null check (cardinality(kualifikasi) >= 1),
    -- Digest of the content, and of the content as it was last published: they differ while a change waits to be opened.
    sidik               text    not null,
    sidik_dibuka        text,
    versi               int     not null default 0 check (versi >= 0),
    kode_instansi       text collate "C" references pendaftaran.instansi,
    kode_jabatan        text collate "C",
    check ((versi = 0) = (sidik_dibuka is null)),
    check ((versi = 0) = (kode_instansi is null)),
    check ((versi = 0) = (kode_jabatan is null))
);
create index formasi_menunggu_dibuka on pendaftaran.formasi (formasi) where sidik_dibuka is distinct from sidik;

-- Locked applications: rows are inserted and never changed. No foreign key to formasi: its row locks would make all applicants of one
-- post queue on one row, and a post that was opened is never deleted.
create table pendaftaran.lamaran (
    lamaran       text collate "C" primary key,
    kode_instansi text collate "C" not null,
    formasi       text collate "C" not null,
    kualifikasi   text        not null,
    ipk           smallint    not null check (ipk between 0 and 10000),
    skala_ipk     text        not null check (skala_ipk in ('IPK', 'IJAZAH')),
    dokumen       text[]      not null,
    diterima_pada timestamptz not null
);
create index lamaran_per_instansi on pendaftaran.lamaran (kode_instansi, lamaran);

-- Who applied. The unique index is the rule "one NIK, one application" (PermenPANRB 6/2024 Pasal 25 ayat (4)): two devices at the same
-- moment are decided here and nowhere else.
create table pribadi.pelamar (
    lamaran       text collate "C" primary key,
    nik           text collate "C" not null check (nik ~ '^[0-9]{16}$'),
    nama          text not null,
    tanggal_lahir date not null,
    jenis_kelamin text not null check (jenis_kelamin in ('L', 'P')),
    surel         text
);
create unique index satu_nik_satu_lamaran on pribadi.pelamar (nik);

-- Every time an officer was shown personal data.
create table pribadi.akses (
    id          bigint generated always as identity primary key,
    waktu       timestamptz not null default now(),
    kunci       text        not null, -- beginning of the SHA-256 of the token that was used
    permintaan  text        not null, -- id of the HTTP request
    tujuan      text        not null,
    peserta     text
);
create index akses_per_peserta on pribadi.akses (peserta, waktu) where peserta is not null;

create table pendaftaran.sanksi (
    pseudonim text collate "C" primary key,
    sampai    date not null,
    kode      text not null,
    pasal     text not null,
    versi     int  not null
);

-- The document check as a line of work, one row per agency. `kursor` is the last application done in the current stage.
create table pendaftaran.pemeriksaan (
    kode_instansi text collate "C" primary key references pendaftaran.instansi,
    tahap         text not null default 'PERIKSA' check (tahap in ('PERIKSA', 'NOMORI', 'SIARKAN', 'SELESAI')),
    kursor        text collate "C" not null default '',
    total         int  not null,
    ms            int  not null default 0,
    tms           int  not null default 0,
    disiarkan     int  not null default 0,
    check (ms + tms <= total),
    check (disiarkan <= ms + tms)
);
create index pemeriksaan_menunggu on pendaftaran.pemeriksaan (kode_instansi) where tahap <> 'SELESAI';

create table pendaftaran.putusan (
    lamaran         text collate "C" primary key,
    status          text        not null check (status in ('MS', 'TMS')),
    alasan          jsonb       not null,
    diputuskan_pada timestamptz not null
);

create table pendaftaran.peserta (
    peserta text collate "C" primary key,
    lamaran text collate "C" not null unique
);
