-- A NIP begins with a birth date. Each number is sealed with a data key of its servant (AES-256-GCM); it is told from others by a fingerprint
-- (HMAC-SHA-256 under a secret that is not in this database). Erasing a servant's number is deleting their key.

-- Wrapped data keys, in a schema of their own, so that a dump of everything else can be kept without them.
create schema kunci;
create table kunci.orang (
    peserta  text collate "C" primary key,
    kunci_id text  not null, -- of the key that wraps
    isi      bytea not null
);
-- What a rotation still has to wrap anew.
create index orang_per_kunci on kunci.orang (kunci_id);

alter table pribadi.nip rename to nip_terang;
alter index pribadi.nip_pkey rename to nip_terang_pkey;
alter index pribadi.nip_peserta_key rename to nip_terang_peserta_key;
alter table pribadi.nip_urut rename to nip_urut_terang;
alter index pribadi.nip_urut_pkey rename to nip_urut_terang_pkey;

-- Last serial used under the first 15 digits, by their fingerprint. Its row lock is what makes two offices wait for each other.
create table pribadi.nip_urut (
    awalan   text collate "C" primary key check (awalan ~ '^[0-9a-f]{64}$'),
    terakhir int not null check (terakhir between 0 and 999)
);

-- Rows are never deleted: a number that was cancelled or erased is never used again, by its fingerprint.
create table pribadi.nip (
    peserta      text collate "C" primary key references kepegawaian.kasus,
    sidik        text collate "C" not null check (sidik ~ '^[0-9a-f]{64}$'),
    awalan       text collate "C" references pribadi.nip_urut,
    segel        bytea,
    tmt          date        not null check (extract(day from tmt) = 1),
    terbit_pada  timestamptz not null default now(),
    dibatalkan   boolean     not null default false,
    -- Since then nobody can know the number any more. The number of an active servant stays (posisi 39).
    dihapus_pada timestamptz,
    constraint nip_tidak_dipakai_ulang unique (sidik),
    constraint tersegel_atau_dihapus check (
        (dihapus_pada is null and num_nulls(segel, awalan) = 0) or (dihapus_pada is not null and num_nonnulls(segel, awalan) = 0)
    ),
    constraint yang_aktif_tidak_dihapus check (dihapus_pada is null or dibatalkan)
);

-- Whose personal data registration has erased. The wish is kept: a number that is cancelled later goes then.
create table kepegawaian.penghapusan (
    peserta      text collate "C" primary key,
    dihapus_pada timestamptz not null
);
