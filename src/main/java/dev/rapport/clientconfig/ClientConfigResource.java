package dev.rapport.clientconfig;

import dev.rapport.problem.Problem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The one call that needs no token. */
@Path("/client-config")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
@RunOnVirtualThread
@Tag(name = "client-config", description = "Before anybody has signed in.")
@APIResponse(
        responseCode = "default",
        description = "A problem of the closed list.",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
class ClientConfigResource {
    private final ClientConfig config;

    ClientConfigResource(ClientConfig config) {
        this.config = config;
    }

    @GET
    @Operation(operationId = "getClientConfig", summary = "What must a page know before anybody has signed in?")
    @APIResponseSchema(
            value = ClientConfigView.class,
            responseCode = "200",
            responseDescription = "The same for everybody.")
    public ClientConfigView get() {
        return config.view();
    }
}
