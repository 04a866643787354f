-- Who may read and write the tables of the kernel and of operations. The procedures are in schemas/platform/access.

-- Append-only: definer's functions write it and show it to administrators; beside them only jobs read it, since it says what was
-- done to whom.
call platform.reset_access('platform.audit_log');
call platform.admit_definer_alone('platform.audit_log');
create policy jobs_read on platform.audit_log for select to scheduler using (true);
grant select on platform.audit_log to scheduler;
grant select, insert on platform.audit_log to definer;
call identity.declare_personal_data(
    'platform.audit_log', 'actor_id', 'keep', p_left_out => 'the record of who did what, kept for the operators alone'
);

-- Jobs keep their place through definer's functions.
call platform.secure_reference('platform.job_cursors', '{select, insert, update}', '{scheduler, read_only}');
call platform.secure_reference('platform.partition_archives', '{select, insert, update}', '{scheduler, read_only}');

-- Definer's functions write events and erasure takes the learner from them; the publisher drains the table.
call platform.reset_access('platform.outbox');
call platform.admit_definer_alone('platform.outbox');
create policy publisher on platform.outbox for all to scheduler using (true) with check (true);
create policy state_read on platform.outbox for select to read_only using (true);
grant select, update, delete on platform.outbox to scheduler;
grant select (id, topic, created_at, published_at, attempts, last_error, failed_at) on platform.outbox to read_only;
grant select, insert, update on platform.outbox to definer;
call identity.declare_personal_data(
    'platform.outbox', 'user_id', 'anonymize',
    p_left_out => 'messages between parts of the platform, about what the other tables hold'
);

-- A learner's own keys, which the kernel writes in the request's transaction; a job purges old ones, erasure all of them.
call platform.reset_access('platform.idempotency_keys');
call platform.admit_definer_alone('platform.idempotency_keys');
create policy own_keys on platform.idempotency_keys for all to application
using (user_id = (select identity.current_user_id()))
with check (user_id = (select identity.current_user_id()));
create policy purge on platform.idempotency_keys for all to scheduler using (true);
grant select, insert, update on platform.idempotency_keys to application;
grant select, delete on platform.idempotency_keys to scheduler;
grant select, delete on platform.idempotency_keys to definer;
call identity.declare_personal_data('platform.idempotency_keys', 'user_id', 'delete');

-- Only definer's functions touch it; a job purges the rows of learners who made no request for long, erasure those of who leaves.
call platform.reset_access('platform.rate_limits');
call platform.admit_definer_alone('platform.rate_limits');
create policy purge on platform.rate_limits for all to scheduler using (true);
grant select, delete on platform.rate_limits to scheduler;
grant select, insert, update, delete on platform.rate_limits to definer;
call identity.declare_personal_data(
    'platform.rate_limits', 'user_id', 'delete', p_left_out => 'calls of the last minutes'
);

-- Functions of definer make and change tasks; a learner reads their own, a job deletes finished ones, erasure all of theirs.
call platform.secure_own_rows('platform.tasks');
create policy purge on platform.tasks for delete to scheduler using (finished_at is not null);
grant delete on platform.tasks to scheduler;
call identity.declare_personal_data('platform.tasks', 'user_id', 'delete');
