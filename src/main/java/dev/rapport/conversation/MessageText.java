package dev.rapport.conversation;

import dev.rapport.problem.ProblemException;
import dev.rapport.problem.ProblemType;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The text of a message: 1 to 8,192 bytes of UTF-8 that come back byte for byte. Never printed. */
public final class MessageText {
    /** The longest text, in bytes of UTF-8. */
    public static final int MAX_BYTES = 8192;

    private final String value;
    private final byte[] utf8;

    private MessageText(String value, byte[] utf8) {
        this.value = value;
        this.utf8 = utf8;
    }

    /**
     * The text of a request.
     *
     * @throws ProblemException {@code invalid-text} when it is missing, blank, too long or no valid Unicode
     */
    public static MessageText of(@Nullable String text) {
        if (text == null || text.codePoints().allMatch(MessageText::isInvisible)) {
            throw invalid("'text' is needed and holds at least one visible character.");
        }
        if (text.indexOf('\0') >= 0) {
            throw invalid("'text' must not hold U+0000.");
        }
        try {
            var bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            if (bytes.remaining() > MAX_BYTES) {
                throw invalid("'text' has at most " + MAX_BYTES + " bytes of UTF-8.");
            }
            var utf8 = new byte[bytes.remaining()];
            bytes.get(utf8);
            return new MessageText(text, utf8);
        } catch (CharacterCodingException e) {
            throw invalid("'text' must not hold a lone surrogate.");
        }
    }

    private static boolean isInvisible(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || (Character.isISOControl(codePoint) && codePoint != 0)
                || Character.getType(codePoint) == Character.FORMAT;
    }

    private static ProblemException invalid(String detail) {
        return ProblemException.ofField(ProblemType.INVALID_TEXT, "text", detail);
    }

    String value() {
        return value;
    }

    byte[] utf8() {
        return utf8;
    }

    @Override
    public String toString() {
        return "text of " + utf8.length + " bytes";
    }
}
