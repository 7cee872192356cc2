package dev.pankou.provider;

import dev.pankou.access.Caller;
import dev.pankou.access.Permission;
import dev.pankou.api.ApiError;
import dev.pankou.api.Doc;
import dev.pankou.api.Length;
import dev.pankou.api.Operation;
import dev.pankou.api.Range;
import dev.pankou.api.Required;
import dev.pankou.id.Id;
import dev.pankou.model.ApiKind;
import dev.pankou.model.Capability;
import dev.pankou.model.ModelSpec.Parameter;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Operations on models. Extensions: Coze has its models built in. */
final class ProviderOperations {
    private static final Set<String> PARAMETERS =
            Set.of("temperature", "top_p", "top_k", "frequency_penalty", "presence_penalty", "max_tokens");

    private final ProviderService models;

    ProviderOperations(ProviderService models) {
        this.models = models;
    }

    List<Operation<?, ?>> declared() {
        return List.of(
                Operation.get("PankouListModels", "/pankou/v1/models")
                        .permission(Permission.LIST_MODELS)
                        .summary("Models that bots can use; addresses only for administrators")
                        .data(Operation.Nothing.class, Models.class, (caller, none) -> list(caller)),
                Operation.post("PankouCreateModel", "/pankou/v1/models")
                        .permission(Permission.MANAGE_MODELS)
                        .summary("Add a model behind an OpenAI-compatible interface")
                        .data(CreateModel.class, ModelCreated.class, this::create),
                Operation.put("PankouUpdateModel", "/pankou/v1/models/{model_id}")
                        .permission(Permission.MANAGE_MODELS)
                        .summary("Change a model; what is not given stays")
                        .done(UpdateModel.class, this::update),
                Operation.delete("PankouDeleteModel", "/pankou/v1/models/{model_id}")
                        .permission(Permission.MANAGE_MODELS)
                        .summary("Remove a model; bots that use it answer 4012")
                        .done(ModelId.class, (caller, request) -> models.delete(request.modelId())),
                Operation.post("PankouTestModel", "/pankou/v1/models/{model_id}/test")
                        .permission(Permission.MANAGE_MODELS)
                        .summary("Ask a model something small and say how it went")
                        .data(ModelId.class, TrialView.class, (caller, request) -> TrialView.of(models.test(request.modelId()))));
    }

    private Models list(Caller caller) {
        return new Models(models.catalog().entries().stream()
                .filter(entry -> entry.enabled() || caller.has(Permission.MANAGE_MODELS))
                .map(entry -> ModelView.of(entry, caller.administrator()))
                .toList());
    }

    private ModelCreated create(Caller caller, CreateModel request) {
        var url = address(request.baseUrl());
        return new ModelCreated(models.add(
                url,
                request.remoteName(),
                new ProviderService.Change(
                        request.name(),
                        kind(request.kind()),
                        url,
                        request.apiKey(),
                        request.remoteName(),
                        request.contextWindow(),
                        request.capabilities() == null ? null : Set.copyOf(request.capabilities()),
                        parameters(request.parameters()),
                        request.isDefault(),
                        request.enabled())));
    }

    private void update(Caller caller, UpdateModel request) {
        models.update(
                request.modelId(),
                new ProviderService.Change(
                        request.name(),
                        kind(request.kind()),
                        request.baseUrl() == null ? null : address(request.baseUrl()),
                        request.apiKey(),
                        request.remoteName(),
                        request.contextWindow(),
                        request.capabilities() == null ? null : Set.copyOf(request.capabilities()),
                        parameters(request.parameters()),
                        request.isDefault(),
                        request.enabled()));
    }

    private static URI address(String text) {
        try {
            var uri = URI.create(text);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException notAUri) {
            // said below
        }
        throw ApiError.field("base_url", "must be an http or https address such as https://api.example.com/v1");
    }

    private static @Nullable ApiKind kind(@Nullable ApiKind given) {
        if (given == ApiKind.OFFLINE) {
            throw ApiError.field("kind", "must be one of openai_chat, openai_responses");
        }
        return given;
    }

    private static @Nullable List<Parameter> parameters(Map<String, Bounds> given) {
        if (given.isEmpty()) {
            return null;
        }
        return given.entrySet().stream().map(entry -> {
            var name = entry.getKey();
            var bounds = entry.getValue();
            if (!PARAMETERS.contains(name)) {
                throw ApiError.field("parameters." + name, "must be one of " + PARAMETERS.stream().sorted().toList());
            }
            if (!(bounds.min() <= bounds.defaultValue() && bounds.defaultValue() <= bounds.max())) {
                throw ApiError.field("parameters." + name, "min, default_value and max must rise");
            }
            return new Parameter(name, bounds.min(), bounds.max(), bounds.defaultValue());
        }).toList();
    }

    record Models(List<ModelView> models) {}

    /** Range of a parameter and its value when a bot sets none. */
    record Bounds(double min, double max, double defaultValue) {}

    record ModelView(
            Id modelId,
            String name,
            ApiKind kind,
            String remoteName,
            @Nullable String baseUrl,
            boolean hasKey,
            Catalog.Source source,
            boolean isDefault,
            boolean enabled,
            int contextWindow,
            List<Capability> capabilities,
            Map<String, Bounds> parameters) {
        static ModelView of(Catalog.Entry entry, boolean administrator) {
            var spec = entry.spec();
            var parameters = new LinkedHashMap<String, Bounds>();
            for (var parameter : spec.parameters()) {
                parameters.put(parameter.name(), new Bounds(parameter.min(), parameter.max(), parameter.byDefault()));
            }
            return new ModelView(
                    spec.id(),
                    spec.name(),
                    spec.kind(),
                    spec.remoteName(),
                    administrator && spec.baseUrl() != null ? spec.baseUrl().toString() : null,
                    spec.apiKey() != null,
                    entry.source(),
                    entry.isDefault(),
                    entry.enabled(),
                    spec.contextWindow(),
                    spec.capabilities().stream().sorted().toList(),
                    parameters);
        }
    }

    record CreateModel(
            @Nullable @Length(min = 1, max = 100) @Doc("as people see it; remote_name if absent") String name,
            @Nullable @Doc("openai_chat (default) or openai_responses") ApiKind kind,
            @Required @Length(max = 2000) String baseUrl,
            @Nullable @Length(max = 2000) @Doc("sealed in the store, never returned") String apiKey,
            @Required @Length(max = 200) @Doc("the model's name at its server") String remoteName,
            @Nullable @Range(min = 1024, max = 100_000_000) @Doc("tokens") Integer contextWindow,
            @Nullable @Doc("empty: text only") List<Capability> capabilities,
            Map<String, Bounds> parameters,
            @Nullable Boolean isDefault,
            @Nullable Boolean enabled) {}

    record ModelCreated(Id modelId) {}

    record UpdateModel(
            @Required Id modelId,
            @Nullable @Length(min = 1, max = 100) String name,
            @Nullable ApiKind kind,
            @Nullable @Length(max = 2000) String baseUrl,
            @Nullable @Length(max = 2000) @Doc("empty: no key") String apiKey,
            @Nullable @Length(min = 1, max = 200) String remoteName,
            @Nullable @Range(min = 1024, max = 100_000_000) Integer contextWindow,
            @Nullable @Doc("empty: text only") List<Capability> capabilities,
            Map<String, Bounds> parameters,
            @Nullable Boolean isDefault,
            @Nullable Boolean enabled) {}

    record ModelId(@Required Id modelId) {}

    record TrialView(boolean ok, @Nullable Long firstTokenMs, long totalMs, boolean streaming, String error) {
        static TrialView of(ProviderService.Trial trial) {
            return new TrialView(
                    trial.ok(), trial.firstTokenMillis(), trial.totalMillis(), trial.streaming(), trial.error());
        }
    }
}
