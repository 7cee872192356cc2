package dev.pankou.bench;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A server in a process of its own. Linux: sizes are read from /proc. */
final class Child implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    private final Process process;
    private final InetSocketAddress address;
    private final long startNanos;

    private Child(Process process, InetSocketAddress address, long startNanos) {
        this.process = process;
        this.address = address;
        this.startNanos = startNanos;
    }

    /** The command that starts a class of this class path. */
    static List<String> java(List<String> flags, Class<?> main, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Starts and waits for the first good answer. Its output goes to {@code log}. */
    static Child start(List<String> command, Map<String, String> environment, int port, String ready, Path log)
            throws IOException {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(new File("/dev/null"));
        builder.environment().keySet().removeIf(name -> name.startsWith("PANKOU_"));
        builder.environment().putAll(environment);
        var begun = System.nanoTime();
        var process = builder.start();
        var address = new InetSocketAddress("127.0.0.1", port);
        while (!answers(address, ready)) {
            if (!process.isAlive() || System.nanoTime() - begun > PATIENCE.toNanos()) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "the server did not start: " + String.join(" ", command) + "\n" + Files.readString(log));
            }
            pause(Duration.ofMillis(3));
        }
        return new Child(process, address, System.nanoTime() - begun);
    }

    private static boolean answers(InetSocketAddress address, String target) {
        try (var socket = new Socket()) {
            socket.connect(address, 1000);
            socket.setSoTimeout(5000);
            socket.getOutputStream()
                    .write(("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() >= 0;
        } catch (IOException notYet) {
            return false;
        }
    }

    static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    InetSocketAddress address() {
        return address;
    }

    double startMillis() {
        return startNanos / 1e6;
    }

    /** The Java process itself, where a launcher stands before it. */
    private ProcessHandle main() {
        return java.util.stream.Stream.concat(java.util.stream.Stream.of(process.toHandle()), process.descendants())
                .max(Comparator.comparingLong(handle -> rss(handle.pid())))
                .orElseThrow();
    }

    long rssKb() {
        return rss(main().pid());
    }

    private static long rss(long pid) {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException gone) {
            return 0;
        }
    }

    /** The flags the server really runs with, with the command first. */
    String commandLine() throws IOException {
        return Files.readString(Path.of("/proc/" + main().pid() + "/cmdline"))
                .replace('\0', ' ')
                .replaceAll("-cp \\S+", "-cp …")
                .strip();
    }

    long cpuMillis() {
        return main().info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
    }

    /** Collects garbage, so that only what is used is measured. */
    void collectGarbage() {
        jcmd("GC.run");
        pause(Duration.ofSeconds(1));
    }

    long heapUsedKb() {
        return jcmd("GC.heap_info")
                .lines()
                .filter(line -> !line.contains("Metaspace") && !line.contains("class space"))
                .mapToLong(line -> {
                    var match = USED.matcher(line);
                    return match.find() ? Long.parseLong(match.group(1)) : 0;
                })
                .sum();
    }

    private String jcmd(String command) {
        try {
            var jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                            Long.toString(main().pid()),
                            command)
                    .redirectErrorStream(true)
                    .start();
            return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new IllegalStateException("jcmd does not run", failed);
        }
    }

    /** Ends the process, softly for 12 s. */
    @Override
    public void close() {
        var all = new ArrayList<>(process.descendants().toList());
        process.destroy();
        try {
            if (!process.waitFor(12, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroy);
    }
}
