package dev.rapport.assignment;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A person as the platform announced them. */
@Schema(
        name = "User",
        requiredProperties = {"id", "displayName"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UserView(
        String id, String displayName, @Nullable String locale) {
    static UserView of(AppUser user) {
        return new UserView(user.id, user.displayName, user.locale);
    }
}
