package dev.rapport.assignment;

import dev.rapport.identity.CurrentUser;
import dev.rapport.identity.Revocations;
import dev.rapport.problem.Problem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The caller themselves. */
@Path("/me")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({"client", "coach"})
@RunOnVirtualThread
@Tag(name = "me", description = "The caller.")
@APIResponse(
        responseCode = "default",
        description = "A problem of the closed list.",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
class MeResource {
    private static final String DEFAULT_LOCALE = "en";

    private final CurrentUser caller;
    private final Users users;
    private final Revocations revocations;

    MeResource(CurrentUser caller, Users users, Revocations revocations) {
        this.caller = caller;
        this.users = users;
        this.revocations = revocations;
    }

    @GET
    @Operation(operationId = "getMe", summary = "Who am I?")
    public MeView me() {
        var id = caller.id();
        var role = caller.role().label();
        return users.find(id)
                .map(user -> new MeView(
                        user.id(), user.displayName(), role, user.locale() == null ? DEFAULT_LOCALE : user.locale()))
                // A person whom the platform has not announced is a user without assignments.
                .orElseGet(() -> new MeView(id.value(), id.value(), role, DEFAULT_LOCALE));
    }

    @POST
    @Path("/sign-out-everywhere")
    @Operation(
            operationId = "signOutEverywhere",
            summary = "Refuse every token issued to me until now; close my sockets.")
    @APIResponse(responseCode = "204", description = "Done.")
    public void signOutEverywhere() {
        revocations.revoke(caller.id(), caller.id());
    }
}
