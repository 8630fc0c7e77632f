package dev.rapport.conversation;

import dev.rapport.conversation.ConversationMeters.Fetch;
import dev.rapport.identity.CurrentUser;
import dev.rapport.limit.MessageLimit;
import dev.rapport.problem.Parameters;
import dev.rapport.problem.Problem;
import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemType;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The messages of one of the caller's conversations. */
@Path("/conversations/{peerId}/messages")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({"client", "coach"})
@RunOnVirtualThread
@Tag(name = "messages", description = "The messages of a conversation.")
@APIResponse(
        responseCode = "default",
        description = "A problem of the closed list.",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
class MessageResource {
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private final CurrentUser caller;
    private final Messages messages;
    private final MessageChanges changes;
    private final MessageLimit limit;
    private final ConversationMeters meters;

    MessageResource(
            CurrentUser caller,
            Messages messages,
            MessageChanges changes,
            MessageLimit limit,
            ConversationMeters meters) {
        this.caller = caller;
        this.messages = messages;
        this.changes = changes;
        this.limit = limit;
        this.meters = meters;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "sendMessage", summary = "Send a message, once per key: repeat the call until it answers.")
    @APIResponse(
            responseCode = "201",
            description = "Stored.",
            headers = @Header(name = "Location", schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(implementation = MessageView.class)))
    @APIResponse(
            responseCode = "200",
            description = "This key stored it before; the message as it is now.",
            content = @Content(schema = @Schema(implementation = MessageView.class)))
    public RestResponse<MessageView> send(
            @PathParam("peerId") String peerId,
            @Parameter(required = true, schema = @Schema(type = SchemaType.STRING, format = "uuid"))
                    @HeaderParam("Idempotency-Key")
                    @Nullable
                    String idempotencyKey,
            SendMessage message) {
        var key = key(idempotencyKey);
        var text = MessageText.of(message.text());
        var sender = caller.actor();
        limit.take(sender.id(), peerId);
        var sent = messages.send(sender, peerId, key, text);
        meters.sent(sent.isNew());
        if (!sent.isNew()) {
            return RestResponse.ok(sent.message());
        }
        var location = "/api/v1/conversations/" + peerId + "/messages/"
                + sent.message().seq();
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, sent.message())
                .header(HttpHeaders.LOCATION, location)
                .build();
    }

    @GET
    @Operation(
            operationId = "listMessages",
            summary = "The newest page; with before an older one; with since what changed after a version.")
    @APIResponseSchema(value = MessagesPage.class, responseCode = "200", responseDescription = "A page.")
    public MessagesPage list(
            @PathParam("peerId") String peerId,
            @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "1") @QueryParam("before") @Nullable
                    String before,
            @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "0") @QueryParam("since") @Nullable
                    String since,
            @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200", defaultValue = "50")
                    @QueryParam("limit")
                    @Nullable
                    String limit) {
        var size = Paging.limit(limit);
        if (before != null && since != null) {
            throw new ProblemException(ProblemType.INVALID_PARAMETER, "Use 'before' or 'since', not both.");
        }
        if (before != null) {
            var number = Parameters.number("before", before, 1, Long.MAX_VALUE);
            return counted(Fetch.BEFORE, messages.before(caller.actor(), peerId, number, size));
        }
        if (since != null) {
            var version = Parameters.number("since", since, 0, Long.MAX_VALUE);
            return counted(Fetch.SINCE, messages.since(caller.actor(), peerId, version, size));
        }
        return counted(Fetch.NEWEST, messages.newest(caller.actor(), peerId, size));
    }

    private MessagesPage counted(Fetch fetch, MessagesPage page) {
        meters.fetched(fetch, !page.items().isEmpty());
        return page;
    }

    @GET
    @Path("/{seq}")
    @Operation(operationId = "getMessage", summary = "One message.")
    @APIResponseSchema(value = MessageView.class, responseCode = "200", responseDescription = "The message.")
    public MessageView get(
            @PathParam("peerId") String peerId,
            @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "1") @PathParam("seq") String seq) {
        return messages.get(caller.actor(), peerId, seq(seq));
    }

    @PATCH
    @Path("/{seq}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "editMessage", summary = "Give a message of one's own another text, while it is young.")
    @APIResponseSchema(value = MessageView.class, responseCode = "200", responseDescription = "As it is now.")
    public MessageView edit(
            @PathParam("peerId") String peerId,
            @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "1") @PathParam("seq") String seq,
            SendMessage message) {
        var number = seq(seq);
        var text = MessageText.of(message.text());
        limit.take(caller.id(), peerId);
        return changes.edit(caller.id(), peerId, number, text);
    }

    @DELETE
    @Path("/{seq}")
    @Operation(
            operationId = "deleteMessage",
            summary = "Take the text of a message of one's own away, while it is young; a tombstone stays.")
    @APIResponse(responseCode = "204", description = "It is gone.")
    public void delete(
            @PathParam("peerId") String peerId,
            @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "1") @PathParam("seq") String seq) {
        changes.delete(caller.id(), peerId, seq(seq));
    }

    private static long seq(String seq) {
        return Parameters.number("seq", seq, 1, Long.MAX_VALUE);
    }

    private static UUID key(@Nullable String header) {
        if (header == null || header.isBlank()) {
            throw ProblemException.ofField(
                    ProblemType.IDEMPOTENCY_KEY_MISSING,
                    "Idempotency-Key",
                    "Send the header Idempotency-Key with a new UUID for each message.");
        }
        if (!UUID_FORM.matcher(header).matches()) {
            throw ProblemException.ofField(
                    ProblemType.IDEMPOTENCY_KEY_INVALID, "Idempotency-Key", "'Idempotency-Key' is a UUID.");
        }
        return UUID.fromString(header);
    }
}
