-- Corrections of placed kelompok: every seal, who left in which order, who has a NIP, what waits to be signed, every version.

-- Every closing received. The seal of version n names the digest of version n - 1.
create table penempatan.segel (
    kelompok          text collate "C" not null,
    versi             int  not null check (versi >= 1),
    jumlah            int  not null,
    jumlah_formasi    int  not null,
    jumlah_kursi      int  not null,
    sha256            text not null,
    sha256_sebelumnya text,
    aturan            text not null,
    aturan_versi      int  not null,
    primary key (kelompok, versi)
);
insert into penempatan.segel (kelompok, versi, jumlah, jumlah_formasi, jumlah_kursi, sha256, aturan, aturan_versi)
select kelompok, versi, jumlah, jumlah_formasi, jumlah_kursi, sha256, aturan, aturan_versi from penempatan.kelompok;

-- A correction took the person out of the ranking.
alter table penempatan.keputusan
    add column di_luar_peringkat boolean not null default false,
    add check (not di_luar_peringkat or hasil = 'TIDAK_LULUS');
-- Who lost the seat by a correction and then left has left all the same.
alter table penempatan.keputusan drop constraint keputusan_check3;

-- Everybody who left, in the order in which it was applied: a correction lets them leave again in that order.
create table penempatan.pengunduran (
    urutan        bigint generated always as identity primary key,
    kelompok      text collate "C" not null,
    peserta       text collate "C" not null unique,
    kursi         text collate "C" not null,
    jenis         text    not null,
    langkah       text    not null,
    dapat_diganti boolean not null
);
create index pengunduran_per_kelompok on penempatan.pengunduran (kelompok, urutan);
-- Whoever left before this table was there: own winners before those who replaced them. How they left stands only with seats carried over.
insert into penempatan.pengunduran (kelompok, peserta, kursi, jenis, langkah, dapat_diganti)
select k.kelompok, k.peserta, k.kursi, coalesce(b.alasan #>> '{angka,jenis}', '-'), coalesce(b.alasan #>> '{angka,langkah}', '-'),
       b.kursi is null
from penempatan.keputusan k left join penempatan.kursi b on b.kursi = k.kursi and b.pendahulu = k.peserta and b.status = 'DIBAWA'
where k.mundur order by k.kelompok, k.tahap, k.peringkat_kelompok, k.peserta;

-- Numbers issued and cancelled come on two topics in any order; the higher version says which holds. The number itself is not here.
create table penempatan.nip (
    peserta text collate "C" primary key,
    terbit  int not null default 0 check (terbit >= 0),
    batal   int not null default 0 check (batal >= 0)
);

-- A placed kelompok whose ranking was corrected, until the new version is in force. Written under the lock of the kelompok.
create table penempatan.koreksi (
    kelompok        text collate "C" primary key,
    versi           int         not null check (versi >= 1),
    status          text        not null default 'ANTRE' check (status in ('ANTRE', 'TERTAHAN', 'MENUNGGU')),
    sebab           text,
    rincian         text,
    sejak           timestamptz not null default now(),
    percobaan       int         not null default 0,
    coba_pada       timestamptz not null default now(),
    selisih         jsonb,
    alasan          text,
    sumber          text,
    diusulkan_oleh  text,
    diusulkan_pada  timestamptz,
    check ((status = 'TERTAHAN') = (sebab is not null)),
    check (status <> 'MENUNGGU' or selisih is not null),
    check ((diusulkan_oleh is null) = (alasan is null)),
    check ((diusulkan_oleh is null) = (sumber is null)),
    check ((diusulkan_oleh is null) = (diusulkan_pada is null))
);
create index koreksi_antre on penempatan.koreksi (coba_pada, kelompok) where status <> 'MENUNGGU';
insert into penempatan.koreksi (kelompok, versi) select kelompok, versi from penempatan.kelompok where versi > versi_ditempatkan;

-- Versions that are or were in force in kelompok that were corrected. isi: decisions and seats as they stood when the next version came;
-- the one in force is read from the tables. selisih: from the second on.
create table penempatan.versi_kelompok (
    kelompok         text collate "C" not null,
    versi            int         not null check (versi >= 1),
    versi_sebelumnya int,
    isi              jsonb,
    selisih          jsonb,
    alasan           text,
    sumber           text,
    diusulkan_oleh   text,
    dirilis_oleh     text,
    berlaku_pada     timestamptz not null default now(),
    primary key (kelompok, versi),
    check ((versi_sebelumnya is null) = (selisih is null)),
    check ((diusulkan_oleh is null) = (dirilis_oleh is null)),
    check (diusulkan_oleh <> dirilis_oleh)
);
