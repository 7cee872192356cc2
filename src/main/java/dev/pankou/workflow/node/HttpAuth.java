package dev.pankou.workflow.node;

import dev.pankou.workflow.canvas.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** How an HTTP node says who it is, when {@code auth.authOpen} (WORKFLOW 8.45). */
sealed interface HttpAuth {
    /** Adds itself; what the canvas set under that name goes. Names of headers are in lower case. */
    void apply(NodeCall call, Map<String, String> headers, Map<String, String> query);

    static HttpAuth of(NodeScope scope) {
        var auth = scope.node().inputs().path("auth");
        var data = auth.path("authData");
        if (!auth.path("authOpen").asBoolean(false)) {
            return new None();
        }
        var field = "inputs.auth.authData.";
        return switch (Fields.text(auth, "authType")) {
            case "BEARER_AUTH" -> new Bearer(only(scope, scope.params(data.path("bearerTokenData")), "token", field + "bearerTokenData"));
            case "BASIC_AUTH" -> {
                var pair = scope.params(data.path("basicAuthData"));
                yield new Basic(
                        only(scope, pair, "username", field + "basicAuthData"),
                        only(scope, pair, "password", field + "basicAuthData"));
            }
            case "CUSTOM_AUTH" -> {
                var custom = data.path("customData");
                var pair = scope.params(custom.path("data"));
                yield new Custom(
                        Fields.text(custom, "addTo").equals("query"),
                        only(scope, pair, "key", field + "customData.data"),
                        only(scope, pair, "value", field + "customData.data"));
            }
            default -> throw Setting.bad(scope.node(), "inputs.auth.authType", "BEARER_AUTH, BASIC_AUTH, CUSTOM_AUTH");
        };
    }

    private static Operand only(NodeScope scope, Map<String, Operand> params, String name, String field) {
        for (var param : params.entrySet()) {
            if (param.getKey().equalsIgnoreCase(name)) {
                return param.getValue();
            }
        }
        throw Setting.missing(scope.node(), field);
    }

    record None() implements HttpAuth {
        @Override
        public void apply(NodeCall call, Map<String, String> headers, Map<String, String> query) {}
    }

    record Bearer(Operand token) implements HttpAuth {
        @Override
        public void apply(NodeCall call, Map<String, String> headers, Map<String, String> query) {
            headers.put("authorization", "Bearer " + HttpBody.text(call, token));
        }
    }

    record Basic(Operand user, Operand password) implements HttpAuth {
        @Override
        public void apply(NodeCall call, Map<String, String> headers, Map<String, String> query) {
            var pair = HttpBody.text(call, user) + ":" + HttpBody.text(call, password);
            headers.put(
                    "authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
    }

    record Custom(boolean inQuery, Operand key, Operand value) implements HttpAuth {
        @Override
        public void apply(NodeCall call, Map<String, String> headers, Map<String, String> query) {
            var name = HttpBody.text(call, key);
            if (inQuery) {
                query.put(name, HttpBody.text(call, value));
            } else {
                headers.put(name, HttpBody.text(call, value));
            }
        }
    }
}
