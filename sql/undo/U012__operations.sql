alter table identity.users drop column erased_at cascade;
drop table gamification.ledger_audits, progress.attempts_archived, gamification.xp_archived, platform.partition_archives cascade;
alter table platform.outbox drop column failed_at cascade, drop column last_error, drop column attempts;
