package dev.rapport.conversation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rapport.conversation.ConversationMeters.Fetch;
import dev.rapport.identity.CurrentUser;
import dev.rapport.problem.Problem;
import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemType;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The caller's conversations. */
@Path("/conversations")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({"client", "coach"})
@RunOnVirtualThread
@Tag(name = "conversations", description = "The caller's conversations, addressed by the other person's id.")
@APIResponse(
        responseCode = "default",
        description = "A problem of the closed list.",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
class ConversationResource {
    private final CurrentUser caller;
    private final Conversations conversations;
    private final ObjectMapper json;
    private final ConversationMeters meters;

    ConversationResource(
            CurrentUser caller, Conversations conversations, ObjectMapper json, ConversationMeters meters) {
        this.caller = caller;
        this.conversations = conversations;
        this.json = json;
        this.meters = meters;
    }

    @GET
    @Operation(operationId = "listConversations", summary = "My conversations, the latest active first.")
    @APIResponse(
            responseCode = "200",
            description = "A page.",
            headers = @Header(name = "ETag", schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(implementation = ConversationPage.class)))
    @APIResponse(responseCode = "304", description = "As the ETag in If-None-Match says.")
    public Response list(
            @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200", defaultValue = "50")
                    @QueryParam("limit")
                    @Nullable
                    String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context Request request)
            throws JsonProcessingException {
        var page = conversations.list(caller.id(), Paging.limit(limit), cursor);
        var body = json.writeValueAsBytes(page);
        var tag = new EntityTag(fingerprint(body));
        var notModified = request.evaluatePreconditions(tag);
        meters.fetched(Fetch.LIST, notModified == null);
        return (notModified == null ? Response.ok(body) : notModified).tag(tag).build();
    }

    @GET
    @Path("/{peerId}")
    @Operation(operationId = "getConversation", summary = "My conversation with one person.")
    @APIResponseSchema(value = ConversationView.class, responseCode = "200", responseDescription = "The conversation.")
    public ConversationView get(@PathParam("peerId") String peerId) {
        return conversations.get(caller.id(), peerId);
    }

    @PUT
    @Path("/{peerId}/read")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "markRead", summary = "I have read up to this message; lower than before changes nothing.")
    @APIResponse(responseCode = "204", description = "Marked.")
    public void markRead(@PathParam("peerId") String peerId, MarkRead mark) {
        if (mark.seq() == null || mark.seq() < 1) {
            throw ProblemException.ofField(
                    ProblemType.INVALID_VALUE, "seq", "'seq' is the number of a message, from 1 to lastSeq.");
        }
        conversations.markRead(caller.id(), peerId, mark.seq());
    }

    @POST
    @Path("/{peerId}/typing")
    @ResponseStatus(RestResponse.StatusCode.ACCEPTED)
    @Operation(
            operationId = "tellTyping",
            summary = "I am writing to this person. Not stored; at most one in 3 seconds reaches them.")
    @APIResponse(responseCode = "202", description = "They are told, or were a moment ago.")
    public void typing(@PathParam("peerId") String peerId) {
        conversations.typing(caller.id(), peerId);
    }

    private static String fingerprint(byte[] body) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
