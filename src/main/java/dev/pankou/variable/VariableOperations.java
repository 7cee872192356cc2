package dev.pankou.variable;

import dev.pankou.access.Caller;
import dev.pankou.access.Permission;
import dev.pankou.api.Default;
import dev.pankou.api.Doc;
import dev.pankou.api.Length;
import dev.pankou.api.Operation;
import dev.pankou.api.Required;
import dev.pankou.id.Id;
import dev.pankou.variable.Definition.Channel;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Operations on variables. Reads requests, shapes answers; the rules are in {@link VariableService}. */
final class VariableOperations {
    private final VariableService variables;

    VariableOperations(VariableService variables) {
        this.variables = variables;
    }

    List<Operation<?, ?>> declared() {
        return List.of(
                Operation.get("OpenGetPlaygroundVariable", "/v1/variables")
                        .permission(Permission.READ_VARIABLE)
                        .summary("Read a user's variables")
                        .data(GetVariables.class, Values.class, this::get),
                Operation.put("UpdateVariable", "/v1/variables")
                        .permission(Permission.UPDATE_VARIABLE)
                        .summary("Set a user's variables")
                        .data(UpdateVariables.class, Operation.Nothing.class, this::update),
                Operation.get("PankouGetBotVariables", "/pankou/v1/bots/{bot_id}/variables")
                        .permission(Permission.READ_VARIABLE)
                        .summary("The variables a bot declares")
                        .data(OfBot.class, Declared.class, (caller, request) ->
                                Declared.of(variables.ofBot(caller, request.botId()))),
                Operation.put("PankouSetBotVariables", "/pankou/v1/bots/{bot_id}/variables")
                        .permission(Permission.EDIT_VARIABLES)
                        .summary("Declare a bot's variables; replaces all")
                        .done(DeclareBot.class, (caller, request) ->
                                variables.declareBot(caller, request.botId(), definitions(request.variables()))),
                Operation.get("PankouGetAppVariables", "/pankou/v1/apps/{app_id}/variables")
                        .permission(Permission.READ_VARIABLE)
                        .summary("The variables an app declares")
                        .data(OfApp.class, Declared.class, (caller, request) ->
                                Declared.of(variables.ofApp(caller, request.appId(), request.workspaceId()))),
                Operation.put("PankouSetAppVariables", "/pankou/v1/apps/{app_id}/variables")
                        .permission(Permission.EDIT_VARIABLES)
                        .summary("Declare an app's variables; replaces all")
                        .done(DeclareApp.class, (caller, request) -> variables.declareApp(
                                caller, request.appId(), request.workspaceId(), definitions(request.variables()))));
    }

    private Values get(Caller caller, GetVariables request) {
        var held = variables.held(
                caller, request.appId(), request.botId(), request.connectorId(), request.connectorUid(), request.keywords());
        return new Values(held.stream()
                .map(one -> new ValueView(one.keyword(), one.value(), one.createdAt() / 1000, one.updatedAt() / 1000))
                .toList());
    }

    private Operation.Nothing update(Caller caller, UpdateVariables request) {
        variables.hold(
                caller, request.appId(), request.botId(), request.connectorId(), request.connectorUid(),
                request.data().stream().map(one -> Map.entry(one.keyword(), one.value())).toList());
        return new Operation.Nothing();
    }

    private static List<Definition> definitions(List<Entered> entered) {
        return entered.stream()
                .map(one -> new Definition(
                        one.keyword(), one.defaultValue(), one.description(), one.enable(), one.promptEnable(), one.channel()))
                .toList();
    }

    record GetVariables(
            @Nullable Id appId,
            @Nullable Id botId,
            @Default("1024") @Doc("1024: API, 999: Chat SDK") Id connectorId,
            @Required String connectorUid,
            @Length(max = 100) @Doc("comma-separated; empty: all") List<String> keywords) {}

    record Values(List<ValueView> items) {}

    /** Times in seconds; 0 while the value is the default. */
    record ValueView(String keyword, String value, long createTime, long updateTime) {}

    record UpdateVariables(
            @Nullable Id appId,
            @Nullable Id botId,
            @Default("1024") @Doc("1024: API, 999: Chat SDK") Id connectorId,
            @Required String connectorUid,
            @Required @Length(min = 1, max = 100) List<NewValue> data) {}

    record NewValue(
            @Required @Length(max = VariableService.LONGEST_KEY) String keyword,
            @Required(mayBeEmpty = true) @Length(max = VariableService.LONGEST_VALUE) String value) {}

    record OfBot(@Required Id botId) {}

    record OfApp(@Required Id appId, @Required Id workspaceId) {}

    record DeclareBot(
            @Required Id botId, @Required @Length(max = VariableService.MOST_DEFINITIONS) List<Entered> variables) {}

    record DeclareApp(
            @Required Id appId,
            @Required Id workspaceId,
            @Required @Length(max = VariableService.MOST_DEFINITIONS) List<Entered> variables) {}

    record Entered(
            @Required String keyword,
            @Default("") @Length(max = VariableService.LONGEST_VALUE) String defaultValue,
            @Default("") @Length(max = 500) String description,
            @Default("true") boolean enable,
            @Default("true") @Doc("whether prompts and models see it") boolean promptEnable,
            @Default("custom") Channel channel) {}

    record Declared(List<VariableView> variables) {
        static Declared of(List<Definition> definitions) {
            return new Declared(definitions.stream().map(VariableView::of).toList());
        }
    }
}
