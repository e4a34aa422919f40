-- One relay leads the whole outbox.
alter table messaging.outbox drop column shard;

-- Headers as two arrays that a person can read, in place of JSON of base64.
create function messaging.header_names(packed bytea) returns text[] language sql as $$
    select coalesce(array_agg(replace(h ->> 0, E'\uFFFE', '\x00') order by n), '{}')
    -- JSON writes a NUL, which no text can hold, as an escape.
    from json_array_elements(replace(convert_from(packed, 'UTF8'), '\u0000', E'\uFFFE')::json) with ordinality as each (h, n)
$$;
create function messaging.header_values(packed bytea) returns bytea[] language sql as $$
    select coalesce(array_agg(decode(h ->> 1, 'base64') order by n), '{}')
    from json_array_elements(replace(convert_from(packed, 'UTF8'), '\u0000', E'\uFFFE')::json) with ordinality as each (h, n)
$$;
do $$
declare kept text;
begin
    foreach kept in array array['early', 'quarantine', 'parked'] loop
        execute format('alter table messaging.%I add column header_names text[], add column header_values bytea[]', kept);
        execute format(
            'update messaging.%I set header_names = messaging.header_names(headers), header_values = messaging.header_values(headers)', kept
        );
        execute format(
            'alter table messaging.%I alter column header_names set not null, alter column header_values set not null, drop column headers', kept
        );
    end loop;
end $$;
drop function messaging.header_names(bytea);
drop function messaging.header_values(bytea);
