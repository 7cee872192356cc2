package dev.pankou.plugin.openapi;

import dev.pankou.egress.CancelSignal;
import dev.pankou.json.Json;
import dev.pankou.plugin.openapi.HttpBinding.Body;
import dev.pankou.plugin.openapi.HttpBinding.Field;
import dev.pankou.plugin.openapi.OpenApiCaller.FileSource;
import dev.pankou.plugin.openapi.OpenApiCaller.FileSource.Content;
import dev.pankou.plugin.tool.ToolException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes the body of a request from arguments. */
final class RequestBody {
    private static final int MOST_FILE_BYTES = 20 << 20;

    private final FileSource files;
    private final Supplier<String> boundaries;
    private final CancelSignal cancel;

    RequestBody(FileSource files, Supplier<String> boundaries, CancelSignal cancel) {
        this.files = files;
        this.boundaries = boundaries;
        this.cancel = cancel;
    }

    @SuppressWarnings("ArrayRecordComponent") // handed through to the socket, never compared
    record Made(String mediaType, byte[] bytes) {}

    /** Null when there is nothing to send. */
    @Nullable Made of(@Nullable Body body, ObjectNode given) {
        if (body == null) {
            return null;
        }
        var whole = body.whole();
        if (whole != null && !given.has(whole)) {
            return null;
        }
        if (whole != null && !body.fields().isEmpty()) {
            var file = file(given.get(whole), whole);
            return new Made(body.mediaType(), file.bytes());
        }
        if (body.mediaType().equals("multipart/form-data")) {
            return multipart(body, given);
        }
        if (body.mediaType().equals("application/x-www-form-urlencoded")) {
            return new Made(body.mediaType(), form(body, given).getBytes(StandardCharsets.UTF_8));
        }
        if (whole != null && !OpenApiInputs.isJson(body.mediaType())) {
            return new Made(body.mediaType() + "; charset=utf-8", OpenApiCaller.plain(given.get(whole)).getBytes(StandardCharsets.UTF_8));
        }
        return new Made(body.mediaType(), Json.bytes(whole == null ? object(body, given) : given.get(whole)));
    }

    private static ObjectNode object(Body body, ObjectNode given) {
        var object = Json.object();
        for (var field : body.fields()) {
            var value = given.get(field.argument());
            if (value != null) {
                object.set(field.name(), value);
            }
        }
        return object;
    }

    private static String form(Body body, ObjectNode given) {
        var whole = body.whole();
        var fields = whole == null ? object(body, given) : given.get(whole);
        var pairs = new ArrayList<String>();
        for (var entry : fields.properties()) {
            var name = OpenApiCaller.encoded(entry.getKey());
            if (entry.getValue().isArray()) {
                entry.getValue().forEach(item -> pairs.add(name + "=" + OpenApiCaller.encoded(OpenApiCaller.plain(item))));
            } else {
                pairs.add(name + "=" + OpenApiCaller.encoded(OpenApiCaller.plain(entry.getValue())));
            }
        }
        return String.join("&", pairs);
    }

    private Made multipart(Body body, ObjectNode given) {
        var boundary = boundaries.get();
        var out = new ByteArrayOutputStream();
        var whole = body.whole();
        if (whole != null) {
            given.get(whole).properties().forEach(entry -> part(out, boundary, entry.getKey(), entry.getValue()));
        }
        for (var field : body.fields()) {
            var value = given.get(field.argument());
            if (value == null) {
                continue;
            }
            if (!field.file()) {
                part(out, boundary, field.name(), value);
            } else if (value.isArray()) {
                value.forEach(one -> part(out, boundary, field, file(one, field.argument())));
            } else {
                part(out, boundary, field, file(value, field.argument()));
            }
        }
        out.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return new Made("multipart/form-data; boundary=" + boundary, out.toByteArray());
    }

    private static void part(ByteArrayOutputStream out, String boundary, String name, JsonNode value) {
        var type = value.isContainer() ? "\r\nContent-Type: application/json" : "";
        out.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + quoted(name) + "\"" + type + "\r\n\r\n"
                        + OpenApiCaller.plain(value) + "\r\n")
                .getBytes(StandardCharsets.UTF_8));
    }

    private static void part(ByteArrayOutputStream out, String boundary, Field field, Content file) {
        out.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + quoted(field.name()) + "\"; filename=\""
                        + quoted(file.name()) + "\"\r\nContent-Type: " + file.mediaType() + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        out.writeBytes(file.bytes());
        out.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }

    private static String quoted(String text) {
        return text.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }

    private Content file(JsonNode address, String argument) {
        var file = files.content(address.asString(""), cancel);
        if (file.bytes().length > MOST_FILE_BYTES) {
            throw new ToolException(ToolException.INVALID_ARGUMENT, "the file of argument " + argument + " is larger than 20 MB");
        }
        return file;
    }
}
