package dev.pankou.plugin;

import dev.pankou.api.ApiError;
import dev.pankou.egress.CancelSignal;
import dev.pankou.plugin.openapi.DocumentException;
import dev.pankou.plugin.openapi.OpenApiReader;
import dev.pankou.plugin.tool.Attached;
import dev.pankou.plugin.tool.Remark;
import dev.pankou.plugin.tool.ToolException;
import dev.pankou.plugin.tool.ToolSpec;
import dev.pankou.plugin.tool.Web;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gets tools from where they are described: a text, an address, an MCP server. Threads share it. */
final class PluginSources {
    private final Web documents;
    private final PluginLimits limits;

    /** @param documents takes answers as long as documents may be */
    PluginSources(Web documents, PluginLimits limits) {
        this.documents = documents;
        this.limits = limits;
    }

    /** What a request names. */
    sealed interface Given {
        Plugin.Kind kind();

        /** The request's field. */
        String field();

        record Text(String text) implements Given {
            @Override
            public Plugin.Kind kind() {
                return Plugin.Kind.OPENAPI;
            }

            @Override
            public String field() {
                return "openapi";
            }
        }

        record Address(URI address) implements Given {
            @Override
            public Plugin.Kind kind() {
                return Plugin.Kind.OPENAPI;
            }

            @Override
            public String field() {
                return "openapi_url";
            }
        }

        record Server(URI address) implements Given {
            @Override
            public Plugin.Kind kind() {
                return Plugin.Kind.MCP;
            }

            @Override
            public String field() {
                return "mcp.url";
            }
        }
    }

    /** What was got. The tools' ids are all 0. */
    record Read(
            Plugin.Kind kind,
            String name,
            String description,
            String server,
            List<ToolSpec> tools,
            String document,
            List<Remark> remarks) {}

    /** @throws dev.pankou.api.ApiException 4000 that names the field, when nothing can be made of it */
    Read read(Given given, AuthScheme auth, Secrets secrets) {
        return switch (given) {
            case Given.Text(var text) -> document(text, null, "openapi");
            case Given.Address(var address) -> document(fetched(address), address, "openapi_url");
            case Given.Server(var address) -> throw ApiError.field("mcp", "");
        };
    }

    Read refreshed(Plugin plugin, ToolCaller who, CancelSignal cancel) {
        throw ApiError.field("mcp", "");
    }

    private String fetched(URI address) {
        try {
            var ask = new Web.Ask(
                    "GET", address, Map.of("Accept", "application/json, application/yaml, text/yaml, */*;q=0.8"), null,
                    Attached.NOTHING, true);
            var answer = documents.send(ask, new CancelSignal());
            if (!answer.ok()) {
                throw ApiError.field("openapi_url", "the address answered with status " + answer.status());
            }
            return answer.text();
        } catch (ToolException failed) {
            throw ApiError.field("openapi_url", failed.text());
        }
    }

    private Read document(String text, @Nullable URI base, String field) {
        if (text.getBytes(StandardCharsets.UTF_8).length > limits.documentBytes()) {
            throw ApiError.field(field, "the document is larger than the " + limits.documentBytes() + " bytes allowed");
        }
        try {
            var read = OpenApiReader.read(text, base, limits.tools());
            return new Read(
                    Plugin.Kind.OPENAPI, read.name(), read.description(), read.server(), read.tools(), text, read.remarks());
        } catch (DocumentException unreadable) {
            throw ApiError.field(field, "the document cannot be used: " + unreadable.text());
        }
    }
}
