package dev.rapport.problem;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import org.jspecify.annotations.Nullable;

/** Jackson for input that nobody has checked: nothing unknown, doubled, coerced or left over. */
public final class StrictJson {
    private StrictJson() {}

    /** A mapper of its own for each user; it may be kept and shared between threads. */
    public static ObjectMapper mapper() {
        var mapper = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build();
        mapper.coercionConfigFor(LogicalType.Textual)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        return mapper;
    }

    /** A text, or null when the field is missing: not when it is {@code null}, which Jackson alone cannot tell apart. */
    public static @Nullable String text(String field, @Nullable JsonNode value) {
        if (value == null || value.isTextual()) {
            return value == null ? null : value.textValue();
        }
        throw ofAnotherType(field);
    }

    /** A whole number, or null when the field is missing. */
    public static @Nullable Long number(String field, @Nullable JsonNode value) {
        if (value == null || (value.isIntegralNumber() && value.canConvertToLong())) {
            return value == null ? null : value.longValue();
        }
        throw ofAnotherType(field);
    }

    private static ProblemException ofAnotherType(String field) {
        return ProblemException.ofField(
                ProblemType.INVALID_JSON, field, "Send '" + field + "' in its documented type, not null.");
    }
}
