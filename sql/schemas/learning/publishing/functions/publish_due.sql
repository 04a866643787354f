-- Publishes what is scheduled and due, at most p_limit, and ends checks that nobody works on any more. What another grader checked is
-- checked again first; what is refused fails with its reason. Returns how many went live, failed, and wait for a check.
create or replace function learning.publish_due(
    p_grader_version integer, p_limit integer, p_at timestamptz default now(), out live integer, out failed integer, out waiting integer
)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_due content.publications;
    v_item content.items;
    v_kind text;
    v_detail text;
    v_state text;
begin
    live := 0;
    failed := 0;
    waiting := 0;
    for v_due in
        select p.* from content.publications as p
        where p.state = 'scheduled' and p.scheduled_at <= p_at
        order by p.scheduled_at
        limit p_limit
    loop
        -- the item first, as whoever publishes does; who holds it is let by, and the next run comes in a minute
        select i.* into v_item from content.items as i where i.id = v_due.item_id for no key update skip locked;
        continue when v_item.id is null;
        select p.* into v_due from content.publications as p where p.id = v_due.id and p.state = 'scheduled' for update;
        continue when v_due.id is null;
        begin
            perform learning.item_to_publish(v_item.organization_id, v_item.kind, v_item.slug);
            perform learning.go_live(v_item, v_due, p_grader_version, p_at);
            live := live + 1;
            continue;
        exception when others then
            if sqlstate not like 'PF4%' then
                raise;
            end if;
            get stacked diagnostics v_kind = constraint_name, v_detail = message_text;
        end;
        if v_kind = 'unchecked' and v_due.revision is not null then
            perform content.begin_check(v_item, v_due.revision, p_grader_version, v_due.requested_by, p_at);
            waiting := waiting + 1;
        else
            update content.publications as p set
                state = 'failed', problem = jsonb_build_object('kind', v_kind, 'detail', v_detail), finished_at = p_at
            where p.id = v_due.id;
            failed := failed + 1;
        end if;
    end loop;
    update content.checks as c set
        state = 'failed', finished_at = p_at,
        report = jsonb_build_object(
            'problems', jsonb_build_array(jsonb_build_object('place', '', 'message', 'The check was not completed: ask for it again.')),
            'warnings', '[]'::jsonb, 'solutions', null
        )
    where
        c.state = 'running' and c.requested_at < p_at - interval '2 minutes'
        and not exists (
            select from platform.tasks as t
            where
                t.dedup_key = content.check_key(c.item_id, c.revision, c.requested_at)
                and t.state in ('queued', 'running')
        );
end
$$;
alter function learning.publish_due(integer, integer, timestamptz) owner to definer;
grant execute on function learning.publish_due(integer, integer, timestamptz) to scheduler;
