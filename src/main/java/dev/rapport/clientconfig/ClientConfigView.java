package dev.rapport.clientconfig;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a page must know before anybody has signed in. */
@Schema(
        name = "ClientConfig",
        requiredProperties = {"oidc", "locales", "texts", "messageEditWindowSeconds"})
record ClientConfigView(
        @Nullable Oidc oidc,

        @Schema(description = "The languages that the page offers, the organisation's own first.")
        List<String> locales,

        @Schema(description = "Each of these languages to what the organisation says in it.")
        Map<String, Texts> texts,

        @Schema(description = "For how long after sending it a message can be edited or deleted; 0 means never.")
        long messageEditWindowSeconds) {}
