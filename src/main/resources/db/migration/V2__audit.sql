-- Who did what to people's rights, and when. No column takes text, names or dates: actor and action are checked.
create table audit (
    id      bigint generated always as identity primary key,
    at      timestamptz      not null default clock_timestamp(),
    -- A user id, or the service itself when a date came or an operator erased; no user id has parentheses.
    actor   text collate "C" not null check (actor = '(rapport)' or actor ~ '^[A-Za-z0-9._:@-]{1,64}$'),
    action  text collate "C" not null check (action in (
        'assignment-made', 'assignment-changed', 'assignment-reopened', 'assignment-ended',
        'assignment-began-by-date', 'assignment-ended-by-date',
        'person-announced', 'person-renamed', 'person-locale-changed',
        'tokens-revoked', 'signed-out-everywhere', 'conversation-erased')),
    -- The people concerned: a pair, or one person alone. No foreign keys: a row outlives what it tells of, and a person
    -- whom the platform never announced can have their tokens revoked too.
    user_a  text collate "C" not null,
    user_b  text collate "C",
    check (user_a < user_b)
);
create index audit_people on audit (user_a, user_b, at desc, id desc);

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the audit record is append-only' using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_append_only before update or delete or truncate on audit
    for each statement execute function audit_is_append_only();
-- In a session that replicates too; it would pass over an ordinary trigger.
alter table audit enable always trigger audit_append_only;

alter table audit enable row level security;
alter table audit force row level security;
create policy audit_append on audit for insert with check (true);
-- Without a user, as NULL or as '', nobody is concerned.
create policy audit_of_the_people_concerned on audit for select
    using ((select nullif(current_setting('rapport.user', true), '')) in (user_a, user_b));
