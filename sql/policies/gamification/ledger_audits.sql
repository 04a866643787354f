-- Nothing of learners; the audit keeps its place here.
grant select, insert, update on gamification.ledger_audits to scheduler;
grant select on gamification.ledger_audits to read_only;
