-- A score as its learner sees it: exact if it passed, else in tenths of the whole, rounded down. An exact one of what failed would
-- say whether a change helped, so that numbers could be found by asking often enough.
create or replace function progress.shown_score(p_score numeric, p_passed boolean) returns numeric
language sql immutable parallel safe
return case when p_passed then p_score else trunc(p_score, -1) end;
grant execute on function progress.shown_score(numeric, boolean) to reader, scheduler, read_only, definer;
