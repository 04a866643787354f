drop table platform.audit_log, platform.rate_limits, platform.idempotency_keys, platform.outbox cascade;
