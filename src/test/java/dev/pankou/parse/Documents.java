package dev.pankou.parse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** A parser that the tests of a class share, and short ways to ask it. */
final class Documents implements AutoCloseable {
    final DocumentParser parser;
    private final Path folder;

    Documents() {
        this(ParseLimits.DEFAULT);
    }

    Documents(ParseLimits limits) {
        try {
            folder = Files.createTempDirectory("parse-test");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        parser = DocumentParser.open(limits, folder.resolve("tmp"));
    }

    static Path resource(String name) {
        return Path.of("src/test/resources/parse", name);
    }

    Path file(String name, byte[] content) {
        try {
            return Files.write(folder.resolve(name), content);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    List<Block> blocks(Path file) {
        var name = file.getFileName().toString();
        return blocks(file, name.substring(name.lastIndexOf('.') + 1));
    }

    List<Block> blocks(Path file, String type) {
        try (var parsed = parser.parse(file, type, ParseOptions.DEFAULT, progress -> {});
                var blocks = parsed.blocks()) {
            return blocks.toList();
        }
    }

    /** As {@code KIND[level] text}. */
    List<String> lines(Path file) {
        return blocks(file).stream().map(Documents::line).toList();
    }

    static String line(Block block) {
        return block.kind() + (block.level() > 0 ? "" + block.level() : "") + " " + block.text();
    }

    @Override
    public void close() {
        parser.close();
        try (var left = Files.walk(folder)) {
            for (var file : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
