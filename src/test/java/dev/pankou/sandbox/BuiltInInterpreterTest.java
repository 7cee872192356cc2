package dev.pankou.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pankou.egress.CancelSignal;
import dev.pankou.sandbox.CodeException.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where bubblewrap is missing: JavaScript in the built-in interpreter, Python refused. */
final class BuiltInInterpreterTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    static Path data;

    private static Sandbox sandbox;

    @BeforeAll
    static void open() {
        var limits = new SandboxLimits(LIMIT, 64 << 20, 2, 0, Duration.ofMinutes(5), SandboxLimits.OUTPUT_BYTES);
        sandbox = new Sandbox(new Bubblewrap(data, data, limits, List.of()), limits);
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    private static CodeResult run(String code, String params) {
        return sandbox.run(new CodeTask(Language.JAVASCRIPT, code, params, LIMIT, new CancelSignal()));
    }

    private static CodeException failure(String body, Duration timeout) {
        var code = "async function main({ params }) {\n" + body + "\n}";
        return catchThrowableOfType(
                CodeException.class,
                () -> sandbox.run(new CodeTask(Language.JAVASCRIPT, code, "{}", timeout, new CancelSignal())));
    }

    @Test
    void runsTypeScript() {
        var result = run("""
                export default async function main({ params }: Args): Promise<Output> {
                    console.log("打印", { a: 1 });
                    await new Promise<void>(done => setTimeout(done, 1000));
                    return { "结果": params.x + 1, emoji: "😀" };
                }
                """, "{\"x\":1}");

        assertThat(result).isEqualTo(new CodeResult("{\"结果\":2,\"emoji\":\"😀\"}", "打印 {\"a\":1}\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            throw new TypeError('坏')                   | FAILED        | TypeError: 坏 (line 2)
            await new Promise(() => {})                 | FAILED        | main never ended: it waits for something that cannot happen
            return [1]                                  | NOT_AN_OBJECT | main returned an array, but must return an object
            return { a: 0/0 }                           | FAILED        | TypeError: The returned value has NaN at "a", which JSON cannot hold
            setTimeout(() => { throw Error('x') }); await new Promise(() => {}) | FAILED | Error: x (line 2)
            require('fs')                               | FAILED        | Error: Cannot find module 'fs': the built-in interpreter has none (line 2)
            return { a: String(typeof fetch + typeof process + typeof Javy) }.b | NOT_AN_OBJECT | main returned nothing, but must return an object
            """)
    void tellsTheAuthorWhatWentWrong(String body, Kind kind, String text) {
        var failure = failure(body, LIMIT);

        assertThat(failure.getMessage()).isEqualTo(text);
        assertThat(failure.kind()).isEqualTo(kind);
    }

    @Test
    void endsWhatTakesTooLong() {
        assertThat(failure("for (;;) {}", Duration.ofMillis(500))).hasMessage("The code ran longer than 500 ms");
    }

    @Test
    void endsMemoryBombsAndRecursion() {
        assertThat(failure("const l = []; for (;;) l.push({ a: 'x'.repeat(1000) + l.length })", LIMIT).kind()).isEqualTo(Kind.OUT_OF_MEMORY);
        assertThat(failure("const f = () => f() + 1; f()", LIMIT).kind()).isEqualTo(Kind.FAILED);
    }

    @Test
    void hasNoWayOut() {
        var result = run(
                "function main() { return { a: [typeof fetch, typeof process, typeof Javy, typeof java_invoke, typeof plugin].join() } }", "{}");

        assertThat(result.json()).isEqualTo("{\"a\":\"undefined,undefined,undefined,undefined,undefined\"}");
    }

    @Test
    void refusesPythonWithWhatToInstall() {
        var failure = catchThrowableOfType(
                CodeException.class,
                () -> sandbox.run(new CodeTask(Language.PYTHON, "def main(args): return {}", "{}", LIMIT, new CancelSignal())));

        assertThat(failure).hasMessage("Code needs bubblewrap, which is missing on the server: apt-get install bubblewrap");
        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    }
}
