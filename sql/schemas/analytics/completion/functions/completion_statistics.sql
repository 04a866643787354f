-- For administrators: how many began and completed each track and challenge, and how hard they found it.
create or replace function analytics.completion_statistics()
returns table (
    kind text, slug text, title text, started bigint, completed bigint, enrolled bigint, average_percentage numeric,
    average_attempts numeric, average_best_score numeric, average_minutes numeric
)
language plpgsql stable security definer
set search_path = ''
as $$
begin
    perform identity.require(null, 'analytics.aggregate');

    return query
    select
        'track', t.slug, t.title, t.started, t.completed, t.enrolled, t.average_percentage,
        null::numeric, null::numeric, null::numeric
    from progress.track_completion_summary as t
    union all
    select
        'challenge', c.ref, c.title, count(p.user_id), count(p.user_id) filter (where p.status = 'completed'), null, null,
        round(avg(p.total_attempts), 2), round(avg(p.best_score), 2), round(avg(p.total_time_spent_minutes), 2)
    from curriculum.challenges as c
    left join progress.user_challenge_progress as p on p.challenge_id = c.id and p.start_date is not null
    where c.is_active and c.deleted_at is null -- not published any more too: learners began it while it was
    group by c.id
    order by 1 desc, 2;
end
$$;
alter function analytics.completion_statistics() owner to definer;
grant execute on function analytics.completion_statistics() to reader;
