package dev.pankou.workflow.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.pankou.access.Caller;
import dev.pankou.api.ApiError;
import dev.pankou.conversation.ContentPart;
import dev.pankou.conversation.EnteredMessage;
import dev.pankou.conversation.Message;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.workflow.value.Type;
import dev.pankou.workflow.value.ValueException;
import dev.pankou.workflow.value.Values;

/** Reads what callers send as inputs: objects or JSON text, with files as {@code {"file_id"}} (BEHAVIOUR 1.6). */
public final class RunInputs {
    /** Where an uploaded file can be fetched. */
    public interface FileLinks {
        /** @throws dev.pankou.api.ApiException 4000, naming the field, for a file that is not there or not the caller's */
        String link(Caller caller, Id file, String field);
    }

    private final FileLinks links;

    RunInputs(FileLinks links) {
        this.links = links;
    }

    /** The parameters of a run, file ids replaced by addresses. */
    Map<String, @Nullable Object> read(Caller caller, @Nullable JsonNode parameters, Type.ObjectType declared) {
        if (parameters == null || parameters.isNull()) {
            return Map.of();
        }
        Object value;
        try {
            value = parameters.isString() && !parameters.asString().isBlank()
                    ? Values.parse(parameters.asString())
                    : parameters.isString() ? Map.of() : Values.of(parameters);
        } catch (ValueException notJson) {
            throw ApiError.field("parameters", "must be a JSON object or the text of one: " + notJson.getMessage());
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw ApiError.field("parameters", "must be a JSON object or the text of one");
        }
        return fields(caller, map, declared, "parameters");
    }

    private Map<String, @Nullable Object> fields(Caller caller, Map<?, ?> given, Type.ObjectType declared, String path) {
        var values = new LinkedHashMap<String, @Nullable Object>();
        given.forEach((key, value) -> {
            var name = String.valueOf(key);
            var variable = declared.fields().get(name);
            values.put(name, variable == null ? value : filed(caller, value, variable.type(), path + "." + name));
        });
        return values;
    }

    private @Nullable Object filed(Caller caller, @Nullable Object value, Type type, String path) {
        return switch (type) {
            case Type.Scalar scalar when scalar.isFile() -> file(caller, value, path);
            case Type.ListType(var element) when element != null && value instanceof List<?> list -> {
                var all = new ArrayList<@Nullable Object>();
                for (var i = 0; i < list.size(); i++) {
                    all.add(filed(caller, list.get(i), element, path + "[" + i + "]"));
                }
                yield all;
            }
            case Type.ObjectType object when value instanceof Map<?, ?> map -> fields(caller, map, object, path);
            default -> value;
        };
    }

    /** What a user said, as one text: words, then addresses of images and files, joined by commas (WORKFLOW 12). */
    String said(Caller caller, EnteredMessage message, String field) {
        if (message.form() != Message.ContentType.OBJECT_STRING) {
            return message.content();
        }
        var parts = new ArrayList<String>();
        for (var part : ContentPart.parse(field, message.content())) {
            var file = part.file();
            parts.add(file != null ? links.link(caller, file, field) : part.text().isEmpty() ? part.url() : part.text());
        }
        return String.join(",", parts);
    }

    private @Nullable Object file(Caller caller, @Nullable Object value, String path) {
        var id = fileId(value);
        return id == null ? value : links.link(caller, id, path);
    }

    private static @Nullable Id fileId(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.get("file_id") == null ? null : Id.parse(Values.text(map.get("file_id")));
        }
        if (value instanceof String text && text.contains("file_id") && text.strip().startsWith("{")) {
            try {
                return fileId(Values.parse(text));
            } catch (ValueException noJson) {
                return null;
            }
        }
        return null;
    }

    /**
     * The reply to a question, file ids replaced by addresses.
     *
     * @param schema of an input node's fields; "" for other questions
     */
    String reply(Caller caller, String data, String schema) {
        if (schema.isEmpty() || !data.contains("file_id")) {
            return data;
        }
        try {
            if (!(Values.parse(data) instanceof Map<?, ?> map)) {
                return data;
            }
            var declared = Type.ObjectType.ofVariables(Json.tree(schema));
            var only = map.size() == 1 ? fileId(map) : null;
            if (only != null) { // the page's own form: a file without a field's name
                var files = declared.fields().values().stream()
                        .filter(variable -> variable.type() instanceof Type.Scalar scalar && scalar.isFile())
                        .toList();
                return files.size() == 1
                        ? Values.json(Map.of(files.getFirst().name(), links.link(caller, only, "resume_data")))
                        : data;
            }
            if (map.size() == 1 && map.get("input") instanceof String wrapped && !declared.fields().containsKey("input")) {
                return reply(caller, wrapped, schema);
            }
            return Values.json(fields(caller, map, declared, "resume_data"));
        } catch (ValueException noJson) {
            return data;
        }
    }
}
