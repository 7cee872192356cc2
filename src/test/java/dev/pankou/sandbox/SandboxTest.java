package dev.pankou.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pankou.egress.CancelSignal;
import dev.pankou.sandbox.CodeException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Real interpreters under real bubblewrap: what users' functions may do, and what hostile ones may not. */
@Tag("sandbox") // left out where bubblewrap is missing, which ./pankou test says
final class SandboxTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    static Path data;

    private static Sandbox sandbox;

    @BeforeAll
    static void open() {
        sandbox = new Sandbox(data.resolve("sandbox"), data, limits(8));
    }

    @AfterAll
    static void close() {
        sandbox.close();
        assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
                .as("processes that outlive the sandbox")
                .isEmpty();
        assertThat(ProcessHandle.allProcesses().filter(SandboxTest::holdsOurFilter))
                .as("half-made sandboxes that nobody ends")
                .isEmpty();
    }

    private static boolean holdsOurFilter(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/fd/9")).toString().startsWith(data.toString());
        } catch (IOException gone) {
            return false;
        }
    }

    private static SandboxLimits limits(int concurrency) {
        return new SandboxLimits(LIMIT, 256 << 20, concurrency, 2, Duration.ofMinutes(5), SandboxLimits.OUTPUT_BYTES);
    }

    private static CodeTask task(Language language, String code, String params, Duration timeout) {
        return new CodeTask(language, code, params, timeout, new CancelSignal());
    }

    private static CodeResult run(Language language, String code, String params) {
        return sandbox.run(task(language, code, params, LIMIT));
    }

    private static String javascript(String body) {
        return run(Language.JAVASCRIPT, "async function main({ params }: Args): Promise<Output> {\n" + body + "\n}", "{}").json();
    }

    private static String python(String body) {
        return run(Language.PYTHON, "async def main(args: Args) -> Output:\n" + body.indent(4), "{}").json();
    }

    private static CodeException failure(Language language, String code) {
        return failure(task(language, code, "{}", LIMIT));
    }

    private static CodeException failure(CodeTask task) {
        return catchThrowableOfType(CodeException.class, () -> sandbox.run(task));
    }

    /** The same function body in a function main of the language. */
    private static String main(Language language, String body) {
        return switch (language) {
            case JAVASCRIPT -> "async function main({ params }) {\n" + body + "\n}";
            case PYTHON -> "async def main(args):\n" + body.indent(4);
        };
    }

    // ---- what works ----------------------------------------------------------------------------------------------------

    @Test
    void runsTypeScriptAsItIsWrittenInTheEditor() {
        var result = run(Language.JAVASCRIPT, """
                interface Item { name: string; count?: number }
                enum Colour { Red = 1, Green }
                const total = (items: Item[]): number => items.reduce((sum, item) => sum + (item.count ?? 0)!, 0);
                async function main({ params }: Args): Promise<Output> {
                    const items = params.items as Array<Item>;
                    await new Promise<void>(done => setTimeout(done, 1));
                    const ret: Output = { "总数": total(items), colour: Colour.Green, 'emoji': "😀" };
                    return ret;
                }
                """, "{\"items\":[{\"name\":\"茶\",\"count\":3},{\"name\":\"b\",\"count\":4}]}");

        assertThat(result.json()).isEqualTo("{\"总数\":7,\"colour\":2,\"emoji\":\"😀\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            export async function main({ params }: Args) { return { a: params.x }; }
            export default async function main({ params }) { return { a: params.x }; }
            export default async ({ params }: Args): Promise<Output> => ({ a: params.x });
            const main = async ({ params }: Args) => ({ a: params.x }); export { main };
            function main({ params }) { return { a: params.x } }
            async function main(args) { const { params } = args; return { a: params.x } } // end
            """)
    void toleratesEveryWayToDeclareMain(String code) {
        assertThat(run(Language.JAVASCRIPT, code, "{\"x\":5}").json()).isEqualTo("{\"a\":5}");
    }

    @Test
    void runsPythonAsItIsWrittenInTheEditor() {
        var result = run(Language.PYTHON, """
                from runtime import Args
                import asyncio, math, dataclasses, re
                from datetime import datetime

                async def main(args: Args[dict]) -> Output:
                    params = args.params
                    await asyncio.sleep(0.001)
                    ret: Output = {"总数": sum(params["items"]), "pi": math.floor(math.pi), "emoji": "😀", "nothing": None}
                    return ret
                """, "{\"items\":[3,4]}");

        assertThat(result.json()).isEqualTo("{\"总数\":7,\"pi\":3,\"emoji\":\"😀\",\"nothing\":null}");
    }

    @Test
    void runsPlainPythonFunctions() {
        assertThat(run(Language.PYTHON, "def main(args):\n    return args.params", "{\"a\":[1,{}]}").json())
                .isEqualTo("{\"a\":[1,{}]}");
    }

    @Test
    void keepsLargeIntegersOfPython() {
        var result = run(Language.PYTHON, "def main(args):\n    return {'a': args.params['a'] + 1}", "{\"a\":9223372036854775806}");

        assertThat(result.json()).isEqualTo("{\"a\":9223372036854775807}");
    }

    @Test
    void keepsWhatIsPrintedApartFromTheResult() {
        var js = run(Language.JAVASCRIPT, main(Language.JAVASCRIPT, "console.log('甲'); console.error('b'); return { a: 1 }"), "{}");
        var py = run(Language.PYTHON, "import os\n" + main(Language.PYTHON, "print('甲')\nos.system\nos.write(1, b'OK 2\\n{}')\nreturn {'a': 1}"), "{}");

        assertThat(js).isEqualTo(new CodeResult("{\"a\":1}", "甲\nb\n"));
        assertThat(py.json()).isEqualTo("{\"a\":1}");
        assertThat(py.printed()).contains("甲", "OK 2\n{}");
    }

    @Test
    void keepsTheFirst64KiloBytesOfWhatIsPrinted() {
        var js = run(Language.JAVASCRIPT, main(Language.JAVASCRIPT, "for (let i = 0; i < 3000; i++) console.log('x'.repeat(99)); return {}"), "{}");
        var py = run(Language.PYTHON, main(Language.PYTHON, "for i in range(3000): print('x' * 99)\nreturn {}"), "{}");

        assertThat(js.printed()).hasSize(Printed.KEPT_BYTES);
        assertThat(py.printed()).hasSize(Printed.KEPT_BYTES);
    }

    @Test
    void carriesTwentyMegaBytesIn() {
        var params = "{\"text\":\"" + "茶".repeat((20 << 20) / 3) + "\"}";

        var js = run(Language.JAVASCRIPT, main(Language.JAVASCRIPT, "return { n: params.text.length }"), params);
        var py = run(Language.PYTHON, main(Language.PYTHON, "return {'n': len(args.params['text'])}"), params);

        assertThat(js.json()).isEqualTo("{\"n\":6990506}");
        assertThat(py.json()).isEqualTo("{\"n\":6990506}");
    }

    @Test
    void carriesLargeResultsOutAndRefusesLargerOnes() {
        var fits = SandboxLimits.OUTPUT_BYTES - "{\"a\":\"\"}".length();

        assertThat(javascript("return { a: 'x'.repeat(" + fits + ") }")).hasSize(SandboxLimits.OUTPUT_BYTES);
        assertThat(python("return {'a': 'x' * " + fits + "}")).hasSize(SandboxLimits.OUTPUT_BYTES);
        assertThat(failure(Language.JAVASCRIPT, main(Language.JAVASCRIPT, "return { a: 'x'.repeat(" + (fits + 1) + ") }")).kind())
                .isEqualTo(Kind.OUTPUT_TOO_LARGE);
        assertThat(failure(Language.PYTHON, main(Language.PYTHON, "return {'a': 'x' * " + (fits + 1) + "}")).kind())
                .isEqualTo(Kind.OUTPUT_TOO_LARGE);
    }

    // ---- what fails, and how it is told -----------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            JAVASCRIPT | throw new TypeError('坏')                  | FAILED        | TypeError: 坏 (line 2)
            JAVASCRIPT | null.x                                     | FAILED        | TypeError: Cannot read properties of null (reading 'x') (line 2)
            JAVASCRIPT | throw 'text'                               | FAILED        | text
            JAVASCRIPT | throw { toString() { throw 1 } }           | FAILED        | something was thrown that cannot be shown
            JAVASCRIPT | setTimeout(() => { throw Error('later') }); await new Promise(() => {}) | FAILED | Error: later (line 2)
            JAVASCRIPT | await new Promise(() => {})                | FAILED        | main never ended: it waits for something that cannot happen
            JAVASCRIPT | process.exit(0)                            | FAILED        | the code ended its process
            JAVASCRIPT | return [1]                                 | NOT_AN_OBJECT | main returned an array, but must return an object
            JAVASCRIPT | return null                                | NOT_AN_OBJECT | main returned null, but must return an object
            JAVASCRIPT | 1                                          | NOT_AN_OBJECT | main returned nothing, but must return an object
            JAVASCRIPT | return 'x'                                 | NOT_AN_OBJECT | main returned a string, but must return an object
            JAVASCRIPT | return new Date(0)                         | NOT_AN_OBJECT | main returned what is no JSON object
            JAVASCRIPT | return { a: 0/0 }                          | FAILED        | TypeError: The returned value has NaN at "a", which JSON cannot hold
            JAVASCRIPT | return { a: 1n }                           | FAILED        | TypeError: Do not know how to serialize a BigInt
            JAVASCRIPT | const f = () => f(); f()                   | FAILED        | RangeError: Maximum call stack size exceeded (line 2)
            PYTHON     | raise TypeError('坏')                      | FAILED        | TypeError: 坏 (line 2)
            PYTHON     | return {'a': 1 / 0}                        | FAILED        | ZeroDivisionError: division by zero (line 2)
            PYTHON     | import json; json.loads('{')               | FAILED        | JSONDecodeError: Expecting property name enclosed in double quotes: line 1 column 2 (char 1) (line 2)
            PYTHON     | import sys; sys.exit(0)                    | FAILED        | SystemExit: the code ended its process (line 2)
            PYTHON     | import os; os._exit(0)                     | FAILED        | The code's process ended without an answer
            PYTHON     | import os; os.abort()                      | FAILED        | The code's process ended without an answer (signal 6)
            PYTHON     | return [1]                                 | NOT_AN_OBJECT | main returned a list, but must return a dict
            PYTHON     | pass                                       | NOT_AN_OBJECT | main returned nothing, but must return a dict
            PYTHON     | return {'a': float('inf')}                 | FAILED        | ValueError: The returned value has NaN or Infinity, which JSON cannot hold
            PYTHON     | return {'a': {1, 2}}                       | FAILED        | TypeError: The returned value has a set, which JSON cannot hold
            PYTHON     | f = lambda: f(); f()                       | FAILED        | RecursionError: maximum recursion depth exceeded (line 2)
            """)
    void tellsTheAuthorWhatWentWrong(Language language, String body, Kind kind, String text) {
        var failure = failure(language, main(language, body));

        assertThat(failure.getMessage()).isEqualTo(text);
        assertThat(failure.kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            JAVASCRIPT | async function main( {          | SyntaxError
            JAVASCRIPT | const a = 1;                    | there is no function main
            JAVASCRIPT | 'let x: number = ;'             | SyntaxError
            JAVASCRIPT | }}}                             | SyntaxError
            JAVASCRIPT | ''                              | there is no function main
            PYTHON     | 'def main(args)'                | SyntaxError: expected ':' (line 1)
            PYTHON     | main = 1                        | there is no function main
            PYTHON     | ''                              | there is no function main
            """)
    void refusesMalformedCode(Language language, String code, String text) {
        var failure = failure(language, code);

        assertThat(failure.kind()).isEqualTo(Kind.FAILED);
        assertThat(failure.getMessage()).contains(text);
    }

    @Test
    void surviveCodeOfAbsurdDepth() {
        assertThat(failure(Language.PYTHON, "x = " + "(".repeat(100_000)).kind()).isIn(Kind.FAILED, Kind.OUT_OF_MEMORY);
        assertThat(failure(Language.PYTHON, "x = " + "-".repeat(100_000) + "1").kind()).isIn(Kind.FAILED, Kind.OUT_OF_MEMORY);
        assertThat(failure(Language.JAVASCRIPT, "x = " + "(".repeat(100_000)).kind()).isEqualTo(Kind.FAILED);
        assertThat(failure(Language.JAVASCRIPT, "x = " + "[".repeat(100_000)).kind()).isEqualTo(Kind.FAILED);
        assertThat(failure(Language.PYTHON, main(Language.PYTHON, "import sys\nsys.setrecursionlimit(10**9)\nx = []\nfor i in range(10**6): x = [x]\nreturn {'a': x}")).kind())
                .isEqualTo(Kind.FAILED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            import threading                       | ModuleNotFoundError: No module named 'threading' (line 1)
            import json, socket                    | ModuleNotFoundError: No module named 'socket' (line 1)
            from multiprocessing.pool import Pool  | ModuleNotFoundError: No module named 'multiprocessing.pool' (line 1)
            import requests                        | ModuleNotFoundError: No module named 'requests' (line 1)
            from . import x                        | ModuleNotFoundError: No module named '.' (line 1)
            """)
    void refusesImportsBeforeTheRun(String code, String text) {
        var failure = failure(Language.PYTHON, code + "\ndef main(args): return {}");

        assertThat(failure).hasMessage(text);
        assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN_IMPORT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            JAVASCRIPT | for (;;) {}
            JAVASCRIPT | await new Promise(done => setTimeout(done, 60000))
            JAVASCRIPT | /^(a+)+$/.test('a'.repeat(40) + 'b')
            PYTHON     | while True: pass
            PYTHON     | import time; time.sleep(60)
            PYTHON     | import signal; [signal.signal(s, signal.SIG_IGN) for s in (1, 2, 15)]; signal.pause()
            """)
    void endsWhatTakesTooLong(Language language, String body) {
        var begun = System.nanoTime();
        var failure = failure(task(language, main(language, body), "{}", Duration.ofMillis(300)));

        assertThat(failure).hasMessage("The code ran longer than 300 ms");
        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void keepsWhatWasPrintedBeforeAFailure() {
        var late = failure(task(Language.PYTHON, main(Language.PYTHON, "print('步', flush=True)\nwhile True: pass"), "{}", Duration.ofMillis(300)));
        var thrown = failure(Language.JAVASCRIPT, main(Language.JAVASCRIPT, "console.log('步'); throw Error('x')"));

        assertThat(late.printed()).isEqualTo("步\n");
        assertThat(thrown.printed()).isEqualTo("步\n");
    }

    // ---- hostile code ------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            JAVASCRIPT | const l = []; for (;;) l.push({ a: [1] })
            JAVASCRIPT | const l = []; for (;;) l.push(Buffer.alloc(1 << 20, 1))
            JAVASCRIPT | const l = []; for (;;) l.push(new SharedArrayBuffer(1 << 26))
            JAVASCRIPT | let s = 'x'; for (;;) s = (s + s).split('').reverse().join('')
            PYTHON     | l = [];\\nwhile True: l.append('x' * 1000000 + str(len(l)))
            PYTHON     | return {'a': len(bytearray(1 << 30))}
            PYTHON     | return {'a': len([0] * (1 << 28))}
            """)
    void endsMemoryBombs(Language language, String body) {
        var failure = failure(language, main(language, body.replace("\\n", "\n")));

        assertThat(failure.kind()).as(failure.getMessage()).isIn(Kind.OUT_OF_MEMORY, Kind.FAILED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            JAVASCRIPT | for (;;) console.log('x'.repeat(1000))
            PYTHON     | while True: print('x' * 1000)
            """)
    void endsFloodsOfOutput(Language language, String body) {
        assertThat(failure(language, main(language, body))).hasMessage("The code printed more than 4 MB");
    }

    @Test
    void startsNoProcess() {
        assertThat(javascript("return { a: String(require('child_process').spawnSync(process.execPath).error) }")).contains("EPERM");
        assertThat(python("import os\nos.fork()", Kind.FAILED)).contains("Operation not permitted");
        assertThat(python("import subprocess\nsubprocess.run(['/usr/bin/python3'])", Kind.FAILED)).contains("Error");
        assertThat(python("import os\nos.posix_spawn('/usr/bin/python3', ['x'], {})", Kind.FAILED)).contains("Error");
    }

    @Test
    void countsThreadsAsMemory() {
        var failure = failure(Language.PYTHON, main(Language.PYTHON, """
                import _thread, time
                n = 0
                while True:
                    _thread.start_new_thread(time.sleep, (60,))
                    n += 1
                """));

        assertThat(failure).hasMessageContaining("can't start new thread");
    }

    @Test
    void hasNoNetwork() {
        assertThat(javascript("try { await fetch('http://127.0.0.1:80') } catch (e) { return { a: String(e.cause) } }")).contains("EPERM");
        assertThat(python("import _socket\n_socket.socket()", Kind.FAILED)).contains("Operation not permitted");
        assertThat(python("import urllib.request\nurllib.request.urlopen('http://169.254.169.254/')", Kind.FAILED)).contains("Operation not permitted");
    }

    @Test
    void seesNoFilesAndNoEnvironmentOfOurs() throws Exception {
        Files.writeString(data.resolve("secret.key"), "secret");

        for (var file : List.of("/etc/passwd", "/etc/hostname", "/proc/self/environ", "/proc/1/cmdline", "/root", "/home", data.toString(),
                data.resolve("secret.key").toString(), "/usr/bin/sh", "/sys/kernel")) {
            assertThat(javascript("return { there: require('fs').existsSync('" + file + "') }")).as(file).isEqualTo("{\"there\":false}");
            assertThat(python("import os\nreturn {'there': os.path.exists('" + file + "')}")).as(file).isEqualTo("{\"there\":false}");
        }
        assertThat(javascript("return { names: Object.keys(process.env).sort() }"))
                .isEqualTo("{\"names\":[\"HOME\",\"OPENBLAS_NUM_THREADS\",\"PWD\",\"UV_THREADPOOL_SIZE\"]}");
        assertThat(python("import os\nreturn {'uid': os.getuid(), 'parent': os.getppid() < 3, 'host': os.uname().nodename}"))
                .isEqualTo("{\"uid\":65534,\"parent\":true,\"host\":\"sandbox\"}");
    }

    @Test
    void hasOnlyTheDescriptorsItNeeds() {
        assertThat(python("""
                import os
                there = []
                for fd in range(128):
                    try:
                        os.fstat(fd)
                        there.append(fd)
                    except OSError:
                        pass
                return {"there": there}
                """)).isEqualTo("{\"there\":[0,1,2,3]}");
    }

    @Test
    void hasNoPlaceToWrite() {
        for (var file : List.of("/x", "/tmp/x", "/usr/lib/x", "/dev/x", "/dev/shm/x", "/pankou/x", "/pankou/harness.py", "/etc/x")) {
            assertThat(python("open('" + file + "', 'w')", Kind.FAILED)).as(file).contains("Error");
        }
        assertThat(python("import os\nos.memfd_create('x')", Kind.FAILED)).contains("Operation not permitted");
    }

    @Test
    void getsNoMemoryThatItsLimitDoesNotCount() {
        assertThat(python("import mmap\nmmap.mmap(-1, 1 << 20)", Kind.FAILED)).contains("Operation not permitted");
        assertThat(python("import mmap\nmmap.mmap(-1, 1 << 40, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, mmap.PROT_READ)", Kind.FAILED))
                .contains("Cannot allocate memory");
    }

    @Test
    void makesOnlySocketsThatReachItself() {
        assertThat(python("import _socket\nreturn {'a': len(_socket.socketpair())}")).isEqualTo("{\"a\":2}");
        assertThat(python("import _socket\n_socket.socketpair(30, 1)", Kind.FAILED)).contains("Operation not permitted"); // TIPC
    }

    @Test
    void cannotHarmWhatRunsIt() {
        assertThat(python("import os\nos.kill(os.getppid(), 9)\nreturn {'a': 1}")).isEqualTo("{\"a\":1}");
        assertThat(failure(Language.PYTHON, main(Language.PYTHON, "import os, time\nos.kill(-1, 9)\ntime.sleep(1)\nreturn []")).kind())
                .isIn(Kind.FAILED, Kind.NOT_AN_OBJECT);
        assertThat(python("return {'a': 1}")).isEqualTo("{\"a\":1}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            os.write(3, b'OK 5\\n[1,2]')
            os.write(3, b'OK 3\\n{}}')
            os.write(3, b'OK -1\\n')
            os.write(3, b'OK 99999999999\\n')
            os.write(3, b'SOMETHING 0\\n')
            os.write(3, b'x' * 1000)
            os.close(3)
            """)
    void believesNothingThatCodeWritesToTheChannelItself(String forged) {
        var failure = failure(Language.PYTHON, main(Language.PYTHON, "import os\n" + forged.replace("\\\\", "\\") + "\nos._exit(0)"));

        assertThat(failure.kind()).isEqualTo(Kind.FAILED);
    }

    @Test
    void leavesNothingToTheNextRun() {
        javascript("globalThis.left = 1; Object.prototype.left = 1; return {}");
        assertThat(javascript("return { left: typeof left, own: ({}).left === undefined }"))
                .isEqualTo("{\"left\":\"undefined\",\"own\":true}");
        python("import builtins\nbuiltins.left = 1\nreturn {}");
        assertThat(python("import builtins\nreturn {'left': hasattr(builtins, 'left')}")).isEqualTo("{\"left\":false}");
    }

    // ---- many, cancelled, closed ---------------------------------------------------------------------------------------------

    @Test
    void runsFiftyAtOnceOnVirtualThreads() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<CodeResult>>();
            for (var i = 0; i < 50; i++) {
                var language = Language.values()[i % 2];
                var code = language == Language.PYTHON ? "def main(args): return args.params" : "async function main({ params }) { return params }";
                var params = "{\"i\":" + i + "}";
                answers.add(threads.submit(() -> run(language, code, params)));
            }

            for (var i = 0; i < 50; i++) {
                assertThat(answers.get(i).get().json()).isEqualTo("{\"i\":" + i + "}");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void endsACancelledRunAtOnce(Language language) throws Exception {
        var code = language == Language.PYTHON ? "def main(args):\n    while True: pass" : "function main() { for (;;) {} }";
        try (var one = new Sandbox(data.resolve("one"), data, limits(1));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new CodeTask(language, code, "{}", LIMIT, new CancelSignal());
            var waiting = new CodeTask(language, code, "{}", LIMIT, new CancelSignal());
            var late = new CodeTask(language, code, "{}", LIMIT, new CancelSignal());
            late.cancel().cancel();
            var begun = new CountDownLatch(2);
            var failures = new ArrayList<Future<CodeException>>();
            for (var task : List.of(running, waiting, late)) {
                failures.add(threads.submit(() -> {
                    begun.countDown();
                    return catchThrowableOfType(CodeException.class, () -> one.run(task));
                }));
            }
            begun.await();

            assertThat(failures.get(2).get().kind()).isEqualTo(Kind.CANCELLED);
            waiting.cancel().cancel();
            assertThat(failures.get(1).get().kind()).isEqualTo(Kind.CANCELLED);
            running.cancel().cancel();
            assertThat(failures.get(0).get().kind()).isEqualTo(Kind.CANCELLED);
        }
    }

    @Test
    void endsWhatRunsWhenItIsClosed() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var closing = new Sandbox(data.resolve("closing"), data, limits(1));
            closing.run(task(Language.PYTHON, "def main(args): return {}", "{}", LIMIT));
            var endless = threads.submit(() -> catchThrowableOfType(
                    CodeException.class,
                    () -> closing.run(task(Language.PYTHON, "def main(args):\n    while True: pass", "{}", LIMIT))));

            closing.close();

            assertThat(endless.get().kind()).isEqualTo(Kind.CANCELLED);
            assertThatThrownBy(() -> closing.run(task(Language.PYTHON, "def main(args): return {}", "{}", LIMIT)))
                    .isInstanceOf(CodeException.class);
        }
    }

    @Test
    void leavesNothingWhenItIsClosedWhileProcessesStart() {
        for (var i = 0; i < 20; i++) {
            try (var closing = new Sandbox(data.resolve("closing"), data, limits(1))) {
                closing.run(task(Language.PYTHON, "def main(args): return {}", "{}", LIMIT)); // its reserve starts only now
            }
        }
    }

    private static String python(String body, Kind kind) {
        var failure = failure(Language.PYTHON, main(Language.PYTHON, body));
        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
        return failure.getMessage();
    }
}
