package dev.rapport.problem;

import java.util.Locale;

/** The closed list of problems: slug, status and title. */
public enum ProblemType {
    INVALID_JSON(400, "The body is not the JSON object that this call takes."),
    INVALID_PARAMETER(400, "A parameter of the address is not valid."),
    CURSOR_AHEAD(400, "The cursor is ahead of the conversation."),
    IDEMPOTENCY_KEY_MISSING(400, "The Idempotency-Key header is missing."),
    IDEMPOTENCY_KEY_INVALID(400, "The Idempotency-Key header is not a UUID."),
    UNAUTHENTICATED(401, "A valid bearer token is needed."),
    FORBIDDEN(403, "This caller may not do that."),
    NOT_FOUND(404, "There is nothing here for this caller."),
    METHOD_NOT_ALLOWED(405, "This address does not take that method."),
    NOT_ACCEPTABLE(406, "This call answers application/json."),
    CONVERSATION_CLOSED(409, "The conversation is closed."),
    EDIT_WINDOW_OVER(409, "The message is too old to be changed."),
    MESSAGE_DELETED(409, "The message was deleted."),
    ASSIGNMENT_CONFLICT(409, "The assignment exists for another pair of people."),
    TOO_LARGE(413, "The body is too large."),
    UNSUPPORTED_MEDIA_TYPE(415, "This call takes application/json in UTF-8."),
    INVALID_TEXT(422, "The text of the message is not valid."),
    INVALID_VALUE(422, "A value in the body is not valid."),
    IDEMPOTENCY_KEY_REUSED(422, "The Idempotency-Key was used for another text."),
    TOO_MANY_REQUESTS(429, "That is more than one caller may ask for in a minute; try again later."),
    INTERNAL(500, "Something went wrong here."),
    UNAVAILABLE(503, "The service cannot answer now; try again.");

    private final int status;
    private final String title;
    private final String slug = name().toLowerCase(Locale.ROOT).replace('_', '-');

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** HTTP status code. */
    public int status() {
        return status;
    }

    /** One English sentence, the same for every occurrence. */
    public String title() {
        return title;
    }

    /** The name of the problem in addresses and labels. */
    String slug() {
        return slug;
    }

    /** The {@code type} member: {@code urn:rapport:problem:<slug>}. */
    public String urn() {
        return "urn:rapport:problem:" + slug;
    }
}
