-- The calendar of each season as registration announced it last.
create table kepegawaian.jadwal (
    musim text  collate "C" primary key,
    versi int   not null,
    isi   jsonb not null
);
