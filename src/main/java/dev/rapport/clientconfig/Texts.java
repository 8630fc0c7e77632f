package dev.rapport.clientconfig;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rapport.problem.StartRefused;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What the organisation says in one language. */
@Schema(name = "OrganisationTexts")
@JsonInclude(JsonInclude.Include.NON_NULL)
record Texts(
        @Nullable String away,
        @Nullable String emergency,
        @Nullable String officeHours) {
    static final Texts NONE = new Texts(null, null, null);

    private static final int MAX_CODE_POINTS = 500;

    static Texts of(String locale, TextsConfig.Texts config) {
        return new Texts(
                checked(locale, "AWAY", config.away()),
                checked(locale, "EMERGENCY", config.emergency()),
                checked(locale, "OFFICE_HOURS", config.officeHours()));
    }

    private static @Nullable String checked(String locale, String name, Optional<String> text) {
        if (text.isPresent()
                && (text.get().isBlank()
                        || text.get().codePointCount(0, text.get().length()) > MAX_CODE_POINTS
                        || text.get().codePoints().anyMatch(Texts::isForbidden))) {
            throw new StartRefused(
                    "RAPPORT_TEXTS_" + locale.toUpperCase(Locale.ROOT) + "_" + name + " is one paragraph of 1 to "
                            + MAX_CODE_POINTS + " characters, without line breaks and control characters");
        }
        return text.orElse(null);
    }

    private static boolean isForbidden(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
