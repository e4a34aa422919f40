-- Numbers in clear are gone. SQL cannot seal them, it has no keys: a tool moves them, and this file waits for it.
lock table pribadi.nip_terang, pribadi.nip_urut_terang;
do $$ begin
    if exists (select from pribadi.nip_terang) or exists (select from pribadi.nip_urut_terang) then
        raise exception 'pribadi.nip_terang holds numbers in clear: run python -m services.kepegawaian.alat.pindahkan, then migrate again'
            using errcode = 'CA001';
    end if;
end $$;
drop table pribadi.nip_terang;
drop table pribadi.nip_urut_terang;
