-- Appointment. The NIP begins with a birth date: it stands in a schema of its own, so that the right to read it can be given apart.
create schema kepegawaian;
create schema pribadi;

-- The version of placement's last word about everybody, also about those who were not placed: an older word may come later.
create table kepegawaian.keputusan (
    peserta text collate "C" primary key,
    versi   int     not null check (versi >= 1),
    lulus   boolean not null
);

create table kepegawaian.kasus (
    peserta       text collate "C" primary key,
    kelompok      text collate "C" not null,
    formasi       text collate "C" not null,
    kursi         text collate "C" not null,
    rute          text    not null,
    aturan        text    not null,
    versi         int     not null check (versi >= 1),
    status        text    not null check (status in ('AKTIF', 'MUNDUR', 'DICABUT')),
    langkah       text    not null check (langkah in ('SEBELUM_USUL_NIP', 'USUL_NIP', 'NIP_TERBIT', 'CPNS')),
    dapat_diganti boolean not null default false,
    jenis         text,
    alasan        text,
    tanggal       date,
    check ((status = 'MUNDUR') = (jenis is not null)),
    check ((status = 'MUNDUR') = (alasan is not null)),
    check ((status = 'MUNDUR') = (tanggal is not null)),
    -- The last guard behind the row lock: nobody is replaceable and has a NIP.
    constraint tidak_diganti_setelah_nip check (not (dapat_diganti and langkah in ('NIP_TERBIT', 'CPNS')))
);

-- Last serial used under the first 15 digits. Its row lock is what makes two offices wait for each other.
create table pribadi.nip_urut (
    awalan   text collate "C" primary key check (awalan ~ '^[0-9]{15}$'),
    terakhir int not null check (terakhir between 0 and 999)
);

-- Rows are never deleted: a number that was cancelled is never used again.
create table pribadi.nip (
    nip        text collate "C" primary key check (nip ~ '^[0-9]{18}$'),
    peserta    text collate "C" not null unique references kepegawaian.kasus,
    tmt        date        not null check (extract(day from tmt) = 1),
    terbit_pada timestamptz not null default now(),
    dibatalkan boolean     not null default false
);
