-- A case stays under the version of the rule set that its decision names. Until now there was one version of each.
alter table kepegawaian.kasus add column aturan_versi int not null default 1 check (aturan_versi >= 1);
alter table kepegawaian.kasus alter column aturan_versi drop default;
