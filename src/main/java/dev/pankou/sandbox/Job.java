package dev.pankou.sandbox;

import dev.pankou.sandbox.CodeException.Kind;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A task on its way: waits, runs in a process, ends once. Threads share it; the first end counts and kills the process. */
final class Job {
    final CodeTask task;
    final CompletableFuture<CodeResult> answer = new CompletableFuture<>();
    private volatile @Nullable Process process;

    Job(CodeTask task) {
        this.task = task;
    }

    void startsIn(Process chosen) {
        process = chosen;
        if (answer.isDone()) {
            chosen.toHandle().destroyForcibly(); // cancelled a moment ago
        }
    }

    void fail(Kind kind, String text) {
        fail(new CodeException(kind, text));
    }

    void fail(CodeException failure) {
        answer.completeExceptionally(failure);
        var running = process;
        if (running != null) {
            running.toHandle().destroyForcibly();
        }
    }
}
