-- PPPK: the points of the competency test, what its files said, and the ranks that come of them. Points are whole numbers.

-- Points as heard on the bus, whether or not the participant is known yet.
create table penilaian.nilai_kompetensi (
    peserta                  text primary key,
    kehadiran                text not null,
    teknis                   int,
    manajerial_sosiokultural int,
    wawancara                int,
    sumber                   text not null,
    versi                    int  not null,
    check (num_nonnulls(teknis, manajerial_sosiokultural, wawancara) = case kehadiran when 'HADIR' then 3 else 0 end)
);
alter table penilaian.baris_berkas
    add column teknis                   int,
    add column manajerial_sosiokultural int,
    add column wawancara                int;

-- Why points are added to the technical part, as verified: words parted by +.
alter table penilaian.pelamar add column afirmasi text not null default '';

create table penilaian.hasil_kompetensi (
    peserta                  text    primary key,
    formasi                  text    not null,
    kelompok                 text    not null,
    kehadiran                text    not null,
    teknis                   int,
    manajerial_sosiokultural int,
    wawancara                int,
    total                    int,
    memenuhi_ambang          boolean,
    peringkat                int,
    peringkat_kelompok       int,
    seri                     boolean not null,
    alasan                   jsonb   not null,
    versi                    int     not null
);
create index hasil_kompetensi_by_kelompok on penilaian.hasil_kompetensi (kelompok);

-- The ranking of PPPK is one stage: no list comes before it.
alter table penilaian.tahap drop constraint tahap_tahap_check, add check (tahap in ('SKD', 'PERINGKAT', 'KOMPETENSI'));
insert into penilaian.tahap (tahap) values ('KOMPETENSI');
