-- The record of acts: who, as what, did what to what, when, under which request. Rows are inserted and never changed.
create schema jejak;

create table jejak.catatan (
    id             bigint      generated always as identity primary key,
    waktu          timestamptz not null default now(),
    subjek         text        not null,
    jenis          text        not null,
    -- The role that allowed it; null where none did.
    sebagai        text,
    instansi       text        check (instansi ~ '^[0-9]{4}$'),
    tindakan       text        not null,
    -- What it was done to: name=value pairs as in a query; never a NIK or a name of a person.
    objek          text        not null default '',
    peserta        text,
    permintaan     uuid        not null,
    hasil          text        not null check (hasil in ('DIKERJAKAN', 'DILIHAT', 'DITOLAK')),
    kiriman_sha256 bytea       check (octet_length(kiriman_sha256) = 32),
    jawaban_sha256 bytea       check (octet_length(jawaban_sha256) = 32),
    sebelum_sha256 bytea       check (octet_length(sebelum_sha256) = 32),
    sesudah_sha256 bytea       check (octet_length(sesudah_sha256) = 32),
    -- Refusals of the same subject that were only counted since its row before.
    tidak_dicatat  int         not null default 0 check (tidak_dicatat >= 0),
    check ((hasil = 'DITOLAK') = (sebagai is null))
);
-- Officers are few and looked up by name; applicants are millions, and each index would cost every one of their requests.
create index catatan_per_petugas on jejak.catatan (subjek, id) where jenis <> 'PELAMAR';
create index catatan_per_peserta on jejak.catatan (peserta, id) where peserta is not null;
create index catatan_menurut_waktu on jejak.catatan using brin (waktu);

-- Rows that wait for their link.
create table jejak.antrean (
    catatan bigint primary key
);

-- The chain: each link holds the digest of one row and of the link before.
create table jejak.rantai (
    posisi     bigint      primary key check (posisi >= 1),
    catatan    bigint      not null unique,
    waktu      timestamptz not null,
    sidik      bytea       not null check (octet_length(sidik) = 32),
    sebelumnya bytea       not null check (octet_length(sebelumnya) = 32)
);
