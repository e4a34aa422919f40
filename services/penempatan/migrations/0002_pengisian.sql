-- Filling between formations: what it asks of posts and people, and what asking people beforehand would change.
alter table penempatan.formasi
    add column kualifikasi jsonb not null default '[]',
    add column grup        text;

-- Absent: would go anywhere, as the decree assumes of everybody.
alter table penempatan.peringkat add column kesediaan jsonb;

-- A later replacement goes by what the decision was taken on, so all of it is kept with the decision.
alter table penempatan.keputusan
    add column peringkat_kelompok   int,
    add column seri                 boolean,
    add column jenis_kebutuhan      text,
    add column kualifikasi          text,
    add column memenuhi_ambang_umum boolean,
    add column kesediaan            jsonb;
update penempatan.keputusan k
set peringkat_kelompok = p.peringkat_kelompok, seri = p.seri, jenis_kebutuhan = p.jenis_kebutuhan, kualifikasi = p.kualifikasi,
    memenuhi_ambang_umum = p.memenuhi_ambang_umum
from penempatan.peringkat p
where p.peserta = k.peserta;
alter table penempatan.keputusan
    alter column seri set not null,
    alter column jenis_kebutuhan set not null,
    alter column kualifikasi set not null,
    alter column memenuhi_ambang_umum set not null;

-- The posts as they were when the kelompok was placed: a later version of a post changes no replacement.
create table penempatan.formasi_dasar (
    formasi         text collate "C" primary key,
    kelompok        text collate "C" not null,
    kuota           int    not null check (kuota >= 1),
    jenis_kebutuhan text   not null,
    unit            text   not null,
    kualifikasi     jsonb  not null,
    grup            text
);
create index formasi_dasar_per_kelompok on penempatan.formasi_dasar (kelompok);
insert into penempatan.formasi_dasar (formasi, kelompok, kuota, jenis_kebutuhan, unit, kualifikasi, grup)
select f.formasi, f.kelompok, f.kuota, f.jenis_kebutuhan, f.unit, f.kualifikasi, f.grup
from penempatan.formasi f join penempatan.kelompok k using (kelompok)
where k.status = 'DITEMPATKAN';

-- mode: in which mode the kelompok was placed; pengaruh: what the other mode would change.
alter table penempatan.kelompok
    add column mode     text check (mode in ('SESUAI_KEPUTUSAN', 'DENGAN_PERSETUJUAN')),
    add column pengaruh jsonb;
update penempatan.kelompok set mode = 'SESUAI_KEPUTUSAN' where status = 'DITEMPATKAN';
alter table penempatan.kelompok add check ((status = 'DITEMPATKAN') = (mode is not null));
