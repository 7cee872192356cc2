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
    /** As OpenAI wants it. */
    private static final int LONGEST_NAME = 64;

    private final List<ToolSpec> specs;
    private final Map<String, ClientTool> client;
    private final Map<String, ServerTool> server;

    private TurnTools(List<ToolSpec> specs, Map<String, ClientTool> client, Map<String, ServerTool> server) {
        this.specs = specs;
        this.client = client;
        this.server = server;
    }

    /** Of tools that wish the same name the first has it; the others get a number. */
    static TurnTools of(List<BotTool> tools) {
        if (tools.isEmpty()) {
            return NONE;
        }
        var specs = new LinkedHashMap<String, ToolSpec>();
        var client = new LinkedHashMap<String, ClientTool>();
        var server = new LinkedHashMap<String, ServerTool>();
        for (var tool : tools) {
            var name = add(specs, tool.spec());
            switch (tool) {
                case ClientTool theirs -> client.put(name, theirs);
                case ServerTool ours -> server.put(name, ours);
            }
        }
        return new TurnTools(new ArrayList<>(specs.values()), client, server);
    }

    private static String add(Map<String, ToolSpec> specs, ToolSpec spec) {
        var name = spec.name();
        for (var n = 2; specs.containsKey(name); n++) {
            var number = "_" + n;
            name = spec.name().substring(0, Math.min(spec.name().length(), LONGEST_NAME - number.length())) + number;
        }
        specs.put(name, new ToolSpec(name, spec.description(), spec.parameters()));
        return name;
    }

    /** As the model gets them. */
    List<ToolSpec> specs() {
        return specs;
    }

    /** Null: the client has no such tool. */
    @Nullable ClientTool client(String name) {
        return client.get(name);
    }

    /** Null: the server has no such tool. */
    @Nullable ServerTool server(String name) {
        return server.get(name);
    }
}
