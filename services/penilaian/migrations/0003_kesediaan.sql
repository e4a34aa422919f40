-- Where a participant stated to be willing to go, as received; absent: anywhere. Handed on with the final score, of no weight in any rank.
alter table penilaian.pelamar add column kesediaan jsonb;
