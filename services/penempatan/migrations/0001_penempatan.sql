-- Placement. Participant numbers only: no personal data is kept here.
create schema penempatan;

-- The posts, in their newest version.
create table penempatan.formasi (
    formasi         text collate "C" primary key,
    kelompok        text collate "C" not null,
    instansi        text not null,
    jabatan         text not null,
    unit            text not null,
    jenis_kebutuhan text not null,
    kuota           int  not null check (kuota >= 1),
    versi           int  not null check (versi >= 1)
);
create index formasi_per_kelompok on penempatan.formasi (kelompok);

-- The ranking as it is received, in its newest version. What a decision was taken on is kept with the decision.
create table penempatan.peringkat (
    peserta              text collate "C" primary key,
    kelompok             text collate "C" not null,
    formasi              text collate "C" not null,
    jenis_kebutuhan      text    not null,
    kualifikasi          text    not null,
    memenuhi_ambang_umum boolean not null,
    status_skb           text    not null,
    nilai_akhir          int,
    peringkat            int,
    peringkat_kelompok   int,
    seri                 boolean not null,
    versi                int     not null check (versi >= 1)
);
create index peringkat_per_kelompok on penempatan.peringkat (kelompok);

-- One row per closed ranking; its lock is the lock of everything in the kelompok.
create table penempatan.kelompok (
    kelompok          text collate "C" primary key,
    jumlah            int         not null check (jumlah >= 0),
    jumlah_formasi    int         not null check (jumlah_formasi >= 1),
    jumlah_kursi      int         not null check (jumlah_kursi >= 1),
    sha256            text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
    aturan            text        not null,
    aturan_versi      int         not null,
    versi             int         not null check (versi >= 1),
    status            text        not null default 'MENUNGGU' check (status in ('MENUNGGU', 'TERTAHAN', 'DITEMPATKAN')),
    versi_ditempatkan int,
    sebab             text,
    rincian           text,
    tertahan_sejak    timestamptz,
    percobaan         int         not null default 0,
    coba_pada         timestamptz not null default now(),
    check ((status = 'TERTAHAN') = (sebab is not null)),
    check ((status = 'TERTAHAN') = (tertahan_sejak is not null)),
    check ((status = 'DITEMPATKAN') = (versi_ditempatkan is not null))
);
create index kelompok_antre on penempatan.kelompok (coba_pada, kelompok) where status <> 'DITEMPATKAN';

create table penempatan.keputusan (
    peserta        text collate "C" primary key,
    kelompok       text collate "C" not null,
    formasi_asal   text collate "C" not null,
    status_skb     text    not null,
    nilai_akhir    int,
    peringkat      int,
    tahap          text    not null,
    hasil          text    not null,
    kode           text    not null,
    alasan         jsonb   not null,
    rute           text,
    formasi_tujuan text collate "C",
    kursi          text collate "C",
    mundur         boolean not null default false,
    versi          int     not null check (versi >= 1),
    check ((hasil = 'LULUS') = (rute is not null)),
    check ((hasil = 'LULUS') = (formasi_tujuan is not null)),
    check ((hasil = 'LULUS') = (kursi is not null)),
    check (hasil = 'LULUS' or not mundur)
);
create index keputusan_per_kelompok on penempatan.keputusan (kelompok);
create index keputusan_per_asal on penempatan.keputusan (formasi_asal);
create index keputusan_per_tujuan on penempatan.keputusan (formasi_tujuan) where formasi_tujuan is not null;
-- The last guard behind the rules: a seat has one holder at a time.
create unique index keputusan_satu_per_kursi on penempatan.keputusan (kursi) where kursi is not null and not mundur;

-- The four numbers count the facts published about the seat, topic by topic.
create table penempatan.kursi (
    kursi     text collate "C" primary key,
    kelompok  text collate "C" not null,
    formasi   text collate "C" not null,
    nomor     int  not null check (nomor >= 1),
    status    text not null check (status in ('TERISI', 'KOSONG', 'DIBAWA')),
    peserta   text collate "C" unique,
    pendahulu text collate "C",
    alasan    jsonb,
    dibuka    int  not null,
    terisi    int  not null,
    dibawa    int  not null,
    diganti   int  not null,
    check ((status = 'TERISI') = (peserta is not null)),
    check ((status = 'TERISI') = (alasan is null))
);
create index kursi_per_formasi on penempatan.kursi (formasi);
create index kursi_per_kelompok on penempatan.kursi (kelompok);
