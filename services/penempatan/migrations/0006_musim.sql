-- Several seasons: to which of them posts and kelompok belong. How seats are filled is said by the season, no more by each process.
create table penempatan.musim (
    musim           text collate "C" primary key,
    jenis_pengadaan text    not null,
    gelombang       int     not null,
    tahun           int     not null,
    aturan          text    not null,
    aturan_versi    int     not null,
    mode_pengisian  text    not null check (mode_pengisian in ('SESUAI_KEPUTUSAN', 'DENGAN_PERSETUJUAN')),
    keadaan         text    not null,
    tanpa_musim     boolean not null,
    versi           int     not null
);

-- Absent: of the season that takes what names none, which may become known later than the post.
alter table penempatan.formasi add column musim text collate "C";

-- musim and mode stand from the release on, and are changed by nothing that is announced later. What was placed before this file has a mode.
alter table penempatan.kelompok
    add column musim text collate "C",
    drop constraint kelompok_check3,
    add constraint kelompok_ditempatkan_dengan_mode check (status <> 'DITEMPATKAN' or mode is not null);

-- The season of each kelompok; none while its posts are not here, or while it is not known which season takes what names none.
create view penempatan.musim_kelompok as
select k.kelompok,
       coalesce(k.musim, case when k.status = 'DITEMPATKAN' then t.musim else (
           select coalesce(min(f.musim), t.musim) from penempatan.formasi f where f.kelompok = k.kelompok having count(*) > 0) end) as musim
from penempatan.kelompok k
left join (select min(musim) as musim from penempatan.musim where tanpa_musim) t on true;

-- One proposal for each season; '' is the season that takes what names none, until it is known which one that is.
alter table penempatan.usul_rilis
    drop constraint usul_rilis_pkey,
    drop column satu,
    add column musim text collate "C" not null default '',
    add column mode  text,
    add primary key (musim);
alter table penempatan.usul_rilis alter column musim drop default;
