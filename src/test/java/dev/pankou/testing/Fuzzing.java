package dev.pankou.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Fuzzing guided by coverage: Jazzer in a JVM of its own. Log, findings and slow inputs are in {@code target/fuzz}.
 *
 * @param name of files, and {@code fuzz.name} in the JVM
 * @param target has {@code fuzzerTestOneInput(byte[])}
 * @param packages whose branches count, as Jazzer's patterns
 * @param words of the format, with blanks between them
 */
public record Fuzzing(String name, Class<?> target, List<String> packages, String words, int maxInputBytes) {
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

            var code = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xmx1g", "-Xmn600m", "-Xss16m",
                            "-XX:+EnableDynamicAgentLoading", "-Dfuzz.name=" + name,
                            "-cp", System.getProperty("java.class.path"), "com.code_intelligence.jazzer.Jazzer", "--target_class=" + target.getName(),
                            "--instrumentation_includes=" + String.join(":", packages), "--disabled_hooks=" + NO_HOOKS,
                            "--instrumentation_excludes=" + target.getPackageName() + ".Fuzz**",
                            "--reproducer_path=" + FOLDER, "-artifact_prefix=" + FOLDER + "/" + name + "-", "-dict=" + dictionary,
                            "-max_len=" + maxInputBytes, "-timeout=1800", "-rss_limit_mb=6000", "-print_final_stats=1", "-runs=" + inputs, corpus.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start()
                    .waitFor();

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

    private String dictionary() {
        return Arrays.stream(words.split(" "))
                .filter(word -> !word.isEmpty())
                .map(word -> new String(word.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
                        .chars()
                        .mapToObj("\\x%02X"::formatted)
                        .collect(Collectors.joining("", "\"", "\"\n")))
                .collect(Collectors.joining());
    }
}
