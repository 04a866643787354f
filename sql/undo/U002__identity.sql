drop table platform.tasks, platform.idempotency_keys, platform.outbox cascade;
drop schema identity cascade;
