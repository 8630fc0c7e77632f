package dev.rapport.assignment;

import dev.rapport.identity.CurrentUser;
import dev.rapport.identity.Revocations;
import dev.rapport.identity.UserId;
import dev.rapport.problem.Problem;
import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemType;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** What the host platform says about its people. Every call may be repeated. */
@Path("/platform")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("platform")
@RunOnVirtualThread
@Tag(name = "platform", description = "For the host platform's back end (role platform).")
@APIResponse(
        responseCode = "default",
        description = "A problem of the closed list.",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
class PlatformResource {
    private final CurrentUser caller;
    private final Users users;
    private final Assignments assignments;
    private final Revocations revocations;

    PlatformResource(CurrentUser caller, Users users, Assignments assignments, Revocations revocations) {
        this.caller = caller;
        this.users = users;
        this.assignments = assignments;
        this.revocations = revocations;
    }

    @PUT
    @Path("/users/{userId}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "putUser", summary = "Announce a person, or replace what is known of them.")
    @APIResponse(
            responseCode = "200",
            description = "Replaced.",
            content = @Content(schema = @Schema(implementation = UserView.class)))
    @APIResponse(
            responseCode = "201",
            description = "New.",
            content = @Content(schema = @Schema(implementation = UserView.class)))
    public RestResponse<UserView> putUser(@PathParam("userId") String userId, PutUser person) {
        var id = userId(userId);
        var displayName = person.validDisplayName();
        var locale = person.validLocale();
        var isNew = users.put(caller.id(), id, displayName, locale);
        return stored(new UserView(id.value(), displayName, locale), isNew);
    }

    @POST
    @Path("/users/{userId}/revoke")
    @Operation(
            operationId = "revokeUser",
            summary = "Refuse this person's tokens issued until now; close their sockets.")
    @APIResponse(responseCode = "204", description = "Done.")
    public void revoke(@PathParam("userId") String userId) {
        revocations.revoke(userId(userId), caller.id());
    }

    @PUT
    @Path("/assignments/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "putAssignment",
            summary = "Give a client and a coach the right to talk, or replace its dates.")
    @APIResponse(
            responseCode = "200",
            description = "Replaced.",
            content = @Content(schema = @Schema(implementation = AssignmentView.class)))
    @APIResponse(
            responseCode = "201",
            description = "New.",
            content = @Content(schema = @Schema(implementation = AssignmentView.class)))
    public RestResponse<AssignmentView> putAssignment(@PathParam("id") String id, PutAssignment assignment) {
        var stored = assignments.put(
                caller.id(),
                assignmentId(id),
                assignment.validClient(),
                assignment.validCoach(),
                assignment.validStart(),
                assignment.validEnd());
        return stored(stored.assignment(), stored.isNew());
    }

    @GET
    @Path("/assignments/{id}")
    @Operation(operationId = "getAssignment", summary = "An assignment.")
    public AssignmentView getAssignment(@PathParam("id") String id) {
        return assignments.find(assignmentId(id)).orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND));
    }

    @DELETE
    @Path("/assignments/{id}")
    @Operation(operationId = "endAssignment", summary = "End an assignment now.")
    @APIResponse(responseCode = "204", description = "It has ended.")
    public void endAssignment(@PathParam("id") String id) {
        if (!assignments.end(caller.id(), assignmentId(id))) {
            throw new ProblemException(ProblemType.NOT_FOUND);
        }
    }

    private static <T> RestResponse<T> stored(T entity, boolean isNew) {
        return RestResponse.status(isNew ? RestResponse.Status.CREATED : RestResponse.Status.OK, entity);
    }

    private static UserId userId(String value) {
        return UserId.parse(value).orElseThrow(() -> invalidId("userId"));
    }

    /** The platform's own id has the form of a user id. */
    private static String assignmentId(String value) {
        return UserId.parse(value).orElseThrow(() -> invalidId("id")).value();
    }

    private static ProblemException invalidId(String parameter) {
        return ProblemException.ofField(
                ProblemType.INVALID_PARAMETER,
                parameter,
                "'" + parameter + "' has 1 to 64 characters of A-Z a-z 0-9 . _ : @ -");
    }
}
