package dev.pankou.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Fuzzing guided by coverage: Jazzer in a JVM of its own. Log, findings and slow inputs are in {@code target/fuzz}.
 *
 * @param name of files, and {@code fuzz.name} in the JVM
 * @param target has {@code fuzzerTestOneInput(byte[])}
 * @param libraries how the names of the jars begin that it needs; Jazzer reads all of its class path before it starts
 * @param packages whose branches count, as Jazzer's patterns
 * @param words of the format, with blanks between them
 */
public record Fuzzing(String name, Class<?> target, List<String> libraries, List<String> packages, String words, int maxInputBytes) {
    private static final Path FOLDER = Path.of("target", "fuzz");

    /** Hooks that look for injections: no parser does what they look for, and they take most of the time. Patterns are not understood. */
    private static final String NO_HOOKS = Stream.of(
                    "ClojureLangHooks", "Deserialization", "ExpressionLanguageInjection", "FilePathTraversal", "LdapInjection",
                    "NamingContextLookup", "OsCommandInjection", "ReflectiveCall", "RegexInjection", "RegexRoadblocks", "ScriptEngineInjection",
                    "ServerSideRequestForgery", "SqlInjection", "UnsafeSanitizer", "XPathInjection")
            .map("com.code_intelligence.jazzer.sanitizers."::concat)
            .collect(Collectors.joining(":"));

    /** Fails when an input was found that no answer could be made of, or that takes too long. */
    public void run(int inputs, List<byte[]> seeds) throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        var log = FOLDER.resolve(name + ".log");
        var dictionary = Files.writeString(FOLDER.resolve(name + ".dict"), dictionary());
        var corpus = Files.createTempDirectory("fuzz-" + name);
        try {
            for (var i = 0; i < seeds.size(); i++) {
                if (seeds.get(i).length <= maxInputBytes) { // the beginning of a longer one is seldom a document
                    Files.write(corpus.resolve("seed-" + i), seeds.get(i));
                }
            }

            var process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xmx1g", "-Xmn600m", "-Xss16m",
                            "-XX:+EnableDynamicAgentLoading", "-Dfuzz.name=" + name,
                            "-cp", classPath(), "com.code_intelligence.jazzer.Jazzer", "--target_class=" + target.getName(),
                            "--instrumentation_includes=" + String.join(":", packages), "--disabled_hooks=" + NO_HOOKS,
                            "--instrumentation_excludes=" + target.getPackageName() + ".Fuzz**",
                            "--reproducer_path=" + FOLDER, "-artifact_prefix=" + FOLDER + "/" + name + "-", "-dict=" + dictionary,
                            "-max_len=" + maxInputBytes, "-timeout=1800", "-rss_limit_mb=6000", "-print_final_stats=1", "-runs=" + inputs, corpus.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            int code;
            try {
                code = process.waitFor();
            } finally {
                process.destroyForcibly();
            }

            assertThat(code).as("see %s", log).isZero();
            assertThat(Files.readString(log, StandardCharsets.ISO_8859_1)).contains("DONE");
        } finally {
            try (var files = Files.walk(corpus)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> {
                    var file = Path.of(entry).getFileName().toString();
                    return !file.endsWith(".jar") || file.startsWith("jazzer") || libraries.stream().anyMatch(file::startsWith);
                })
                .collect(Collectors.joining(File.pathSeparator));
    }

    private String dictionary() {
        return Arrays.stream(words.split(" "))
                .filter(word -> !word.isEmpty())
                .map(word -> new String(word.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
                        .chars()
                        .mapToObj("\\x%02X"::formatted)
                        .collect(Collectors.joining("", "\"", "\"\n")))
                .collect(Collectors.joining());
    }

    /** What is tried with bytes; throws when it has no answer. */
    @FunctionalInterface
    public interface Target {
        void read(byte[] input) throws IOException;
    }

    /** Without guidance, in this JVM: the seeds as they are, then so many changed ones, the same in every run of {@code randomSeed}. */
    public static void shortly(long randomSeed, int count, List<byte[]> seeds, Target target) throws IOException {
        for (var seed : seeds) {
            target.read(seed);
        }
        var random = new SplittableRandom(randomSeed);
        for (var i = 0; i < count; i++) {
            target.read(changed(seeds.get(random.nextInt(seeds.size())), random));
        }
    }

    /** Some bytes other, some places doubled, cut out or filled with what limits are made of. */
    private static byte[] changed(byte[] seed, SplittableRandom random) {
        var bytes = seed.clone();
        for (var i = random.nextInt(1, 12); i > 0 && bytes.length > 8; i--) {
            var at = random.nextInt(bytes.length - 4);
            var length = random.nextInt(1, Math.min(64, bytes.length - at));
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> {
                    var value = new int[] {0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x7FFF}[random.nextInt(5)];
                    for (var k = 0; k < 4; k++) {
                        bytes[at + k] = (byte) (value >> 8 * k);
                    }
                }
                case 3 -> System.arraycopy(bytes, at, bytes, random.nextInt(bytes.length - length), length);
                default -> {
                    var shorter = new byte[bytes.length - length];
                    System.arraycopy(bytes, 0, shorter, 0, at);
                    System.arraycopy(bytes, at + length, shorter, at, shorter.length - at);
                    bytes = shorter;
                }
            }
        }
        return bytes;
    }
}
