package dev.rapport.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testsupport.ChatClient.Answer;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.assertj.core.api.AbstractAssert;

/** An error answer of the contract: its shape, its media type, and one of the closed list. */
public final class ProblemAssert extends AbstractAssert<ProblemAssert, Answer> {
    /** The closed list, written down here a second time so that the application cannot extend it unseen. */
    private static final Map<String, Integer> STATUS = Map.ofEntries(
            Map.entry("internal", 500),
            Map.entry("unavailable", 503),
            Map.entry("invalid-json", 400),
            Map.entry("invalid-parameter", 400),
            Map.entry("cursor-ahead", 400),
            Map.entry("idempotency-key-missing", 400),
            Map.entry("idempotency-key-invalid", 400),
            Map.entry("unauthenticated", 401),
            Map.entry("forbidden", 403),
            Map.entry("not-found", 404),
            Map.entry("method-not-allowed", 405),
            Map.entry("not-acceptable", 406),
            Map.entry("conversation-closed", 409),
            Map.entry("edit-window-over", 409),
            Map.entry("message-deleted", 409),
            Map.entry("assignment-conflict", 409),
            Map.entry("too-large", 413),
            Map.entry("unsupported-media-type", 415),
            Map.entry("invalid-text", 422),
            Map.entry("invalid-value", 422),
            Map.entry("idempotency-key-reused", 422),
            Map.entry("too-many-requests", 429));

    private ProblemAssert(Answer answer) {
        super(answer, ProblemAssert.class);
    }

    /** Checks that {@code answer} is the problem {@code slug}, whole. */
    public static ProblemAssert assertProblem(Answer answer, String slug) {
        assertThat(STATUS).containsKey(slug);
        assertThat(answer.status()).as(answer.body()).isEqualTo(STATUS.get(slug));
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        var problem = answer.json();
        assertThat(problem.fieldNames()).contains("type", "title", "status", "requestId");
        assertThat(problem.fieldNames()).isSubsetOf("type", "title", "status", "requestId", "detail", "field");
        assertThat(problem.getString("type")).isEqualTo("urn:rapport:problem:" + slug);
        assertThat(problem.getInteger("status")).isEqualTo(answer.status());
        assertThat(problem.getString("title")).isNotBlank();
        assertThat(problem.getString("requestId")).matches("[A-Za-z0-9-]{1,64}");
        assertThat(answer.header("X-Request-Id")).isEqualTo(problem.getString("requestId"));
        if (answer.status() == 401) {
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        }
        if (answer.status() == 429) {
            assertThat(answer.header("Retry-After")).matches("[1-9][0-9]{0,2}");
        }
        return new ProblemAssert(answer);
    }

    /** Checks which field, parameter or header is meant. */
    public ProblemAssert ofField(String field) {
        assertThat(json().getString("field")).isEqualTo(field);
        return this;
    }

    /** Checks that a developer is told what to do. */
    public ProblemAssert withDetail() {
        assertThat(json().getString("detail")).isNotBlank();
        return this;
    }

    /** Checks that nothing of the input comes back. */
    public ProblemAssert withoutEcho(String... input) {
        assertThat(actual.body()).doesNotContain(input);
        return this;
    }

    private JsonObject json() {
        return actual.json();
    }
}
