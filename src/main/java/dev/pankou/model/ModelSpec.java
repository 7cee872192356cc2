package dev.pankou.model;

import dev.pankou.id.Id;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model that can be asked.
 *
 * @param name as people see it
 * @param baseUrl with or without a trailing slash or "/v1"; null for the offline model
 * @param apiKey secret; never printed
 * @param remoteName the model's name at its server
 * @param contextWindow tokens of question and answer together
 */
public record ModelSpec(
        Id id,
        String name,
        ApiKind kind,
        @Nullable URI baseUrl,
        @Nullable String apiKey,
        String remoteName,
        int contextWindow,
        Set<Capability> capabilities,
        List<Parameter> parameters) {
    /** The built-in model's id and name at its "server". */
    public static final Id OFFLINE_ID = new Id(1);

    public static final String OFFLINE_NAME = "pankou-offline";

    /** A setting of {@link Sampling} by its wire name, its range and what it is when nobody says otherwise. */
    public record Parameter(String name, double min, double max, double byDefault) {}

    private static final List<Parameter> USUAL = List.of(
            new Parameter("temperature", 0, 2, 1),
            new Parameter("top_p", 0, 1, 1),
            new Parameter("frequency_penalty", -2, 2, 0),
            new Parameter("presence_penalty", -2, 2, 0),
            new Parameter("max_tokens", 1, 32_768, 4096));

    public ModelSpec {
        capabilities = Set.copyOf(capabilities);
        parameters = List.copyOf(parameters);
        if (kind != ApiKind.OFFLINE && baseUrl == null) {
            throw new IllegalArgumentException("model " + name + " needs a base URL");
        }
    }

    /** The built-in model: needs nothing, is no language model and says so. */
    public static ModelSpec offline() {
        return new ModelSpec(
                OFFLINE_ID,
                "Offline model",
                ApiKind.OFFLINE,
                null,
                null,
                OFFLINE_NAME,
                32_768,
                EnumSet.allOf(Capability.class),
                USUAL);
    }

    /** A model behind OpenAI's chat completions with the usual parameters. */
    public static ModelSpec openAiChat(Id id, URI baseUrl, @Nullable String apiKey, String remoteName) {
        return new ModelSpec(
                id,
                remoteName,
                ApiKind.OPENAI_CHAT,
                baseUrl,
                apiKey,
                remoteName,
                128_000,
                EnumSet.of(Capability.TOOLS, Capability.VISION, Capability.JSON_OUTPUT),
                USUAL);
    }

    @Override
    public String toString() {
        return "ModelSpec[id=" + id + ", name=" + name + ", kind=" + kind + "]";
    }
}
