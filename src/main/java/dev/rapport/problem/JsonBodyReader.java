package dev.rapport.problem;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyReader;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Reads request bodies: one JSON object in UTF-8, at most {@link #MAX_BYTES}, nothing unknown, doubled, coerced or left
 * over. The framework's own reader lets {@code null}, an empty body and numbers for strings through.
 */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
public final class JsonBodyReader implements ServerMessageBodyReader<Object> {
    /** The largest body of the API, in bytes. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final ObjectMapper STRICT = StrictJson.mapper();

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return true;
    }

    /** The framework asks the server's kind of reader, and need not look up annotations with each call. */
    @Override
    public boolean isReadable(
            Class<?> type, Type genericType, ResteasyReactiveResourceInfo method, MediaType mediaType) {
        return true;
    }

    @Override
    public Object readFrom(Class<Object> type, Type genericType, MediaType mediaType, ServerRequestContext context)
            throws IOException {
        return read(type, context.getInputStream());
    }

    @Override
    public Object readFrom(
            Class<Object> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        return read(type, body);
    }

    private static Object read(Class<Object> type, InputStream body) throws IOException {
        var bytes = body.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new ProblemException(ProblemType.TOO_LARGE, "A body has at most " + MAX_BYTES + " bytes.");
        }
        try {
            var json = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            var tree = STRICT.readTree(json);
            if (!tree.isObject()) {
                throw invalid("Send a JSON object.");
            }
            var value = STRICT.treeToValue(tree, type);
            // Jackson cannot tell a field that is null from one that is missing.
            for (var field : tree) {
                if (field.isNull()) {
                    throw invalid("Leave an optional field out instead of sending null.");
                }
            }
            return value;
        } catch (CharacterCodingException e) {
            throw invalid("Encode the body in UTF-8.");
        } catch (UnrecognizedPropertyException e) {
            throw invalid("Send the documented fields only.");
        } catch (JsonMappingException e) {
            if (e.getCause() instanceof ProblemException refusal) {
                throw refusal;
            }
            throw invalid("Send a JSON object with each field once and of its documented type.");
        } catch (JacksonException e) {
            throw invalid("Send one well-formed JSON object.");
        }
    }

    private static ProblemException invalid(String detail) {
        return new ProblemException(ProblemType.INVALID_JSON, detail);
    }
}
