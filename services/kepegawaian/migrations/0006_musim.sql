-- Several seasons: which of them each case belongs to.
create table kepegawaian.musim (
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

-- Absent: of the season that takes what names none.
alter table kepegawaian.kasus add column musim text collate "C";
