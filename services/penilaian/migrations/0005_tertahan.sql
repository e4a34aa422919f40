-- A kelompok whose result breaks a property, or cannot be computed, is held back: why, since when, and when it is looked at again.
-- A kelompok that was never held back, or is done, has the values below, so that nothing of the waiting stays in a result.
alter table penilaian.penutupan_skd
    add column sebab          text,
    add column rincian        text,
    add column tertahan_sejak timestamptz,
    add column percobaan      int         not null default 0,
    add column coba_pada      timestamptz not null default '-infinity';
alter table penilaian.penutupan_peringkat
    add column sebab          text,
    add column rincian        text,
    add column tertahan_sejak timestamptz,
    add column percobaan      int         not null default 0,
    add column coba_pada      timestamptz not null default '-infinity';
