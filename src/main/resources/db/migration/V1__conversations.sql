-- Ids of people come from the host platform. "C" collation: user_a < user_b means the same here and in Java.
create table app_user (
    id           text collate "C" primary key,
    display_name text        not null,
    locale       text,
    created_at   timestamptz not null default clock_timestamp()
);

-- Apart from app_user: a person whom the platform never announced can have their tokens revoked too.
create table revocation (
    user_id    text collate "C" primary key,
    revoked_at timestamptz not null
);

create table assignment (
    id             text collate "C" primary key,
    client_id      text collate "C" not null references app_user (id),
    coach_id       text collate "C" not null references app_user (id),
    user_a         text collate "C" not null generated always as (least(client_id, coach_id)) stored,
    user_b         text collate "C" not null generated always as (greatest(client_id, coach_id)) stored,
    starts_at      timestamptz      not null,
    ends_at        timestamptz,
    -- When its being live changes next by date alone; the sweep looks here, and nowhere else.
    next_change_at timestamptz,
    check (client_id <> coach_id)
);
create index assignment_pair on assignment (user_a, user_b);
create index assignment_client on assignment (client_id);
create index assignment_coach on assignment (coach_id);
create index assignment_next_change on assignment (next_change_at) where next_change_at is not null;

-- The one definition of "live", by the database's clock.
create view assignment_state with (security_invoker = true) as
select *,
       -- One that was cancelled before its start has an empty span, and never started.
       starts_at <= statement_timestamp() and (ends_at is null or starts_at < ends_at)             as started,
       starts_at <= statement_timestamp() and (ends_at is null or statement_timestamp() < ends_at) as live
from assignment;

create table conversation (
    id              bigint generated always as identity primary key,
    user_a          text collate "C" not null,
    user_b          text collate "C" not null,
    last_seq        bigint           not null default 0,
    version         bigint           not null default 0,
    last_message_at timestamptz,
    unique (user_a, user_b),
    check (user_a < user_b)
);

-- Apart from the conversation, so that it can be backed up apart, and for a shorter time: without its row here a
-- conversation cannot be opened by anyone. Wrapped by a key that no table holds.
create table conversation_key (
    conversation_id bigint primary key references conversation (id) on delete cascade,
    wrapped         bytea not null
);

-- Both people stand in each row of these two tables: row-level security looks at the row, and nowhere else.
create table participant (
    conversation_id bigint           not null references conversation (id) on delete cascade,
    user_id         text collate "C" not null,
    peer_id         text collate "C" not null,
    read_seq        bigint           not null default 0,
    primary key (conversation_id, user_id)
);
create index participant_user on participant (user_id);

create table message (
    conversation_id    bigint           not null references conversation (id) on delete cascade,
    seq                bigint           not null,
    version            bigint           not null,
    sender_id          text collate "C" not null,
    recipient_id       text collate "C" not null,
    -- Sealed; gone when deleted.
    body               bytea,
    idempotency_key    uuid             not null,
    -- An HMAC under the conversation's key of the text as first sent.
    idempotency_digest bytea,
    sent_at            timestamptz      not null,
    deleted_at         timestamptz,
    primary key (conversation_id, seq),
    unique (conversation_id, sender_id, idempotency_key),
    check (deleted_at is not null or (body is not null and idempotency_digest is not null)),
    check (deleted_at is null or body is null)
);
create unique index message_version on message (conversation_id, version);

-- Rows live for milliseconds: written with the fact, deleted when the broker has accepted the notification.
create table outbox (
    id         bigint generated always as identity primary key,
    user_id    text collate "C" not null,
    sender     text collate "C" not null,
    content    text             not null,
    created_at timestamptz      not null default clock_timestamp()
);

-- Row-level security. A transaction says who it acts for: select set_config('rapport.user', <id>, true). Without that
-- the setting is NULL, and '' once a transaction of the connection had it; both are nobody. Forced, so that the owner of
-- the tables sees no text either.
alter table conversation enable row level security;
alter table conversation force row level security;
create policy participants on conversation
    using ((select nullif(current_setting('rapport.user', true), '')) in (user_a, user_b));

alter table conversation_key enable row level security;
alter table conversation_key force row level security;
-- A scalar subquery, not exists(): that one may be planned as a hash of all the caller's conversations.
create policy participants on conversation_key
    using ((select true from conversation c where c.id = conversation_id));
-- The commands of operators wrap all keys anew; they open no text.
create policy owner on conversation_key to current_user using (true);

alter table participant enable row level security;
alter table participant force row level security;
create policy participants_read on participant for select
    using ((select nullif(current_setting('rapport.user', true), '')) in (user_id, peer_id));
create policy participants_join on participant for insert
    with check ((select nullif(current_setting('rapport.user', true), '')) in (user_id, peer_id));
create policy oneself_marks on participant for update
    using ((select nullif(current_setting('rapport.user', true), '')) = user_id);

alter table message enable row level security;
alter table message force row level security;
create policy participants_read on message for select
    using ((select nullif(current_setting('rapport.user', true), '')) in (sender_id, recipient_id));
create policy sender_writes on message for insert
    with check ((select nullif(current_setting('rapport.user', true), '')) = sender_id
        and (select true from conversation c where c.id = conversation_id
            and c.user_a = least(sender_id, recipient_id) and c.user_b = greatest(sender_id, recipient_id)));
create policy sender_changes on message for update
    using ((select nullif(current_setting('rapport.user', true), '')) = sender_id);
