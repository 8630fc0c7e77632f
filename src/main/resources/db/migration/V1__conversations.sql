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
create view assignment_state as
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
    -- Key of the digests that recognise a repeated send; random per conversation, so that equal texts do not match.
    digest_key      bytea            not null,
    unique (user_a, user_b),
    check (user_a < user_b)
);

create table participant (
    conversation_id bigint           not null references conversation (id) on delete cascade,
    user_id         text collate "C" not null,
    read_seq        bigint           not null default 0,
    primary key (conversation_id, user_id)
);
create index participant_user on participant (user_id);

create table message (
    conversation_id    bigint           not null references conversation (id) on delete cascade,
    seq                bigint           not null,
    version            bigint           not null,
    sender_id          text collate "C" not null,
    body               bytea            not null,
    idempotency_key    uuid             not null,
    idempotency_digest bytea            not null,
    sent_at            timestamptz      not null,
    primary key (conversation_id, seq),
    unique (conversation_id, sender_id, idempotency_key)
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
