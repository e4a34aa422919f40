-- Several seasons: which of them posts, files, announced parts and stages belong to, and the rule set under which each kelompok is decided.

create table penilaian.musim (
    musim           text collate "C" primary key,
    jenis_pengadaan text    not null,
    gelombang       int     not null,
    tahun           int     not null,
    aturan          text    not null,
    aturan_versi    int     not null,
    mode_pengisian  text    not null,
    keadaan         text    not null,
    tanpa_musim     boolean not null,
    versi           int     not null
);

-- '' is the season that takes what names none, until it is known which one that is; then it gets its code everywhere.
alter table penilaian.formasi
    add column musim  text collate "C" not null default '',
    add column aturan text;
alter table penilaian.formasi alter column musim drop default;
alter table penilaian.bagian_skb
    add column musim text collate "C" not null default '',
    drop constraint bagian_skb_pkey,
    add primary key (musim, cakupan, kunci);
alter table penilaian.bagian_skb alter column musim drop default;
alter table penilaian.berkas
    add column musim text collate "C" not null default '',
    drop constraint berkas_pkey,
    add primary key (musim, jenis, nama, versi);
alter table penilaian.berkas alter column musim drop default;
alter table penilaian.baris_berkas add column musim text collate "C" not null default '';
alter table penilaian.baris_berkas alter column musim drop default;

alter table penilaian.penutupan drop constraint penutupan_tahap_fkey;
alter table penilaian.tahap
    add column musim text collate "C" not null default '',
    drop constraint tahap_pkey,
    add primary key (musim, tahap);
alter table penilaian.tahap alter column musim drop default;
-- The stages of a season are there with its first word; where nothing came yet, there are none.
delete from penilaian.tahap
where not exists (select from penilaian.formasi)
    and not exists (select from penilaian.tahap where pernyataan is not null or usul is not null);

-- Nothing could be closed under any other version than the first: every rule set had one. Its name comes with the season.
alter table penilaian.penutupan
    add column musim        text collate "C" not null default '',
    add column aturan       text             not null default '',
    add column aturan_versi int              not null default 1,
    add foreign key (musim, tahap) references penilaian.tahap (musim, tahap) on update cascade;
alter table penilaian.penutupan
    alter column musim drop default,
    alter column aturan drop default,
    alter column aturan_versi drop default;
