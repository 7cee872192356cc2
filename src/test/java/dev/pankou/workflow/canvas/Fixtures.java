package dev.pankou.workflow.canvas;

import dev.pankou.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Canvases of the tests: those in {@code src/test/resources/workflow}, and parts to change in them. */
final class Fixtures {
    private Fixtures() {}

    static String text(String file) {
        try (var in = Fixtures.class.getResourceAsStream("/workflow/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode json(String file) {
        return (ObjectNode) Json.tree(text(file));
    }

    static ArrayNode nodes(ObjectNode canvas) {
        return (ArrayNode) canvas.get("nodes");
    }

    static ArrayNode edges(ObjectNode canvas) {
        return (ArrayNode) canvas.get("edges");
    }

    /** The node of this id, in blocks too. */
    static ObjectNode node(ObjectNode canvas, String id) {
        for (var node : nodes(canvas)) {
            if (node.path("id").asString().equals(id)) {
                return (ObjectNode) node;
            }
            for (var child : node.path("blocks")) {
                if (child.path("id").asString().equals(id)) {
                    return (ObjectNode) child;
                }
            }
        }
        throw new AssertionError("no node " + id);
    }

    static ObjectNode inputs(ObjectNode canvas, String id) {
        return (ObjectNode) node(canvas, id).path("data").path("inputs");
    }

    static byte[] zip(Map<String, byte[]> files) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
