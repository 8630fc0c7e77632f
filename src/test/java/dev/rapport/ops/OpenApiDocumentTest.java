package dev.rapport.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rapport.testsupport.ChatClient;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The committed document is the one that the code makes; the web app's types come from it. */
@QuarkusTest
class OpenApiDocumentTest {
    private static final Path COMMITTED = Path.of("docs", "openapi.yaml");

    @TestHTTPResource(value = "/openapi?format=yaml", management = true)
    URI served;

    @Test
    void document_isTheCommittedOne() throws IOException {
        var document = ChatClient.call(HttpRequest.newBuilder(served).build()).body();
        assertThat(document).startsWith("---\nopenapi:");
        if (Boolean.getBoolean("rapport.update-openapi")) {
            Files.writeString(COMMITTED, document);
        }
        assertThat(document)
                .as("./mvnw test -Dtest=OpenApiDocumentTest -Drapport.update-openapi=true writes docs/openapi.yaml")
                .isEqualTo(Files.readString(COMMITTED));
    }

    @Test
    void everyOperation_saysWhatItAnswersWhenAllIsWell() {
        var paths = new JsonObject(ChatClient.call(HttpRequest.newBuilder(
                                        URI.create(served.toString().replace("format=yaml", "format=json")))
                                .build())
                        .body())
                .getJsonObject("paths");
        assertThat(paths.stream()
                        .flatMap(path -> ((JsonObject) path.getValue())
                                .stream()
                                        .filter(method -> !method.getKey().equals("parameters"))
                                        .map(method -> (JsonObject) method.getValue())))
                .hasSizeGreaterThan(10)
                .allSatisfy(operation -> assertThat(
                                operation.getJsonObject("responses").fieldNames())
                        .as(operation.getString("operationId"))
                        .anyMatch(status -> status.startsWith("2")));
    }
}
