-- Looks at people are acts like all others: what was noted of them moves into the record of acts, and the service's own list goes.
with baru as (
    insert into jejak.catatan (waktu, subjek, jenis, sebagai, tindakan, objek, peserta, permintaan, hasil)
    select waktu, kunci,
        case when kunci like 'peserta:%' then 'PELAMAR' else 'PETUGAS' end,
        case when kunci like 'peserta:%' then 'PELAMAR' else 'PETUGAS' end,
        case when tujuan = 'daftar peserta' then 'peserta.daftar' else 'peserta.data_pribadi' end,
        coalesce('peserta=' || peserta, ''), peserta,
        case when permintaan ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then permintaan::uuid else md5(permintaan)::uuid end,
        'DILIHAT'
    from pribadi.akses order by id
    returning id
)
insert into jejak.antrean (catatan) select id from baru;
drop table pribadi.akses;
