package dev.rapport.assignment;

import dev.rapport.presence.Availability;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The caller, as the chat shows them to themselves. */
@Schema(
        name = "Me",
        requiredProperties = {"id", "displayName", "role", "locale", "availability"})
record MeView(String id, String displayName, String role, String locale, Availability availability) {}
