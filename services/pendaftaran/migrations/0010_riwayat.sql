-- What an applicant for PPPK states besides: work, registration, claims to added points. Nobody of before stated any.
alter table pribadi.orang add column riwayat bytea;
alter table pribadi.orang drop constraint lengkap_atau_dihapus;
alter table pribadi.orang add constraint lengkap_atau_dihapus check (
    (dihapus_pada is null and num_nulls(nik, nama, tanggal_lahir, jenis_kelamin) = 0)
    or (dihapus_pada is not null and num_nonnulls(nik, nama, tanggal_lahir, jenis_kelamin, surel, riwayat) = 0)
);

-- The claims that the document check granted: they belong to the outcome and stay with it.
alter table pendaftaran.putusan add column afirmasi text[] not null default '{}';
alter table pendaftaran.putusan alter column afirmasi drop default;
