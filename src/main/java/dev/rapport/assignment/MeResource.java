package dev.rapport.assignment;

import dev.rapport.identity.CurrentUser;
import dev.rapport.identity.Revocations;
import dev.rapport.identity.Role;
import dev.rapport.presence.Availabilities;
import dev.rapport.presence.Availability;
import dev.rapport.problem.Problem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
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
    private final Availabilities availabilities;

    MeResource(CurrentUser caller, Users users, Revocations revocations, Availabilities availabilities) {
        this.caller = caller;
        this.users = users;
        this.revocations = revocations;
        this.availabilities = availabilities;
    }

    @GET
    @Operation(operationId = "getMe", summary = "Who am I?")
    @APIResponseSchema(value = MeView.class, responseCode = "200", responseDescription = "The caller.")
    public MeView me() {
        var id = caller.id();
        var role = caller.role().label();
        // Clients do not choose; whoever was a coach before may have.
        var availability = caller.role() == Role.COACH ? availabilities.of(id) : Availability.AVAILABLE;
        return users.find(id)
                .map(user -> new MeView(
                        user.id(),
                        user.displayName(),
                        role,
                        user.locale() == null ? DEFAULT_LOCALE : user.locale(),
                        availability))
                // A person whom the platform has not announced is a user without assignments.
                .orElseGet(() -> new MeView(id.value(), id.value(), role, DEFAULT_LOCALE, availability));
    }

    @PUT
    @Path("/availability")
    @RolesAllowed("coach")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "putAvailability",
            summary = "I, a coach, am available or away from now on, whenever I am here.")
    @APIResponse(responseCode = "204", description = "Kept.")
    public void putAvailability(PutAvailability choice) {
        availabilities.choose(caller.id(), choice.validStatus());
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
