-- Stores a message, in one call of a client that has sealed its text already. What it was sealed under the client only thinks it
-- knows, from an earlier message: so everything that must hold is looked at here, under the lock of the conversation. What does not
-- hold is "not stored" without a reason, for which the client asks. With the rights and the row-level security of the caller.
create function send_message(
    -- When the sender's token was issued, where it is to be looked for among the revocations.
    p_sender text, p_issued_at timestamptz,
    p_recipient text, p_conversation_id bigint, p_wrapped bytea,
    p_body bytea, p_idempotency_key uuid, p_idempotency_digest bytea,
    out seq bigint, out version bigint, out sent_at timestamptz)
language plpgsql as $$
declare
    pair record;
begin
    perform set_config('rapport.user', p_sender, true);
    -- Orders all that happens in the conversation: what comes next sees what was committed while this waited.
    update conversation c set last_seq = c.last_seq + 1, version = c.version + 1,
        last_message_at = greatest(clock_timestamp(), c.last_message_at)
    where c.id = p_conversation_id
        and p_sender in (c.user_a, c.user_b) and p_recipient in (c.user_a, c.user_b)
    returning c.user_a, c.user_b, c.last_seq, c.version, c.last_message_at into pair;
    if not exists (
            -- "live" is of the moment of the call, which may have waited since.
            select from assignment_state a where a.user_a = pair.user_a and a.user_b = pair.user_b
                and a.live and (a.ends_at is null or a.ends_at > clock_timestamp()))
        or not exists (
            select from conversation_key k where k.conversation_id = p_conversation_id and k.wrapped = p_wrapped)
        or exists (
            select from revocation r where r.user_id = p_sender and r.revoked_at >= p_issued_at)
        or exists (
            select from message m where m.conversation_id = p_conversation_id and m.sender_id = p_sender
                and m.idempotency_key = p_idempotency_key)
    then
        raise exception 'not stored' using errcode = 'RP001';
    end if;
    insert into message
        (conversation_id, seq, version, sender_id, recipient_id, body, idempotency_key, idempotency_digest, sent_at)
    values
        (p_conversation_id, pair.last_seq, pair.version, p_sender, p_recipient, p_body, p_idempotency_key,
            p_idempotency_digest, pair.last_message_at);
    seq := pair.last_seq;
    version := pair.version;
    sent_at := pair.last_message_at;
end
$$;
