package dev.rapport.conversation;

import dev.rapport.audit.Audit;
import dev.rapport.audit.AuditPage;
import dev.rapport.identity.UserId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;

/** Lets the people of a conversation read what was done to their rights; who may read the one may read the other. */
@ApplicationScoped
class ConversationAudit {
    private final ConversationAccess access;
    private final Audit audit;

    ConversationAudit(ConversationAccess access, Audit audit) {
        this.access = access;
        this.audit = audit;
    }

    @Transactional
    AuditPage page(UserId reader, String peer, int limit, @Nullable String cursor) {
        access.toRead(reader, peer);
        return audit.page(reader, ConversationAccess.peerId(peer), limit, cursor);
    }
}
