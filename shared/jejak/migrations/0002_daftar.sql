-- Looks at whole lists: each concerns everybody in it, and everybody asks for them.
create index catatan_lihat_daftar on jejak.catatan (id) where hasil = 'DILIHAT' and peserta is null;
