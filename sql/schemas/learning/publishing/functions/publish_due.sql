-- Publishes the one publication that has been due the longest, of those that were not tried before in this run, and returns its id, null
-- if there is none. What another grader checked is checked again first, and an item that somebody else holds waits for the next run; what
-- is refused, or whose requester may no longer publish, fails with its reason. A refusal gives the item's lock back, so that the
-- publication may have been cancelled when it is noted.
create or replace function learning.publish_due(
    p_grader_version integer, p_tried uuid [], p_at timestamptz default now(), out id uuid, out outcome text
)
language plpgsql volatile security definer
set search_path = ''
set lock_timeout = '2s'
as $$
declare
    v_due content.publications;
    v_item content.items;
    v_row jsonb;
    v_kind text;
    v_detail text;
begin
    select p.* into v_due from content.publications as p
    where p.state = 'scheduled' and p.scheduled_at <= p_at and p.id <> all(p_tried)
    order by p.scheduled_at
    limit 1;
    id := v_due.id;
    if id is null then
        return;
    end if;
    begin
        select i.* into strict v_item from content.items as i where i.id = v_due.item_id;
        v_item := learning.item_to_publish(v_item.organization_id, v_item.kind, v_item.slug);
        -- whoever held the item may have cancelled it
        if not exists (select from content.publications as p where p.id = v_due.id and p.state = 'scheduled') then
            outcome := 'cancelled';
            return;
        elsif not learning.may_still_publish(v_due.organization_id, v_due.requested_by, v_due.is_operators) then
            v_kind := 'forbidden';
            v_detail := 'Who asked for it may not publish in the organization any more.';
        else
            v_row := learning.version_to_publish(v_item, v_due, p_grader_version);
            perform learning.go_live(array[v_due], jsonb_build_array(v_row), p_at);
            outcome := 'live';
            return;
        end if;
    exception
        when lock_not_available then
            outcome := 'waiting';
            return;
        when serialization_failure or deadlock_detected or query_canceled then
            raise;
        when others then
            get stacked diagnostics v_kind = constraint_name, v_detail = message_text;
            if sqlstate not like 'PF4%' then
                raise warning 'publication % failed: %', v_due.id, sqlstate;
                v_kind := 'unexpected';
                v_detail := 'Something went wrong on our side: publish it again.';
            end if;
    end;
    if v_kind = 'unchecked' and v_due.revision is not null then
        perform content.begin_check(v_item, v_due.revision, p_grader_version, v_due.requested_by, p_at);
        outcome := 'waiting';
        return;
    end if;
    outcome := 'failed';
    update content.publications as p set
        state = 'failed', problem = jsonb_build_object('kind', v_kind, 'detail', v_detail), finished_at = p_at
    where p.id = v_due.id and p.state = 'scheduled';
    if not found then
        outcome := 'cancelled';
        return;
    end if;
    insert into platform.audit_log (actor_id, action, subject_type, subject_id, organization_id, detail, created_at)
    values (
        v_due.requested_by, 'publication.failed', 'item', v_due.item_id::text, v_due.organization_id,
        jsonb_build_object('publication', v_due.id, 'kind', v_kind), p_at
    );
end
$$;
alter function learning.publish_due(integer, uuid [], timestamptz) owner to definer;
grant execute on function learning.publish_due(integer, uuid [], timestamptz) to scheduler;
