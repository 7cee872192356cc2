package dev.pankou.bot;

import dev.pankou.api.ApiError;
import dev.pankou.bot.BotConfig.Shortcut;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.json.WireText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads {@code shortcut_commands} of create and update, an extension: the shape that OpenGetBotInfo returns. One without id
 * is new.
 */
final class Shortcuts {
    private static final int MAX_COMMANDS = 100;

    private Shortcuts() {}

    /** As it comes, everything optional. */
    private record Given(
            @Nullable String id,
            @Nullable String name,
            @Nullable String command,
            @Nullable String description,
            @Nullable String queryTemplate,
            @Nullable String iconUrl,
            @Nullable List<GivenComponent> components,
            @Nullable GivenTool tool,
            @Nullable String agentId) {}

    private record GivenComponent(
            @Nullable String name,
            @Nullable String description,
            @Nullable String type,
            @Nullable String toolParameter,
            @Nullable String defaultValue,
            @Nullable Boolean isHide,
            @Nullable List<String> options) {}

    private record GivenTool(@Nullable String name, @Nullable String type) {}

    /** @throws dev.pankou.api.ApiException 4000 that names the place */
    static List<Shortcut> read(JsonNode given, Supplier<Id> ids) {
        if (!given.isArray() || given.size() > MAX_COMMANDS) {
            throw ApiError.field("shortcut_commands", "must be an array of 0 to " + MAX_COMMANDS + " entries");
        }
        ClientTools.storable(given, "shortcut_commands");
        var found = new ArrayList<Shortcut>();
        var known = new HashSet<Id>();
        for (var i = 0; i < given.size(); i++) {
            var at = "shortcut_commands[" + i + "]";
            Given command;
            try {
                command = Json.mapper().treeToValue(given.get(i), Given.class);
            } catch (JacksonException malformed) {
                throw ApiError.field(at, "has not the shape of a shortcut command");
            }
            if (command == null) {
                throw ApiError.field(at, "must not be null");
            }
            var shortcut = shortcut(command, at, ids);
            if (!known.add(shortcut.id())) {
                throw ApiError.field(at + ".id", shortcut.id() + " is there twice");
            }
            found.add(shortcut);
        }
        return found;
    }

    private static Shortcut shortcut(Given given, String at, Supplier<Id> ids) {
        if (text(given.name()).isEmpty()) {
            throw ApiError.field(at + ".name", "is required");
        }
        var id = text(given.id()).isEmpty() ? ids.get() : Id.parse(text(given.id()));
        if (id == null) {
            throw ApiError.field(at + ".id", "must be an id of up to 19 digits");
        }
        var components = new ArrayList<Shortcut.Component>();
        if (given.components() != null) {
            for (var component : given.components()) {
                components.add(component(component, at + ".components[" + components.size() + "]"));
            }
        }
        var tool = given.tool();
        return new Shortcut(
                id,
                text(given.name()),
                text(given.command()),
                text(given.description()),
                text(given.queryTemplate()),
                text(given.iconUrl()),
                components,
                tool == null
                        ? null
                        : new Shortcut.Tool(
                                text(tool.name()), constant(Shortcut.ToolType.class, text(tool.type()), at + ".tool.type")),
                given.agentId());
    }

    private static Shortcut.Component component(@Nullable GivenComponent given, String at) {
        if (given == null || text(given.name()).isEmpty()) {
            throw ApiError.field(at + ".name", "is required");
        }
        var options = given.options();
        if (options != null && options.contains(null)) {
            throw ApiError.field(at + ".options", "must not contain null");
        }
        return new Shortcut.Component(
                text(given.name()),
                text(given.description()),
                given.type() == null
                        ? Shortcut.ComponentType.TEXT
                        : constant(Shortcut.ComponentType.class, given.type(), at + ".type"),
                text(given.toolParameter()),
                text(given.defaultValue()),
                Boolean.TRUE.equals(given.isHide()),
                options == null ? List.of() : options);
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given;
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String text, String at) {
        var found = WireText.find(type, text);
        if (found == null) {
            var allowed = Arrays.stream(type.getEnumConstants()).map(WireText::of).toList();
            throw ApiError.field(at, "must be one of " + String.join(", ", allowed));
        }
        return found;
    }
}
