package dev.pankou.survive;

import dev.pankou.Main;
import dev.pankou.testing.TestDatabases;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/**
 * How this JVM's classes are started as a process of their own, with a start-up cache that is trained once: a start then takes
 * a third of the time, and crash tests start dozens of servers. Without a cache it works as well.
 */
final class FastStart {
    private static final List<String> FLAGS =
            List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "--enable-native-access=ALL-UNNAMED");
    /** JVM flags with the class path. */
    static final List<String> JAVA = trained();

    private FastStart() {}

    private static List<String> trained() {
        var usual = new ArrayList<>(FLAGS);
        usual.addAll(List.of("-cp", System.getProperty("java.class.path")));
        try {
            var folder = TestDatabases.folder();
            var cache = folder.resolve("pankou.aot");
            var line = new ArrayList<>(FLAGS);
            line.addAll(List.of("-cp", withJar(folder)));
            var training = new ArrayList<>(line);
            training.addFirst("-XX:AOTCacheOutput=" + cache);
            training.addAll(List.of("dev.pankou.Main", "train"));
            var code = process(folder, training)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("train.txt").toFile())
                    .start()
                    .waitFor();
            if (code == 0 && Files.exists(cache)) {
                line.addFirst("-XX:AOTCache=" + cache);
                return line;
            }
            return usual;
        } catch (IOException | URISyntaxException failed) {
            return usual;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return usual;
        }
    }

    /** The class path with our own classes in a jar, because a cache takes no folders. */
    private static String withJar(Path folder) throws IOException, URISyntaxException {
        var classes = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        var jar = folder.resolve("pankou.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                var files = Files.walk(classes)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new ZipEntry(classes.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, out);
            }
        }
        var path = new ArrayList<>(List.of(jar.toString()));
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .forEach(path::add);
        return String.join(File.pathSeparator, path);
    }

    /** A JVM with these arguments, without the caller's settings. */
    static ProcessBuilder process(Path folder, List<String> arguments) throws IOException {
        var file = Files.createTempFile(folder, "arguments", ".txt"); // a class path may be too long for a command line
        Files.write(file, arguments.stream().map(text -> '"' + text.replace("\\", "\\\\") + '"').toList());
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(java, "@" + file).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PANKOU_"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder;
    }
}
