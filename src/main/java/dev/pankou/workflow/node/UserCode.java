package dev.pankou.workflow.node;

import dev.pankou.workflow.canvas.Fields;
import dev.pankou.workflow.value.Values;

/** Runs a function of the user in the sandbox: its inputs are {@code params}, its outputs the returned object (WORKFLOW 8.5). */
record UserCode(Outside.CodeLanguage language, String code) implements NodeWork {
    private static final String FAILED =
            "Function execution failed, please check the code of the function. Detail: the function must return an object";

    static NodeWork of(NodeScope scope) {
        var inputs = scope.node().inputs();
        var language = switch (Fields.text(inputs, "language")) {
            case "3" -> Outside.CodeLanguage.PYTHON;
            case "5" -> Outside.CodeLanguage.JAVASCRIPT;
            default -> throw Setting.bad(scope.node(), "inputs.language", "3, 5");
        };
        return new UserCode(language, Setting.required(scope.node(), inputs.path("code"), "inputs.code"));
    }

    @Override
    public Outcome run(NodeCall call) {
        var returned = call.outside().code(language, code, Values.json(call.inputs()));
        call.raw(returned);
        var outputs = Parsed.object(returned);
        if (outputs == null) {
            throw new NodeException(NodeException.CODE_FAILED, FAILED);
        }
        return Outcome.done(outputs);
    }

    /** The sandbox has no network and keeps nothing. */
    @Override
    public Effect effect() {
        return Effect.REPEATABLE;
    }
}
