-- SKB parts as announced, an earlier year's SKD, corrections of closed kelompok, and releases by two people.

-- The year in which SKD points were made, where a participant chose an earlier one.
alter table penilaian.nilai_skd add column tahun_asal int;
-- What a file said of the parts of an SKB: JSON as written by us, compared as text.
alter table penilaian.baris_berkas add column tahun_asal int;
alter table penilaian.baris_berkas add column bagian text;

-- Parts of the SKB as an agency announced them; the narrowest scope counts.
create table penilaian.bagian_skb (
    cakupan         text        not null check (cakupan in ('INSTANSI', 'KELOMPOK', 'FORMASI')),
    kunci           text        not null,
    bagian          jsonb       not null,
    pengumuman      text        not null,
    persetujuan     text        not null,
    petugas         text        not null,
    versi           int         not null,
    ditetapkan_pada timestamptz not null default now(),
    primary key (cakupan, kunci)
);

-- The version of everything that is published about a kelompok.
alter table penilaian.penutupan_skd add column versi int not null default 1;
alter table penilaian.penutupan_peringkat add column sha256_sebelumnya text;

-- A correction: proposed by one officer, released by another. What was proposed and by whom does not change afterwards.
create table penilaian.koreksi (
    id             bigint      generated always as identity primary key,
    kelompok       text        not null,
    versi_dasar    int         not null,
    alasan         text        not null,
    sumber         text        not null,
    perubahan      jsonb       not null,
    selisih        jsonb       not null,
    diusulkan_oleh text        not null,
    diusulkan_pada timestamptz not null default now(),
    dirilis_oleh   text,
    dirilis_pada   timestamptz,
    versi          int,
    check ((dirilis_oleh is null) = (versi is null)),
    check (dirilis_oleh is null or dirilis_oleh <> diusulkan_oleh)
);
create index koreksi_by_kelompok on penilaian.koreksi (kelompok, id);
-- Of two corrections on one version only one can follow it.
create unique index koreksi_versi on penilaian.koreksi (kelompok, versi) where versi is not null;

-- Every version of a corrected kelompok as it was published, the first one too; written once.
create table penilaian.versi_kelompok (
    kelompok          text        not null,
    versi             int         not null,
    sha256            text,
    sha256_sebelumnya text,
    baris             jsonb       not null,
    selisih           jsonb,
    koreksi           bigint      references penilaian.koreksi (id),
    dibuat_pada       timestamptz not null default now(),
    primary key (kelompok, versi)
);

-- Lists that wait for a second officer.
create table penilaian.usul_rilis (
    tahap          text        primary key check (tahap in ('SKD', 'PERINGKAT')),
    pernyataan     jsonb       not null,
    diusulkan_oleh text        not null,
    diusulkan_pada timestamptz not null default now()
);
