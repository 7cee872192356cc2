package dev.pankou.workflow.canvas;

import dev.pankou.workflow.canvas.ValueCheck.Reach;
import tools.jackson.databind.JsonNode;

/** Checks an HTTP node (WORKFLOW 8.45): of authorization and bodies only the chosen one. */
final class HttpCheck {
    private final JsonNode inputs;
    private final ValueCheck values;

    HttpCheck(JsonNode inputs, ValueCheck values) {
        this.inputs = inputs;
        this.values = values;
    }

    void check(SettingCheck settings) {
        settings.required(inputs.path("apiInfo").path("method"), "inputs.apiInfo.method");
        settings.required(inputs.path("apiInfo").path("url"), "inputs.apiInfo.url");
        values.template(inputs.path("apiInfo").path("url"), "inputs.apiInfo.url");
        values.params(inputs.path("headers"), "inputs.headers", Reach.EARLIER);
        values.params(inputs.path("params"), "inputs.params", Reach.EARLIER);
        authorization();
        body();
    }

    private void authorization() {
        var auth = inputs.path("auth");
        if (!auth.path("authOpen").asBoolean(false)) {
            return;
        }
        var data = auth.path("authData");
        var field = "inputs.auth.authData.";
        switch (Fields.text(auth, "authType")) {
            case "BEARER_AUTH" -> values.params(data.path("bearerTokenData"), field + "bearerTokenData", Reach.EARLIER);
            case "BASIC_AUTH" -> values.params(data.path("basicAuthData"), field + "basicAuthData", Reach.EARLIER);
            case "CUSTOM_AUTH" -> values.params(data.path("customData").path("data"), field + "customData.data", Reach.EARLIER);
            default -> {}
        }
    }

    private void body() {
        var data = inputs.path("body").path("bodyData");
        var field = "inputs.body.bodyData.";
        switch (Fields.text(inputs.path("body"), "bodyType")) {
            case "JSON" -> values.template(data.path("json"), field + "json");
            case "RAW_TEXT" -> values.template(data.path("rawText"), field + "rawText");
            case "FORM_URLENCODED" -> values.params(data.path("formURLEncoded"), field + "formURLEncoded", Reach.EARLIER);
            case "FORM_DATA" -> values.params(data.path("formData").path("data"), field + "formData.data", Reach.EARLIER);
            case "BINARY" -> values.value(data.path("binary").path("fileURL"), field + "binary.fileURL", Reach.EARLIER);
            default -> {}
        }
    }
}
