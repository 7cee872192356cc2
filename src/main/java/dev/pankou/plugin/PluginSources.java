package dev.pankou.plugin;

import dev.pankou.api.ApiError;
import dev.pankou.egress.CancelSignal;
import dev.pankou.id.Id;
import dev.pankou.plugin.mcp.McpClient;
import dev.pankou.plugin.mcp.McpTools;
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
    private final McpClient mcp;
    private final Credentials credentials;
    private final PluginLimits limits;

    /** @param documents takes answers as long as documents may be */
    PluginSources(Web documents, McpClient mcp, Credentials credentials, PluginLimits limits) {
        this.documents = documents;
        this.mcp = mcp;
        this.credentials = credentials;
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
            case Given.Server(var address) -> {
                var definition = new Definition("", "", address.toString(), List.of(), auth, List.of());
                try {
                    yield listed(definition, credentials.trial(definition, secrets, new CancelSignal()), new CancelSignal());
                } catch (ToolException failed) {
                    throw ApiError.field("mcp", failed.text());
                }
            }
        };
    }

    /** The tools of a plugin's MCP server, asked with the credentials that are stored. */
    Read refreshed(Plugin plugin, Definition definition, ToolCaller who, CancelSignal cancel) {
        try {
            return listed(definition, credentials.attached(plugin, definition, who, cancel), cancel);
        } catch (ToolException failed) {
            throw ApiError.tool(failed.code(), failed.text());
        } catch (NeedsAuthorizationException needed) {
            throw ApiError.tool(ToolException.UNAUTHORIZED, "authorization required: open " + needed.url());
        }
    }

    /** A plugin is gone, or is asked in another way from now on: sessions with its server end. */
    void changed(Id plugin) {
        mcp.forget(plugin);
    }

    private Read listed(Definition definition, Attached attached, CancelSignal cancel) {
        McpTools found;
        try {
            found = mcp.list(URI.create(definition.server()), attached, limits.tools(), cancel);
        } catch (ToolException failed) {
            if (!failed.rejected() || definition.auth().type() != AuthScheme.Type.OAUTH_USER) {
                throw failed;
            }
            var remark = Remark.proposal("mcp", "the server shows its tools to end users only; authorise, then refresh the plugin");
            found = new McpTools("", "", List.of(), List.of(remark));
        }
        return new Read(
                Plugin.Kind.MCP, found.name(), found.description(), definition.server(), found.tools(), "", found.remarks());
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
