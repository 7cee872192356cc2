package dev.pankou.plugin.openapi;

import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.json.Yaml;
import dev.pankou.plugin.tool.Remark;
import dev.pankou.plugin.tool.ToolSpec;
import dev.pankou.plugin.tool.Web;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads an OpenAPI 3.0 or 3.1 document; what it does not understand it says. Fetches nothing. One for each reading. */
public final class OpenApiReader {
    private static final List<String> METHODS = List.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
    /** A document of 2 MB has fewer. */
    private static final Yaml.Limits LIMITS = new Yaml.Limits(500_000, 500_000, 100);

    private static final Set<String> CALLED = Set.of("get", "put", "post", "delete", "head", "patch");

    private final JsonNode document;
    private final @Nullable URI base;
    private final List<Remark> remarks = new ArrayList<>();
    private final Schemas schemas;
    private final Set<String> names = new HashSet<>();
    private String server = "";

    private OpenApiReader(JsonNode document, @Nullable URI base) {
        this.document = document;
        this.base = base;
        schemas = new Schemas(document, remarks);
    }

    /**
     * @param base where the document came from, for servers given relative to it; null: nowhere
     * @param mostTools further ones are left out, and that is said
     * @throws DocumentException when nothing can be made of it
     */
    public static OpenApiDocument read(String text, @Nullable URI base, int mostTools) {
        var document = tree(text);
        if (document.path("swagger").isString()) {
            throw new DocumentException("it is Swagger 2; convert it to OpenAPI 3 first");
        }
        var version = document.path("openapi").asString("");
        if (!version.startsWith("3.")) {
            throw new DocumentException("it has no field openapi with a version 3.x");
        }
        return new OpenApiReader(document, base).all(mostTools);
    }

    private static JsonNode tree(String text) {
        if (text.stripLeading().startsWith("{")) {
            try {
                return Json.tree(text);
            } catch (JacksonException notJson) {
                // {a: 1} is YAML
            }
        }
        try {
            return Yaml.read(text, LIMITS);
        } catch (Yaml.Refused refused) {
            throw new DocumentException(switch (refused.reason()) {
                case BROKEN -> "it is neither YAML nor JSON: " + refused.getMessage();
                case TOO_LARGE, TOO_DEEP -> "it has more values, or is nested more deeply, than we read";
            });
        }
    }

    private OpenApiDocument all(int mostTools) {
        server = server(document, "servers", null);
        var tools = new ArrayList<ToolSpec>();
        for (var entry : document.path("paths").properties()) {
            var path = entry.getKey();
            var item = schemas.resolve(entry.getValue(), "paths." + path);
            for (var method : METHODS) {
                if (!item.path(method).isObject()) {
                    continue;
                }
                var at = "paths." + path + "." + method;
                if (!CALLED.contains(method) || !path.startsWith("/")) {
                    remarks.add(Remark.skipped(at, "operations of this kind are not called"));
                } else if (tools.size() == mostTools) {
                    remarks.add(Remark.skipped(at, "a plugin has at most " + mostTools + " tools"));
                } else {
                    var tool = tool(method, path, item, item.get(method), at);
                    if (tool != null) {
                        tools.add(tool);
                    }
                }
            }
        }
        for (var word : List.of("webhooks", "callbacks")) {
            if (document.has(word)) {
                remarks.add(Remark.skipped(word, "calls from the server to us are not understood"));
            }
        }
        securitySchemes();
        if (tools.isEmpty()) {
            throw new DocumentException("it has no operation that can be called" + firstRemark());
        }
        var info = document.path("info");
        return new OpenApiDocument(
                info.path("title").asString("").strip(), info.path("description").asString("").strip(), server, tools, remarks);
    }

    private String firstRemark() {
        return remarks.isEmpty() ? "" : "; " + remarks.getFirst().at() + ": " + remarks.getFirst().message();
    }

    /** The first server of a node, its variables filled with their defaults. */
    private String server(JsonNode node, String at, @Nullable String otherwise) {
        var servers = node.path("servers");
        if (servers.size() > 1) {
            remarks.add(Remark.changed(at, "of " + servers.size() + " servers the first is used"));
        }
        var first = servers.path(0);
        var url = first.path("url").asString("");
        if (url.isEmpty() && otherwise != null) {
            return otherwise;
        }
        for (var variable : first.path("variables").properties()) {
            url = url.replace("{" + variable.getKey() + "}", variable.getValue().path("default").asString(""));
        }
        var address = address(url.isEmpty() ? "/" : url);
        if (address == null) {
            throw new DocumentException("its server \"" + url + "\" is no http or https address; a relative one needs openapi_url");
        }
        return address;
    }

    private @Nullable String address(String url) {
        URI found;
        try {
            found = base == null ? URI.create(url) : base.resolve(url);
        } catch (IllegalArgumentException noAddress) {
            return null;
        }
        var address = Web.parse(found.toString());
        if (address == null) {
            return null;
        }
        var text = address.toString().replaceFirst("[?#].*", "");
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private @Nullable ToolSpec tool(String method, String path, JsonNode item, JsonNode operation, String at) {
        schemas.begin();
        var before = remarks.size();
        try {
            var inputs = new OpenApiInputs(schemas, remarks, at);
            inputs.parameters(item.path("parameters"), operation.path("parameters"), path);
            var problem = inputs.body(operation.path("requestBody"));
            if (problem != null) {
                remarks.add(Remark.skipped(at, problem));
                return null;
            }
            var root = server(operation, at, server(item, at, server));
            var binding = new HttpBinding(method.toUpperCase(Locale.ROOT), root, path, inputs.parameters(), inputs.body());
            return new ToolSpec(
                    new Id(0),
                    name(operation, method, path, at),
                    description(operation),
                    inputs.schema(),
                    output(operation, at),
                    method.equals("get") || method.equals("head"),
                    Json.mapper().valueToTree(binding));
        } catch (Schemas.TooLargeException tooLarge) {
            remarks.subList(before, remarks.size()).clear();
            remarks.add(Remark.skipped(at, String.valueOf(tooLarge.getMessage())));
            return null;
        }
    }

    private String name(JsonNode operation, String method, String path, String at) {
        var given = operation.path("operationId").asString("");
        var name = ToolSpec.nameOf(given.isEmpty() ? method + path : given);
        var free = name;
        for (var number = 2; !names.add(free); number++) {
            var suffix = "_" + number;
            free = name.substring(0, Math.min(name.length(), 64 - suffix.length())) + suffix;
        }
        if (!given.isEmpty() && !free.equals(given)) {
            remarks.add(Remark.changed(at, "the tool of operationId " + given + " is called " + free));
        }
        return free;
    }

    private static String description(JsonNode operation) {
        var summary = operation.path("summary").asString("").strip();
        var more = operation.path("description").asString("").strip();
        return summary.isEmpty() || more.startsWith(summary) ? more : more.isEmpty() ? summary : summary + "\n" + more;
    }

    private ObjectNode output(JsonNode operation, String at) {
        for (var response : operation.path("responses").properties()) {
            var status = response.getKey();
            if (!status.startsWith("2") && !status.equals("default")) {
                continue;
            }
            for (var content : schemas.resolve(response.getValue(), at).path("content").properties()) {
                if (OpenApiInputs.isJson(content.getKey()) && content.getValue().path("schema").isObject()) {
                    return schemas.output(content.getValue().get("schema"), at + ".responses." + status);
                }
            }
            if (status.startsWith("2")) {
                return Json.object();
            }
        }
        return Json.object();
    }

    private void securitySchemes() {
        for (var entry : document.path("components").path("securitySchemes").properties()) {
            var at = "components.securitySchemes." + entry.getKey();
            var scheme = schemas.resolve(entry.getValue(), at);
            var proposal = SecurityProposal.of(scheme);
            remarks.add(
                    proposal == null
                            ? Remark.skipped(at, "credentials of type " + scheme.path("type").asString("?") + " are not supported")
                            : Remark.proposal(at, "the server asks for credentials; set auth to " + proposal));
        }
    }
}
