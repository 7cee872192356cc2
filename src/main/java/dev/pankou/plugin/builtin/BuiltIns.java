package dev.pankou.plugin.builtin;

import dev.pankou.egress.CancelSignal;
import dev.pankou.id.Id;
import dev.pankou.parse.DocumentParser;
import dev.pankou.plugin.tool.Arguments;
import dev.pankou.plugin.tool.ToolException;
import dev.pankou.plugin.tool.ToolSpec;
import dev.pankou.plugin.tool.Web;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** All built-in plugins. Immutable, so threads share it. */
public final class BuiltIns {
    private final List<BuiltInPlugin> plugins;
    private final Map<Id, BuiltInTool> tools = new HashMap<>();

    public BuiltIns(Clock clock, Web web, DocumentParser parser) {
        var all = new ArrayList<BuiltInPlugin>();
        add(all, 11, "Time", "The time now, and times in other places. 时间与时区。", "1", TimeTools.all(clock));
        add(all, 12, "Calculator", "Exact arithmetic and common functions. 计算器。", "1", CalculatorTools.all());
        add(all, 13, "Web reader", "The text of a public web page. 网页阅读。", "2", WebTools.all(web, parser));
        add(all, 14, "Text", "Counting, replacing, splitting, encoding of text. 文本工具。", "3", TextTools.all());
        add(all, 15, "JSON", "Reading and shaping of JSON. JSON 工具。", "3", JsonTools.all());
        plugins = List.copyOf(all);
    }

    private void add(
            List<BuiltInPlugin> all, long id, String name, String description, String category, List<BuiltInTool> given) {
        var specs = new ArrayList<ToolSpec>();
        for (var tool : given) {
            var spec = tool.spec().withId(new Id(id * 100 + specs.size() + 1));
            specs.add(spec);
            tools.put(spec.id(), new BuiltInTool(spec, tool.work()));
        }
        all.add(new BuiltInPlugin(new Id(id), name, description, category, specs));
    }

    public List<BuiltInPlugin> all() {
        return plugins;
    }

    public @Nullable BuiltInPlugin find(Id id) {
        for (var plugin : plugins) {
            if (plugin.id().equals(id)) {
                return plugin;
            }
        }
        return null;
    }

    /** @throws ToolException when there is no result */
    public JsonNode call(Id tool, JsonNode arguments, CancelSignal cancel) {
        var found = tools.get(tool);
        if (found == null) {
            throw new ToolException(ToolException.NOT_FOUND, "tool " + tool + " does not exist");
        }
        return found.work().run(Arguments.checked(found.spec().input(), arguments), cancel);
    }
}
