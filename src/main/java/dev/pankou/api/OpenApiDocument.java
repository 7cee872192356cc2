package dev.pankou.api;

import dev.pankou.access.Permission;
import dev.pankou.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OpenAPI 3.1 document of the operation table: what is declared is described, and nothing else. A second method of an
 * operation gets an operationId of its own, {@code ID_METHOD}. Made once; not shared while it is made.
 */
public final class OpenApiDocument {
    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");
    private static final Pattern VERSION = Pattern.compile("v\\d+");
    private static final String ABOUT =
            """
            The Coze Open API as this Pankou answers it. Operations marked `x-pankou-extension` are Pankou's own.

            Success is HTTP 200 with `code` 0. Mistakes in a request are HTTP 200 with another `code` and a `msg` that names \
            the field; a missing or invalid token is HTTP 401 with code 4100. `detail.logid` names the request in the logs.
            """;

    /** First words of the paths of browser sessions, which are one group. */
    private static final Set<String> SESSION = Set.of("setup", "sign_in", "sign_out", "session", "password", "sign_in_links");

    private final List<Operation<?, ?>> operations;
    private final OpenApiDocumentSchemas schemas = new OpenApiDocumentSchemas();
    /** Path template by its shape, because paths that differ only in parameter names are one path in OpenAPI. */
    private final Map<String, String> templates = new HashMap<>();

    private final Map<String, ObjectNode> paths = new LinkedHashMap<>();

    private OpenApiDocument(List<Operation<?, ?>> operations) {
        this.operations = operations;
    }

    /** The document of these operations. @param version of the program */
    public static ObjectNode of(List<Operation<?, ?>> operations, String version) {
        return new OpenApiDocument(operations).document(version);
    }

    private ObjectNode document(String version) {
        for (var operation : operations) {
            var template = templates.computeIfAbsent(PARAMETER.matcher(operation.path()).replaceAll("{}"), shape -> operation.path());
            var path = paths.computeIfAbsent(template, key -> Json.object());
            for (var method : operation.methods()) {
                path.set(method.toLowerCase(Locale.ROOT), describe(operation, method, template));
            }
        }
        var document = Json.object();
        document.put("openapi", "3.1.1");
        document.putObject("info").put("title", "Pankou 盘扣").put("version", version).put("description", ABOUT);
        var tags = new TreeSet<String>();
        operations.forEach(operation -> tags.add(tag(operation)));
        var list = document.putArray("tags");
        tags.forEach(tag -> list.addObject().put("name", tag));
        var all = document.putObject("paths");
        paths.forEach(all::set);
        document.set("components", components());
        return document;
    }

    private ObjectNode components() {
        var components = Json.object();
        var security = components.putObject("securitySchemes");
        security.putObject("token")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "A personal access token, pat_…");
        security.putObject("session")
                .put("type", "apiKey")
                .put("in", "cookie")
                .put("name", "pankou_session")
                .put("description", "The console's session; calls that change something also need the header X-Pankou-Csrf");
        var failure = components.putObject("responses").putObject("Error");
        failure.put("description", "Refused; code and msg say why");
        failure.putObject("content").putObject("application/json").set("schema", OpenApiDocumentSchemas.ref("Error"));
        var shown = schemas.components();
        shown.set("Detail", detail());
        var error = OpenApiDocumentSchemas.object();
        envelope(error);
        shown.set("Error", error);
        components.set("schemas", shown);
        return components;
    }

    private static ObjectNode detail() {
        var detail = OpenApiDocumentSchemas.object();
        detail.withObjectProperty("properties").putObject("logid").put("type", "string").put("description", "Names the request in the logs");
        detail.putArray("required").add("logid");
        return detail;
    }

    private ObjectNode describe(Operation<?, ?> operation, String method, String template) {
        var first = method.equals(operation.methods().getFirst());
        var described = Json.object();
        described.put("operationId", first ? operation.id() : operation.id() + "_" + method);
        if (!operation.summary().isEmpty()) {
            described.put("summary", operation.summary());
        }
        described.putArray("tags").add(tag(operation));
        if (operation.extension()) {
            described.put("x-pankou-extension", true);
        }
        guard(operation.guard(), described);
        request(operation, method, template, described);
        var responses = described.putObject("responses");
        var success = responses.putObject("200");
        success.put("description", "Success if code is 0");
        success.set("content", content(operation));
        if (!(operation.guard() instanceof Operation.Guard.Open)) {
            responses.set("401", OpenApiDocumentSchemas.ref("responses", "Error"));
        }
        if (operation.rate() != RateGroup.NONE) {
            responses.set("429", OpenApiDocumentSchemas.ref("responses", "Error"));
        }
        responses.set("default", OpenApiDocumentSchemas.ref("responses", "Error"));
        return described;
    }

    private static void guard(Operation.Guard guard, ObjectNode described) {
        var security = described.putArray("security");
        switch (guard) {
            case Operation.Guard.Open() -> {}
            case Operation.Guard.AnyToken() -> either(security);
            case Operation.Guard.Points(var points) -> {
                either(security);
                var names = described.putArray("x-permission");
                points.stream().map(Permission::point).sorted().forEach(names::add);
            }
        }
    }

    private static void either(tools.jackson.databind.node.ArrayNode security) {
        security.addObject().putArray("token");
        security.addObject().putArray("session");
    }

    private void request(Operation<?, ?> operation, String method, String template, ObjectNode described) {
        var inPath = names(operation.path());
        var shownInPath = names(template);
        var bodiless = method.equals("GET") || method.equals("HEAD");
        var parameters = Json.array();
        var body = new ArrayList<Binder.Field>();
        var fields = Binder.of(operation.request()).fields();
        for (var i = 0; i < inPath.size(); i++) {
            var name = inPath.get(i);
            var parameter = parameters.addObject().put("name", shownInPath.get(i)).put("in", "path").put("required", true);
            var field = fields.stream().filter(candidate -> candidate.name().equals(name)).findFirst();
            parameter.set("schema", field.isPresent() ? schemas.field(field.get()) : Json.object().put("type", "string"));
        }
        for (var field : fields) {
            if (inPath.contains(field.name())) {
                continue;
            }
            if (!bodiless && !field.query()) {
                body.add(field);
                continue;
            }
            var parameter = parameters.addObject().put("name", field.name()).put("in", "query");
            if (field.required()) {
                parameter.put("required", true);
            }
            if (OpenApiDocumentSchemas.isList(field.type())) {
                parameter.put("style", "form").put("explode", false);
            }
            parameter.set("schema", schemas.field(field));
        }
        if (!parameters.isEmpty()) {
            described.set("parameters", parameters);
        }
        if (!bodiless) {
            body(operation, body, described);
        }
    }

    private void body(Operation<?, ?> operation, List<Binder.Field> fields, ObjectNode described) {
        if (operation.body() == Operation.Body.MULTIPART) {
            var form = OpenApiDocumentSchemas.object();
            form.withObjectProperty("properties").putObject("file").put("type", "string").put("format", "binary");
            form.putArray("required").add("file");
            described.putObject("requestBody").put("required", true).putObject("content").putObject("multipart/form-data").set("schema", form);
        } else if (operation.body() == Operation.Body.RAW) {
            described.putObject("requestBody").put("required", true).putObject("content").putObject("application/json").putObject("schema");
        } else if (!fields.isEmpty()) {
            var required = fields.stream().anyMatch(Binder.Field::required);
            var content = described.putObject("requestBody").put("required", required).putObject("content");
            content.putObject("application/json").set("schema", schemas.input(fields));
            if (operation.body() == Operation.Body.WORKFLOW_FORM) {
                var form = schemas.input(fields);
                form.withObjectProperty("properties").putObject("file").put("type", "string").put("format", "binary");
                content.putObject("multipart/form-data").set("schema", form);
            }
        }
    }

    private ObjectNode content(Operation<?, ?> operation) {
        var answer = OpenApiDocumentSchemas.object();
        switch (operation.shape()) {
            case DONE -> {}
            case DATA -> answer.withObjectProperty("properties").set("data", schemas.output(operation.response()));
            case FLAT -> answer = schemas.record(operation.response());
            // A stream's events and the plain answer are of many forms; the reference of the operation tells them.
            case EVENTS -> answer.withObjectProperty("properties").set("data", Json.object());
        }
        envelope(answer);
        var content = Json.object();
        content.putObject("application/json").set("schema", answer);
        if (operation.shape() == Operation.Shape.EVENTS) {
            content.putObject("text/event-stream").putObject("schema").put("type", "string");
        }
        return content;
    }

    /** Adds what every answer has. The payload is not required: an answer that is not a success lacks it. */
    private static void envelope(ObjectNode answer) {
        var properties = answer.withObjectProperty("properties");
        properties.putObject("code").put("type", "integer").put("description", "0: success");
        properties.putObject("msg").put("type", "string");
        properties.set("detail", OpenApiDocumentSchemas.ref("Detail"));
        answer.withArrayProperty("required").add("code").add("msg").add("detail");
    }

    private static List<String> names(String path) {
        return PARAMETER.matcher(path).results().map(found -> found.group(1)).toList();
    }

    /** The permission's group that the path names last, or the path's first word that is no version. */
    private static String tag(Operation<?, ?> operation) {
        var path = operation.path();
        if (!operation.extension() && operation.guard() instanceof Operation.Guard.Points(var points) && !points.isEmpty()) {
            return points.stream()
                    .map(Permission::group)
                    .max(Comparator.comparingInt((String group) -> path.lastIndexOf(group.toLowerCase(Locale.ROOT)))
                            .thenComparing(Comparator.naturalOrder()))
                    .orElseThrow();
        }
        var word = Arrays.stream(path.substring(operation.extension() ? "/pankou".length() : 0).split("/"))
                .filter(segment -> !segment.isEmpty() && !VERSION.matcher(segment).matches())
                .findFirst()
                .orElseThrow();
        var plain = SESSION.contains(word) ? "session" : word.replace('_', ' ');
        return operation.extension()
                ? "Pankou " + plain
                : plain.substring(0, 1).toUpperCase(Locale.ROOT) + plain.substring(1);
    }
}
