-- State is state: a held seat, the seat that a correction took, and the seal stand where they are decided by, each once.

-- A seat that is open and held for a tie was told from other open ones by the code of its reason.
alter table penempatan.kursi drop constraint kursi_status_check;
update penempatan.kursi set status = 'DITAHAN' where status = 'KOSONG' and alasan ->> 'kode' in ('SERI_TANPA_URUTAN', 'SERI_PADA_PENGISIAN');
alter table penempatan.kursi add constraint kursi_status_check check (status in ('TERISI', 'KOSONG', 'DITAHAN', 'DIBAWA'));

-- So was somebody who lost or changed a seat by a correction.
alter table penempatan.keputusan add column beralih_dari text collate "C";
update penempatan.keputusan set beralih_dari = alasan #>> '{0,angka,kursi}' where alasan #>> '{0,kode}' = 'KURSI_BERALIH_OLEH_KOREKSI';

-- The seal stands in penempatan.segel, version by version; its copy held the newest one, also while an older one was in force.
alter table penempatan.kelompok
    drop column jumlah,
    drop column jumlah_formasi,
    drop column jumlah_kursi,
    drop column sha256,
    drop column aturan,
    drop column aturan_versi,
    add foreign key (kelompok, versi) references penempatan.segel (kelompok, versi);
