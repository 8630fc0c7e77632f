package dev.rapport.assignment;

import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemType;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A person, whole; a missing locale is the organisation's default. */
@Schema(requiredProperties = "displayName")
record PutUser(@Nullable String displayName, @Nullable String locale) {
    private static final int MAX_CODE_POINTS = 120;
    private static final Pattern LOCALE = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}");

    String validDisplayName() {
        if (displayName == null
                || displayName.codePoints().allMatch(PutUser::isInvisible)
                || displayName.codePointCount(0, displayName.length()) > MAX_CODE_POINTS
                || displayName.codePoints().anyMatch(PutUser::isForbidden)) {
            throw ProblemException.ofField(
                    ProblemType.INVALID_VALUE,
                    "displayName",
                    "'displayName' has 1 to 120 code points, without control and bidirectional formatting characters.");
        }
        return displayName;
    }

    @Nullable
    String validLocale() {
        if (locale != null && !LOCALE.matcher(locale).matches()) {
            throw ProblemException.ofField(
                    ProblemType.INVALID_VALUE, "locale", "'locale' is a language tag such as nl or nl-BE.");
        }
        return locale;
    }

    private static boolean isInvisible(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || Character.getType(codePoint) == Character.FORMAT;
    }

    private static boolean isForbidden(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default ->
                codePoint == 0x061C
                        || codePoint == 0x200E
                        || codePoint == 0x200F
                        || (codePoint >= 0x202A && codePoint <= 0x202E)
                        || (codePoint >= 0x2066 && codePoint <= 0x2069);
        };
    }
}
