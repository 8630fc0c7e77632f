-- Who is here. A replica's row is its lease: it moves "until" ahead every few seconds, and when it dies it does so no more.
create table replica (
    id     uuid primary key,
    -- Since when it has held its lease without a gap. Only who has held it for a while may say that others are gone.
    since  timestamptz not null,
    until  timestamptz not null
);

-- One row for each person and replica at which they have a socket, or had one until a moment ago.
create table presence (
    user_id    text collate "C" not null,
    replica_id uuid             not null references replica (id),
    -- Set when the last socket there closed: until then the person counts as here.
    until      timestamptz,
    primary key (user_id, replica_id)
);
create index presence_replica on presence (replica_id);
create index presence_until on presence (until) where until is not null;

-- Coaches who have said that they are away. Apart from app_user: whom the platform never announced may say so too.
create table away (
    user_id text collate "C" primary key
);

-- The one definition of being here, by the database's clock; a person may stand in it once for each replica.
create view online with (security_invoker = true) as
select p.user_id
from presence p join replica r on r.id = p.replica_id
where r.until > statement_timestamp() and (p.until is null or p.until > statement_timestamp());
