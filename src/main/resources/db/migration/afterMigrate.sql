-- After each migration, so that a change of the application's role counts. What is not granted here it cannot do: it owns
-- nothing, deletes no message, and changes no record of what was done.
grant usage on schema public to "${applicationRole}";
grant select on flyway_schema_history to "${applicationRole}";
grant select, insert, update on app_user to "${applicationRole}";
grant select, insert, update on revocation to "${applicationRole}";
grant select, insert, update on assignment to "${applicationRole}";
grant select on assignment_state to "${applicationRole}";
grant select, insert on conversation to "${applicationRole}";
grant update (last_seq, version, last_message_at) on conversation to "${applicationRole}";
grant select, insert, delete on conversation_key to "${applicationRole}";
grant select, insert on participant to "${applicationRole}";
grant update (read_seq) on participant to "${applicationRole}";
grant select, insert on message to "${applicationRole}";
grant update (version, body, idempotency_digest, edited_at, deleted_at) on message to "${applicationRole}";
-- "for update skip locked" needs update.
grant select, insert, update, delete on outbox to "${applicationRole}";
grant select, insert on audit to "${applicationRole}";
grant select, insert, update, delete on replica to "${applicationRole}";
grant select, insert, update, delete on presence to "${applicationRole}";
grant select, insert, delete on away to "${applicationRole}";
grant select on online to "${applicationRole}";
grant execute on function send_message to "${applicationRole}";
