package dev.pankou.bot;

import dev.pankou.api.ApiError;
import dev.pankou.bot.BotConfig.ApiMode;
import dev.pankou.model.ApiKind;
import dev.pankou.model.Capability;
import dev.pankou.model.ModelSpec;
import dev.pankou.provider.Catalog;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a configuration may be, given its model (BEHAVIOUR 3.1: ranges and abilities depend on the model). */
final class ConfigRules {
    private static final String AT = "model_info_config.";

    /** {@code caching_expire_time}, in seconds: three days. */
    private static final long MAX_CACHING_SECONDS = 259_200;

    /** Ranges for models that name none. */
    private static final List<ModelSpec.Parameter> USUAL = List.of(
            new ModelSpec.Parameter("temperature", 0, 2, 1),
            new ModelSpec.Parameter("top_p", 0, 1, 1),
            new ModelSpec.Parameter("top_k", 0, 100, 0),
            new ModelSpec.Parameter("frequency_penalty", -2, 2, 0),
            new ModelSpec.Parameter("presence_penalty", -2, 2, 0));

    private ConfigRules() {}

    /** @throws dev.pankou.api.ApiException 4000 that names the field */
    static void check(BotConfig config, Catalog models) {
        var model = config.model();
        if (model == null) {
            return;
        }
        var spec = models.find(model.modelId());
        if (spec == null) {
            throw ApiError.field(AT + "model_id", "model " + model.modelId() + " does not exist or is disabled");
        }
        within(spec, "temperature", model.temperature());
        within(spec, "top_p", model.topP());
        within(spec, "top_k", model.topK());
        within(spec, "frequency_penalty", model.frequencyPenalty());
        within(spec, "presence_penalty", model.presencePenalty());
        within(spec, "max_tokens", model.maxTokens());
        if (model.apiMode() == ApiMode.RESPONSES_API && spec.kind() == ApiKind.OPENAI_CHAT) {
            throw ApiError.field(AT + "api_mode", "model " + spec.name() + " does not support responses_api");
        }
        parameters(model, spec);
        thinking(config, model, spec);
    }

    private static void within(ModelSpec spec, String name, @Nullable Number value) {
        if (value == null) {
            return;
        }
        var range = range(spec, name);
        if (value.doubleValue() < range.min() || value.doubleValue() > range.max()) {
            throw ApiError.field(
                    AT + name, plain(range.min()) + " to " + plain(range.max()) + " for model " + spec.name());
        }
    }

    private static ModelSpec.Parameter range(ModelSpec spec, String name) {
        for (var list : List.of(spec.parameters(), USUAL)) {
            for (var parameter : list) {
                if (parameter.name().equals(name)) {
                    return parameter;
                }
            }
        }
        return new ModelSpec.Parameter(name, 1, spec.contextWindow(), 1);
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private static void parameters(BotConfig.Model model, ModelSpec spec) {
        var given = model.parameters();
        oneOf(given, "thinking_type", "enabled", "disabled", "auto");
        oneOf(given, "caching.type", "enabled", "disabled");
        oneOf(given, "store", "true", "false");
        if (model.apiMode() != ApiMode.RESPONSES_API && "enabled".equals(given.get("caching.type"))) {
            throw ApiError.field(AT + "parameters.caching.type", "enabled needs api_mode=responses_api");
        }
        var seconds = given.get("caching_expire_time");
        if (seconds != null && !(seconds.matches("[0-9]{1,6}") && within(Long.parseLong(seconds)))) {
            throw ApiError.field(AT + "parameters.caching_expire_time", "1 to " + MAX_CACHING_SECONDS + " seconds");
        }
        // store is what the cache lives on
        if ("enabled".equals(given.get("caching.type")) && "false".equals(given.get("store"))) {
            throw ApiError.field(AT + "parameters.store", "must be true with caching.type=enabled");
        }
    }

    private static boolean within(long cachingSeconds) {
        return cachingSeconds >= 1 && cachingSeconds <= MAX_CACHING_SECONDS;
    }

    private static void oneOf(Map<String, String> given, String name, String... allowed) {
        var value = given.get(name);
        if (value != null && !List.of(allowed).contains(value)) {
            throw ApiError.field(AT + "parameters." + name, "must be one of " + String.join(", ", allowed));
        }
    }

    /** A model that thinks calls no functions. */
    private static void thinking(BotConfig config, BotConfig.Model model, ModelSpec spec) {
        var type = model.parameters().getOrDefault("thinking_type", "disabled");
        if (type.equals("disabled")) {
            return;
        }
        if (!spec.capabilities().contains(Capability.REASONING)) {
            throw ApiError.field(AT + "parameters.thinking_type", "model " + spec.name() + " cannot think");
        }
        if (!type.equals("enabled")) {
            return;
        }
        var conflict = !config.plugins().isEmpty()
                ? "plugins"
                : !config.workflows().isEmpty()
                        ? "workflows"
                        : !config.clientTools().isEmpty()
                                ? "client tools"
                                : !config.shortcutCommands().isEmpty() ? "shortcut commands" : "";
        if (!conflict.isEmpty()) {
            throw ApiError.field(AT + "parameters.thinking_type", "a bot with thinking enabled can have no " + conflict);
        }
    }
}
