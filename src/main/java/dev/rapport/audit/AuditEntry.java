package dev.rapport.audit;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One thing that was done to the rights of the people concerned. */
@Schema(requiredProperties = {"at", "actor", "action"})
public record AuditEntry(
        Instant at,

        @Schema(
                description = "The user id of who did it: a caller of the platform, or the person themselves; \""
                        + Audit.THE_SERVICE + "\" when a date came or an operator erased.")
        String actor,

        AuditAction action) {}
