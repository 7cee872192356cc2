package dev.pankou.variable;

/** Schema Variable (OpenGetBotInfo). {@code variable_type} is for the Python client; all values are texts. */
public record VariableView(
        String keyword,
        String defaultValue,
        String description,
        boolean enable,
        boolean promptEnable,
        Definition.Channel channel,
        String variableType) {
    public static VariableView of(Definition definition) {
        return new VariableView(
                definition.keyword(),
                definition.defaultValue(),
                definition.description(),
                definition.enable(),
                definition.promptEnable(),
                definition.channel(),
                "KVVariable");
    }
}
