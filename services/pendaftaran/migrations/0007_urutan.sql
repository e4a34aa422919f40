-- Events say places by age and by GPA instead of birth date and GPA (decision 24). One agency must be said in one way.
lock table pendaftaran.pemeriksaan;
do $$ begin
    if exists (select from pendaftaran.pemeriksaan where tahap = 'SIARKAN' and kursor > '') then
        raise exception 'outcomes of an agency are half published: finish the document check with the version before, then migrate again';
    end if;
end $$;

-- The places of everybody who applied, among all of the kelompok: the oldest, and the best of a scale, is 1.
create table pendaftaran.urutan (
    lamaran text collate "C" primary key,
    usia    int not null check (usia >= 1),
    ijazah  int not null check (ijazah >= 1)
);

alter table pendaftaran.pemeriksaan
    drop constraint pemeriksaan_tahap_check,
    add constraint pemeriksaan_tahap_check check (tahap in ('PERIKSA', 'NOMORI', 'URUTKAN', 'SIARKAN', 'SELESAI'));
update pendaftaran.pemeriksaan set tahap = 'URUTKAN' where tahap = 'SIARKAN';
