package dev.rapport.conversation;

import dev.rapport.audit.AuditPage;
import dev.rapport.identity.CurrentUser;
import dev.rapport.problem.Problem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What was done to the rights of the people of one of the caller's conversations. */
@Path("/conversations/{peerId}/audit")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({"client", "coach"})
@RunOnVirtualThread
@Tag(name = "conversations", description = "The caller's conversations, addressed by the other person's id.")
@APIResponse(
        responseCode = "default",
        description = "A problem of the closed list.",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
class AuditResource {
    private final CurrentUser caller;
    private final ConversationAudit audit;

    AuditResource(CurrentUser caller, ConversationAudit audit) {
        this.caller = caller;
        this.audit = audit;
    }

    @GET
    @Operation(
            operationId = "listAudit",
            summary = "Who did what to our right to talk, and to my own account; the newest first.")
    @APIResponse(
            responseCode = "200",
            description = "A page.",
            content = @Content(schema = @Schema(implementation = AuditPage.class)))
    public AuditPage list(
            @PathParam("peerId") String peerId,
            @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200", defaultValue = "50")
                    @QueryParam("limit")
                    @Nullable
                    String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return audit.page(caller.id(), peerId, Paging.limit(limit), cursor);
    }
}
