package dev.pankou.workflow.value;

import dev.pankou.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The declared type of a value; nested at most {@link Values#MAX_DEPTH} levels when it was read from a canvas. */
public sealed interface Type {
    /** The name that the open API shows: number for float, array for list, image, time and so on. */
    String apiName();

    /** What "zero-filled" puts in: "", 0, 0.0 or false; null for objects and lists. */
    @Nullable Object zero();

    /** How a canvas names the type in {@code type}. */
    String canvasName();

    /** Types without parts. Time and files are strings to the engine; a file is its URL. */
    enum Scalar implements Type {
        STRING("string", 0),
        TIME("string", 10000),
        FILE("string", 1),
        IMAGE("string", 2),
        DOC("string", 3),
        CODE("string", 4),
        PPT("string", 5),
        TXT("string", 6),
        EXCEL("string", 7),
        AUDIO("string", 8),
        ZIP("string", 9),
        VIDEO("string", 10),
        SVG("string", 11),
        VOICE("string", 12),
        INTEGER("integer", 0),
        FLOAT("float", 0),
        BOOLEAN("boolean", 0);

        private static final List<Scalar> ALL = List.of(values());

        private final String canvasName;
        private final int assistType;

        Scalar(String canvasName, int assistType) {
            this.canvasName = canvasName;
            this.assistType = assistType;
        }

        @Override
        public String apiName() {
            return this == FLOAT ? "number" : name().toLowerCase(Locale.ROOT);
        }

        @Override
        public Object zero() {
            return switch (this) {
                case INTEGER -> 0L;
                case FLOAT -> 0.0;
                case BOOLEAN -> false;
                default -> "";
            };
        }

        @Override
        public String canvasName() {
            return canvasName;
        }

        /** The number beside {@code type}; 0 is none. */
        public int assistType() {
            return assistType;
        }

        /** Whether values are strings. */
        public boolean isText() {
            return canvasName.equals("string");
        }

        /** Whether values are URLs of files. */
        public boolean isFile() {
            return assistType >= FILE.assistType && assistType <= VOICE.assistType;
        }

        private static @Nullable Scalar find(String name, int assistType) {
            for (var scalar : ALL) {
                if (scalar.canvasName.equals(name) && scalar.assistType == assistType) {
                    return scalar;
                }
            }
            for (var scalar : ALL) { // an assistType that nobody knows, or the type written as the open API names it
                if (scalar.canvasName.equals(name) || scalar.apiName().equals(name)) {
                    return scalar;
                }
            }
            return null;
        }
    }

    /** Fields by name in their order; none at all is a free-form map. */
    record ObjectType(Map<String, Variable> fields) implements Type {
        public static final ObjectType FREE_FORM = new ObjectType(Map.of());

        public ObjectType {
            fields = fields.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        /** Of two fields with one name the first counts. */
        public static ObjectType of(Collection<Variable> fields) {
            var byName = new LinkedHashMap<String, Variable>();
            fields.forEach(field -> byName.putIfAbsent(field.name(), field));
            return new ObjectType(byName);
        }

        /** The outputs, inputs or a schema of a canvas, an array of Variables or Params; anything else is free-form. */
        public static ObjectType ofVariables(JsonNode variables) {
            return Type.fields(variables, 1);
        }

        public boolean isFreeForm() {
            return fields.isEmpty();
        }

        @Override
        public String apiName() {
            return "object";
        }

        @Override
        public @Nullable Object zero() {
            return null;
        }

        @Override
        public String canvasName() {
            return "object";
        }
    }

    /** A list; elements are of any type where {@code element} is null. */
    record ListType(@Nullable Type element) implements Type {
        @Override
        public String apiName() {
            return "array";
        }

        @Override
        public @Nullable Object zero() {
            return null;
        }

        @Override
        public String canvasName() {
            return "list";
        }
    }

    /**
     * Reads {@code type}, {@code assistType} and {@code schema} of a Variable or BlockInput. A schema is an array of fields
     * or one element; a list's {@code schema} that is an array of named fields means objects with these.
     *
     * @throws ValueException SCHEMA for a type that does not exist or nests deeper than 64 levels
     */
    static Type of(JsonNode declared) {
        return of(declared, 1);
    }

    private static Type of(JsonNode declared, int level) {
        if (level > Values.MAX_DEPTH) {
            throw wrong("a type is nested deeper than " + Values.MAX_DEPTH + " levels");
        }
        var name = declared.path("type").asString("");
        var schema = declared.path("schema");
        return switch (name) {
            case "object" -> fields(schema.isObject() ? schema.path("schema") : schema, level);
            case "list", "array" -> new ListType(element(schema, level + 1));
            default -> {
                var scalar = Scalar.find(name, declared.path("assistType").asInt(0));
                if (scalar == null) {
                    throw wrong(name.isEmpty() ? "a type is missing" : "unknown type \"" + shortened(name) + "\"");
                }
                yield scalar;
            }
        };
    }

    private static @Nullable Type element(JsonNode schema, int level) {
        if (schema.isArray()) {
            if (schema.isEmpty()) {
                return null;
            }
            var first = schema.get(0);
            return first.path("name").asString("").isEmpty() ? of(first, level) : fields(schema, level);
        }
        return schema.isObject() && !schema.isEmpty() ? of(schema, level) : null;
    }

    private static ObjectType fields(JsonNode schema, int level) {
        if (!schema.isArray() || schema.isEmpty()) {
            return ObjectType.FREE_FORM;
        }
        var fields = new ArrayList<Variable>(schema.size());
        for (var field : schema) {
            var name = field.path("name").asString("");
            if (!name.isEmpty()) {
                // a Param has its type one step further in; a stale "input": {} of a Variable says nothing
                var input = field.path("input");
                fields.add(Variable.of(name, field, of(input.has("type") ? input : field, level + 1)));
            }
        }
        return ObjectType.of(fields);
    }

    /** The members {@code type}, {@code assistType} and {@code schema} as a canvas has them. */
    default ObjectNode toJson() {
        var json = Json.object().put("type", canvasName());
        switch (this) {
            case Scalar scalar -> {
                if (scalar.assistType() != 0) {
                    json.put("assistType", scalar.assistType());
                }
            }
            case ListType list -> {
                if (list.element() != null) {
                    json.set("schema", list.element().toJson());
                }
            }
            case ObjectType object -> json.set("schema", variables(object));
        }
        return json;
    }

    /** The fields as an array of Variables. */
    static ArrayNode variables(ObjectType object) {
        var array = Json.array();
        object.fields().values().forEach(field -> array.add(field.toJson()));
        return array;
    }

    private static ValueException wrong(String message) {
        return new ValueException(ValueException.SCHEMA, message);
    }

    private static String shortened(String name) {
        return name.length() > 40 ? name.substring(0, 40) + "…" : name;
    }
}
