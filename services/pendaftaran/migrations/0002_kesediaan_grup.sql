-- Where an applicant would go besides the post applied for; absent: anywhere, as the decree assumes of everybody. Units in capitals.
alter table pendaftaran.lamaran
    add column kesediaan         text check (kesediaan in ('SEMUA', 'TIDAK', 'PILIHAN')),
    add column kesediaan_unit    text[] not null default '{}',
    add column kesediaan_formasi text[] not null default '{}',
    add check ((kesediaan is not distinct from 'PILIHAN') = (cardinality(kesediaan_unit) + cardinality(kesediaan_formasi) > 0));

-- Group of units inside which a central agency fills its vacancies (PermenPANRB 27/2021, item 4 of filling).
alter table pendaftaran.formasi add column grup text;

-- A statement names posts of one kelompok: those are looked up at every application that names any.
create index formasi_per_kelompok on pendaftaran.formasi (kode_instansi, kode_jabatan) where versi > 0;
