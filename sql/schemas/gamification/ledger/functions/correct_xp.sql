-- Corrects a learner's XP by an administrator: a ledger row of its own, once for each reference. Nothing is paid and nothing
-- logged when the reference was used before. Refusals: 403 forbidden to who is no administrator, 409 xp-below-zero,
-- 409 reference-used.
create or replace function gamification.correct_xp(
    p_user_id uuid, p_amount integer, p_reason text, p_reference text, p_at timestamptz default now()
) returns table (paid integer, total_xp bigint, current_level integer)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_actor uuid := identity.current_user_id();
    v_total bigint;
begin
    perform identity.require(null, 'grades.override');

    -- holds off other awards, so that the total cannot fall between the look and the payment
    select s.total_xp into v_total from gamification.user_stats as s where s.user_id = p_user_id for no key update;
    if v_total + p_amount < 0 and not exists (
        select from gamification.xp_awards as a
        where a.user_id = p_user_id and a.source_type = 'correction' and a.source_id = p_reference
    ) then
        raise exception using
            errcode = 'PF409', constraint = 'xp-below-zero', message = 'The learner has less XP than this takes away.';
    end if;

    if exists (
        select from gamification.xp_awards as a
        inner join gamification.xp_transactions as x
            on x.user_id = a.user_id and x.source_type = a.source_type and x.source_id = a.source_id and x.created_at = a.created_at
        where a.user_id = p_user_id and a.source_type = 'correction' and a.source_id = p_reference and x.amount <> p_amount
    ) then
        raise exception using
            errcode = 'PF409', constraint = 'reference-used',
            message = 'This reference corrected another amount: send a new one for another correction.';
    end if;

    paid := gamification.award_xp(p_user_id, array[('correction', p_reference, p_amount, p_reason)::gamification.award], p_at);
    if paid <> 0 then
        insert into platform.audit_log (actor_id, action, subject_type, subject_id, detail, created_at)
        values (
            v_actor, 'xp.corrected', 'user', p_user_id::text,
            jsonb_build_object('amount', p_amount, 'reason', p_reason, 'reference', p_reference), p_at
        );
    end if;
    return query select paid, s.total_xp, s.current_level from gamification.user_stats as s where s.user_id = p_user_id;
end
$$;
alter function gamification.correct_xp(uuid, integer, text, text, timestamptz) owner to definer;
grant execute on function gamification.correct_xp(uuid, integer, text, text, timestamptz) to staff;
