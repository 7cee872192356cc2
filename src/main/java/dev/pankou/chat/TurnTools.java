package dev.pankou.chat;

import dev.pankou.model.ToolSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tools of one turn by the names that the model calls them. Immutable. */
final class TurnTools {
    static final TurnTools NONE = new TurnTools(List.of(), Map.of(), Map.of());

    private final List<ToolSpec> specs;
    private final Map<String, ToolSpec> client;
    private final Map<String, ServerTool> server;

    private TurnTools(List<ToolSpec> specs, Map<String, ToolSpec> client, Map<String, ServerTool> server) {
        this.specs = specs;
        this.client = client;
        this.server = server;
    }

    /** Tools of the client keep their names; of the server's, the first of a name does. */
    static TurnTools of(List<ToolSpec> clientTools, List<ServerTool> serverTools) {
        var specs = new ArrayList<>(clientTools);
        var client = new LinkedHashMap<String, ToolSpec>();
        clientTools.forEach(tool -> client.put(tool.name(), tool));
        var server = new LinkedHashMap<String, ServerTool>();
        for (var tool : serverTools) {
            var spec = tool.spec();
            var name = spec.name();
            for (var n = 2; client.containsKey(name) || server.containsKey(name); n++) {
                name = spec.name() + "_" + n;
            }
            server.put(name, tool);
            specs.add(new ToolSpec(name, spec.description(), spec.parameters()));
        }
        return specs.isEmpty() ? NONE : new TurnTools(List.copyOf(specs), client, server);
    }

    /** As the model gets them. */
    List<ToolSpec> specs() {
        return specs;
    }

    boolean isClient(String name) {
        return client.containsKey(name);
    }

    /** Null: the server has no such tool. */
    @Nullable ServerTool server(String name) {
        return server.get(name);
    }
}
