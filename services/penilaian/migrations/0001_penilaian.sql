-- Scoring: what it was told, what files said, and what it decided. Scores are points (SKD) or integer thousandths (everything else).
create schema penilaian;

-- One row says how far the season is. Whoever changes inputs shares it, whoever closes a stage takes it alone.
create table penilaian.musim (
    satu                   boolean primary key default true check (satu),
    skd_ditutup_pada       timestamptz,
    skd_formasi            int,
    skd_peserta            int,
    skd_sha256             text,
    peringkat_ditutup_pada timestamptz,
    peringkat_peserta      int
);
insert into penilaian.musim default values;

create table penilaian.formasi (
    formasi         text primary key,
    kelompok        text not null,
    instansi        text not null,
    jabatan         text not null,
    unit            text not null,
    jenis_kebutuhan text not null,
    kuota           int  not null check (kuota >= 1),
    versi           int  not null
);
create index formasi_by_kelompok on penilaian.formasi (kelompok);

-- Applications as verified. Rows without a participant number (TMS) stay, so that an older message cannot bring them back.
create table penilaian.pelamar (
    lamaran       text primary key,
    peserta       text unique,
    formasi       text not null,
    kelompok      text not null,
    tanggal_lahir date,
    ipk           int,
    skala_ipk     text,
    kualifikasi   text,
    versi         int  not null,
    check ((peserta is null) = (tanggal_lahir is null))
);
create index pelamar_by_formasi on penilaian.pelamar (formasi) where peserta is not null;

-- Scores as heard on the bus, whether or not the participant is known yet.
create table penilaian.nilai_skd (
    peserta   text primary key,
    kehadiran text not null,
    twk       int,
    tiu       int,
    tkp       int,
    sumber    text not null,
    versi     int  not null,
    check (kehadiran <> 'HADIR' or (twk is not null and tiu is not null and tkp is not null))
);
create table penilaian.nilai_skb (
    peserta text primary key,
    status  text not null,
    nilai   int check (nilai between 0 and 100000),
    sumber  text not null,
    versi   int  not null,
    check (status <> 'HADIR' or nilai is not null)
);

-- Score files as taken, every version, and for each person and test what a file said last: the version of the event counts here.
create table penilaian.berkas (
    jenis         text        not null,
    nama          text        not null,
    versi         int         not null,
    sha256        text        not null,
    baris         int         not null,
    diterima      int         not null,
    baru          int         not null,
    berubah       int         not null,
    kesalahan     jsonb       not null,
    diterima_pada timestamptz not null default now(),
    primary key (jenis, nama, versi)
);
create table penilaian.baris_berkas (
    jenis     text not null,
    peserta   text not null,
    berkas    text not null,
    kehadiran text not null,
    twk       int,
    tiu       int,
    tkp       int,
    nilai_skb int,
    status    text,
    versi     int  not null,
    primary key (jenis, peserta)
);
create index baris_berkas_by_file on penilaian.baris_berkas (jenis, berkas);

-- The work of closing: one row per kelompok, claimed by the workers of all replicas.
create table penilaian.penutupan_skd (
    kelompok     text primary key,
    peserta      int     not null,
    selesai      boolean not null default false,
    lulus_ambang int,
    tidak_lulus  int,
    th           int,
    dis          int,
    ke_skb       int
);
create index penutupan_skd_waiting on penilaian.penutupan_skd (peserta desc, kelompok) where not selesai;
create table penilaian.penutupan_peringkat (
    kelompok       text primary key,
    peserta        int     not null,
    selesai        boolean not null default false,
    jumlah_formasi int,
    jumlah_kursi   int,
    sha256         text
);
create index penutupan_peringkat_waiting on penilaian.penutupan_peringkat (peserta desc, kelompok) where not selesai;

create table penilaian.hasil_formasi (
    formasi         text primary key,
    kelompok        text  not null,
    memenuhi_ambang int   not null,
    dipanggil       int   not null,
    batas_skd       int,
    batas_tkp       int,
    batas_tiu       int,
    batas_twk       int,
    alasan          jsonb not null
);
create index hasil_formasi_by_kelompok on penilaian.hasil_formasi (kelompok);
create table penilaian.hasil_skd (
    peserta              text    primary key,
    formasi              text    not null,
    kelompok             text    not null,
    hasil                text    not null,
    urutan               int,
    memenuhi_ambang_umum boolean not null,
    alasan               jsonb   not null
);
create index hasil_skd_called on penilaian.hasil_skd (kelompok) where hasil = 'LULUS';
create table penilaian.hasil_akhir (
    peserta            text    primary key,
    formasi            text    not null,
    kelompok           text    not null,
    status_skb         text    not null,
    skd_100            int     not null,
    skor_skd           int,
    skor_skb           int,
    nilai_akhir        int,
    peringkat          int,
    peringkat_kelompok int,
    seri               boolean not null,
    alasan             jsonb   not null,
    versi              int     not null
);
create index hasil_akhir_by_kelompok on penilaian.hasil_akhir (kelompok);
