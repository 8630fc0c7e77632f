package dev.rapport.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of the record, the newest first; without {@code nextCursor} it is the last. */
@Schema(requiredProperties = "items")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuditPage(List<AuditEntry> items, @Nullable String nextCursor) {}
