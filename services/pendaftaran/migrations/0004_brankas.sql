-- The vault. Each person has a data key; what says who they are is sealed with it, field by field (AES-256-GCM), and the key itself is kept
-- wrapped by a key that is not in this database. Erasing a person is deleting their key.

-- Wrapped data keys, in a schema of their own, so that a dump of everything else can be kept without them.
create schema kunci;
create table kunci.orang (
    pseudonim text collate "C" primary key,
    kunci_id  text  not null, -- of the key that wraps
    isi       bytea not null
);
-- What a rotation still has to wrap anew.
create index orang_per_kunci on kunci.orang (kunci_id);

-- Who applied. The unique index is the rule "one NIK, one application" (PermenPANRB 6/2024 Pasal 25 ayat (4)), by the HMAC of the NIK: two
-- devices at the same moment are decided here and nowhere else.
create table pribadi.orang (
    lamaran       text collate "C" primary key,
    pseudonim     text collate "C" not null check (pseudonim ~ '^[0-9a-f]{64}$'),
    nik           bytea,
    nama          bytea,
    tanggal_lahir bytea,
    jenis_kelamin bytea,
    surel         bytea,
    -- Since then nobody can know any more who this was; the number stays taken.
    dihapus_pada  timestamptz,
    constraint lengkap_atau_dihapus check (
        (dihapus_pada is null and num_nulls(nik, nama, tanggal_lahir, jenis_kelamin) = 0)
        or (dihapus_pada is not null and num_nonnulls(nik, nama, tanggal_lahir, jenis_kelamin, surel) = 0)
    )
);
create unique index satu_orang_satu_lamaran on pribadi.orang (pseudonim);
