package dev.pankou.bench;

import dev.pankou.egress.CancelSignal;
import dev.pankou.sandbox.CodeTask;
import dev.pankou.sandbox.Language;
import dev.pankou.sandbox.Sandbox;
import dev.pankou.sandbox.SandboxLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/** Prints what one run of user code adds: cold, warm (a process waits ready), and back to back (the machine keeps up or not). Has its own main. */
public final class SandboxBench {
    private static final int RUNS = 100;

    private SandboxBench() {}

    public static void main(String[] arguments) throws IOException {
        var folder = Files.createTempDirectory("pankou-sandbox");
        var limits = new SandboxLimits(Duration.ofSeconds(60), 256 << 20, 8, 2, Duration.ofMinutes(5), SandboxLimits.OUTPUT_BYTES);
        for (var language : Language.values()) {
            var code = language == Language.PYTHON
                    ? "async def main(args: Args) -> Output:\n    return {'a': args.params['a'] + 1}"
                    : "async function main({ params }: Args): Promise<Output> {\n    return { a: params.a + 1 };\n}";
            var task = new CodeTask(language, code, "{\"a\":1}", Duration.ofSeconds(60), new CancelSignal());
            var cold = new double[5];
            for (var i = 0; i < cold.length; i++) {
                try (var sandbox = new Sandbox(folder, folder, limits)) {
                    cold[i] = millis(sandbox, task);
                }
            }
            var warm = new double[RUNS];
            var busy = new double[RUNS];
            try (var sandbox = new Sandbox(folder, folder, limits)) {
                millis(sandbox, task);
                for (var i = 0; i < RUNS; i++) {
                    LockSupport.parkNanos(Duration.ofMillis(400).toNanos());
                    warm[i] = millis(sandbox, task);
                }
                for (var i = 0; i < RUNS; i++) {
                    busy[i] = millis(sandbox, task);
                }
            }
            print(language + " cold", cold);
            print(language + " warm", warm);
            print(language + " back to back", busy);
        }
    }

    private static double millis(Sandbox sandbox, CodeTask task) {
        var begun = System.nanoTime();
        sandbox.run(task);
        return (System.nanoTime() - begun) / 1e6;
    }

    private static void print(String what, double[] millis) {
        Arrays.sort(millis);
        System.out.printf("%-26s p50 %6.1f ms  p99 %6.1f ms%n", what, millis[millis.length / 2], millis[(int) (millis.length * 0.99)]);
    }
}
