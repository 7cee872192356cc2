package dev.pankou.sandbox;

import io.roastedroot.quickjs4j.core.JavyPluginModule;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.TrapException;
import run.endive.wasi.WasiOptions;
import run.endive.wasi.WasiPreview1;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.MemoryLimits;
import run.endive.wasm.types.ValType;

/**
 * The other sandbox, for JavaScript where there is no bubblewrap or no Node: QuickJS as WebAssembly, which sees nothing but the
 * three streams it is given, in a JVM of its own with a small heap. Slower, without Node's modules. Speaks as the harness does.
 */
final class QuickJs {
    private static final int PAGE_BYTES = 64 << 10;
    private static final int FIRST_PAGES = 64;
    private static final long STACK_BYTES = 256L << 20; // address space; QuickJS itself refuses deeper recursion

    private final Instance instance;
    private final Answered out;

    private QuickJs(int pages) {
        out = new Answered(new FileOutputStream(FileDescriptor.out));
        var system = WasiPreview1.builder()
                .withOptions(WasiOptions.builder()
                        .withStdin(new FileInputStream(FileDescriptor.in))
                        .withStdout(out)
                        .withStderr(new FileOutputStream(FileDescriptor.err))
                        .build())
                .build();
        var module = JavyPluginModule.load();
        instance = Instance.builder(module)
                .withMemoryLimits(new MemoryLimits(FIRST_PAGES, pages))
                .withMachineFactory(JavyPluginModule::create)
                .withImportValues(ImportValues.builder()
                        .addFunction(system.toHostFunctions())
                        .addFunction(noHost())
                        .build())
                .build();
    }

    /** The module wants a way to call into its host; it gets none. */
    private static HostFunction noHost() {
        var six = Collections.nCopies(6, ValType.I32);
        return new HostFunction("endive", "invoke", FunctionType.of(six, List.of(ValType.I32)), (caller, values) -> {
            throw new TrapException("there is nothing to call");
        });
    }

    /** The command that starts {@link #main} in a JVM of its own. */
    static List<String> command(SandboxLimits limits) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx" + ((limits.memoryBytes() >> 20) * 2 + 64) + "m", // memory that grows is copied
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData", "-Xshare:auto",
                "-Xlog:disable", "-XX:+DisplayVMOutputToStderr", "-XX:+UseCompactObjectHeaders", "-Djava.awt.headless=true", "-cp", classPath(),
                QuickJs.class.getName(), Long.toString(limits.memoryBytes())));
        return List.copyOf(command);
    }

    /** Of this server, from wherever it was started. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Serves one task. Ends with the server: nobody else would end what runs for ever. */
    public static void main(String[] arguments) throws InterruptedException {
        ProcessHandle.current().parent().ifPresent(server -> server.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
        var pages = (int) (Long.parseLong(arguments[0]) / PAGE_BYTES);
        var thread = new Thread(null, () -> new QuickJs(pages).serve(), "quickjs", STACK_BYTES);
        thread.start();
        thread.join();
        Runtime.getRuntime().halt(0);
    }

    private void serve() {
        try {
            instance.export("initialize_runtime").apply();
            evaluate(Bubblewrap.text("sucrase.js") + "\n" + Bubblewrap.text("common.js") + "\n" + Bubblewrap.text("quickjs.js"));
            out.count = 0;
            evaluate("pankou.start()");
            while (out.count == 0) {
                evaluate("pankou.tick()");
            }
        } catch (TrapException | StackOverflowError trapped) {
            out.fail(Math.abs(instance.memory().pages() - instance.memory().maximumPages()) < FIRST_PAGES);
        }
    }

    private void evaluate(String source) {
        var bytes = source.getBytes(StandardCharsets.UTF_8);
        var address = (int) instance.export("cabi_realloc").apply(0, 0, 1, bytes.length)[0];
        instance.memory().write(address, bytes);
        var compiled = (int) instance.export("compileSrc").apply(address, bytes.length)[0];
        instance.export("eval").apply(instance.memory().readInt(compiled), instance.memory().readInt(compiled + 4), 0, 0);
    }

    /** Counts what is written, to know whether there is an answer. */
    private static final class Answered extends OutputStream {
        private final OutputStream out;
        private long count;

        private Answered(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            count += length;
            out.write(bytes, offset, length);
        }

        private void fail(boolean memory) {
            var text = memory ? "The code used up its memory" : "The code ended its interpreter";
            var kind = memory ? CodeException.Kind.OUT_OF_MEMORY : CodeException.Kind.FAILED;
            try {
                out.write((kind + " " + text.length() + "\n" + text).getBytes(StandardCharsets.US_ASCII));
            } catch (IOException gone) {
                // nobody listens any more
            }
        }
    }
}
