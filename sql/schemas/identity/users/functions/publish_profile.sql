-- Keeps public_profiles to what the learner lets others see. Level and streak come from a trigger of gamification. A pseudonym is
-- drawn when the learner chooses one and stays until they choose otherwise: it says nothing of the username or the id. So is the
-- profile's key, which would otherwise name behind a pseudonym whoever was seen under the name before.
create or replace function identity.publish_profile() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
    if new.visibility = 'hidden' then
        delete from identity.public_profiles where user_id = new.id;
        return null;
    end if;

    insert into identity.public_profiles (user_id, shown_name, avatar_url, last_active_at)
    values (
        new.id,
        case new.visibility
            when 'public' then coalesce(new.display_name, new.username)
            else 'Learner ' || upper(left(gen_random_uuid()::text, 8))
        end,
        case new.visibility when 'public' then new.avatar_url end,
        new.last_active_at
    )
    on conflict (user_id) do update set
        profile_key = case
            when new.visibility = old.visibility then public_profiles.profile_key
            else excluded.profile_key
        end,
        shown_name = case
            when new.visibility = 'pseudonym' and old.visibility = 'pseudonym' then public_profiles.shown_name
            else excluded.shown_name
        end,
        avatar_url = excluded.avatar_url,
        current_level = excluded.current_level,
        current_streak_days = excluded.current_streak_days,
        last_active_at = excluded.last_active_at;
    return null;
end
$$;
alter function identity.publish_profile() owner to definer;
