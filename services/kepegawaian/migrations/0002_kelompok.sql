-- Cases of people who moved to another kelompok kept the old one. The topic knows better: it is read anew from its beginning, and the newest
-- decision of everybody who had more than one is applied again. Decisions that are known are changed by nothing else in it.
update kepegawaian.keputusan set versi = versi - 1 where versi > 1;
delete from messaging.consumer_offset where grp ~ '(^|[.])kepegawaian[.]placement-decided$';
