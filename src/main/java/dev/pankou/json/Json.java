package dev.pankou.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pankou.id.Id;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * The one mapper: snake_case, unknown fields ignored, nulls left out, enums in lower case, {@link Id} as a string. Immutable,
 * so threads share it.
 */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .changeDefaultPropertyInclusion(include -> include.withValueInclusion(JsonInclude.Include.NON_NULL))
            .addModule(new SimpleModule("pankou")
                    .addSerializer(new IdText())
                    .addSerializer(new EnumText())
                    .addDeserializer(Id.class, new IdReader()))
            .build();

    private Json() {}

    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** JSON of a record of ours, in UTF-8, on one line. */
    public static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /** JSON of a record of ours, on one line. */
    public static String text(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** The tree of {@code text}. @throws JacksonException when it is not one JSON value */
    public static JsonNode tree(String text) {
        return MAPPER.readTree(text);
    }

    /** The record that JSON of our own store or of a trusted party spells. */
    public static <T> T read(String text, Class<T> type) {
        return MAPPER.readValue(text, type);
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    private static final class IdText extends StdSerializer<Id> {
        private IdText() {
            super(Id.class);
        }

        @Override
        public void serialize(Id id, JsonGenerator out, SerializationContext context) {
            out.writeString(id.toString());
        }
    }

    private static final class IdReader extends StdDeserializer<Id> {
        private IdReader() {
            super(Id.class);
        }

        @Override
        public Id deserialize(JsonParser in, DeserializationContext context) {
            return Id.of(in.getValueAsString());
        }
    }

    @SuppressWarnings({"rawtypes", "unchecked"}) // Jackson's type for "any enum" is raw
    private static final class EnumText extends StdSerializer<Enum> {
        private EnumText() {
            super(Enum.class);
        }

        @Override
        public void serialize(Enum value, JsonGenerator out, SerializationContext context) {
            out.writeString(WireText.of(value));
        }
    }
}
