-- Ties that Panselnas has put in order by a signed decision: proposed and released like every correction of a closed kelompok.

-- Lists of participants, each the best first, each one whole tie.
alter table penilaian.koreksi add column urutan_seri jsonb not null default '[]';

-- The signed place of a participant among equals, by the correction that last gave one; its document is the `sumber` of that correction.
create table penilaian.urutan_seri (
    peserta text   primary key,
    koreksi bigint not null references penilaian.koreksi (id),
    daftar  int    not null check (daftar >= 1),
    urutan  int    not null check (urutan >= 1),
    unique (koreksi, daftar, urutan)
);
