-- Notifies learners of events as they are written, in the same transaction.
create or replace trigger notify
after insert on platform.outbox
referencing new table as inserted
for each statement execute function social.notify();
