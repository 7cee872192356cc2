package dev.pankou.workflow.run;

import java.time.Duration;

import dev.pankou.egress.CancelSignal;
import dev.pankou.sandbox.CodeException;
import dev.pankou.sandbox.CodeTask;
import dev.pankou.sandbox.Language;
import dev.pankou.sandbox.Sandbox;
import dev.pankou.workflow.engine.World;
import dev.pankou.workflow.node.NodeException;
import dev.pankou.workflow.node.Outside.CodeLanguage;

/** Runs the code of workflow nodes in the sandbox. */
public record SandboxCoder(Sandbox sandbox, Duration timeout) implements World.Coder {
    @Override
    public String run(CodeLanguage language, String code, String params, CancelSignal cancel) {
        var spoken = language == CodeLanguage.PYTHON ? Language.PYTHON : Language.JAVASCRIPT;
        try {
            return sandbox.run(new CodeTask(spoken, code, params, timeout, cancel)).json();
        } catch (CodeException failed) {
            throw new NodeException(
                    NodeException.CODE_FAILED,
                    "Function execution failed, please check the code of the function. Detail: " + failed.getMessage());
        }
    }
}
