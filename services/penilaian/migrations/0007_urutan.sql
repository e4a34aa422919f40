-- Birth date, GPA and diploma mean become places, smaller for the older and the better, as those of records of before are read. Both columns
-- change their type, which writes the table anew: the file that held the dates goes with the transaction.
alter table penilaian.pelamar
    alter column tanggal_lahir type int using tanggal_lahir - date '0001-01-01' + 1,
    alter column ipk type int using 10001 - ipk;
alter table penilaian.pelamar rename column tanggal_lahir to urutan_usia;
alter table penilaian.pelamar rename column ipk to urutan_ijazah;
alter table penilaian.pelamar
    add check (urutan_usia >= 1),
    add check (urutan_ijazah >= 1),
    add check ((peserta is null) = (urutan_ijazah is null));
