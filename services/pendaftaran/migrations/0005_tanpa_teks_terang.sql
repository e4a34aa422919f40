-- People in clear are gone. SQL cannot seal them, it has no keys: a tool moves them, and this file waits for it.
lock table pribadi.pelamar;
do $$ begin
    if exists (select from pribadi.pelamar) then
        raise exception 'pribadi.pelamar holds people in clear: run python -m services.pendaftaran.alat.pindahkan, then migrate again'
            using errcode = 'CA001';
    end if;
end $$;
drop table pribadi.pelamar;
