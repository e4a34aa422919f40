-- The references of a person are words of theirs as well: they stand beside these, and go with them.
alter table penilaian.sanggah_uraian add column dokumen jsonb not null default '[]';
update penilaian.sanggah_uraian as u set dokumen = s.dokumen from penilaian.sanggah as s where (s.peserta, s.tahap) = (u.peserta, u.tahap);
alter table penilaian.sanggah_uraian alter column dokumen drop default;
alter table penilaian.sanggah drop column dokumen;
