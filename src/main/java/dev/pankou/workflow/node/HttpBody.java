package dev.pankou.workflow.node;

import dev.pankou.secret.Digests;
import dev.pankou.workflow.canvas.Fields;
import dev.pankou.workflow.value.Type;
import dev.pankou.workflow.value.Values;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an HTTP node sends (WORKFLOW 8.45), by {@code body.bodyType}; of the other types nothing is read. */
sealed interface HttpBody {
    /** Of all files of a request together, and of an answer. */
    int MOST_BYTES = 20 * 1024 * 1024;

    /** @param download gets the file at an address, or throws {@link NodeException} */
    Payload payload(NodeCall call, Function<URI, Outside.HttpAnswer> download);

    /**
     * @param type the media type, null for none
     * @param fixed whether the type must be this one, whatever the headers of the canvas say
     */
    @SuppressWarnings("ArrayRecordComponent") // handed through, never compared
    record Payload(byte @Nullable [] bytes, @Nullable String type, boolean fixed) {}

    static HttpBody of(NodeScope scope) {
        var body = scope.node().inputs().path("body");
        var data = body.path("bodyData");
        var field = "inputs.body.bodyData.";
        return switch (Fields.text(body, "bodyType")) {
            case "JSON" ->
                new Text(HttpTemplate.of(scope, Fields.text(data, "json"), field + "json"), "application/json");
            case "RAW_TEXT" ->
                new Text(HttpTemplate.of(scope, Fields.text(data, "rawText"), field + "rawText"), "text/plain; charset=utf-8");
            case "FORM_URLENCODED" -> new Form(scope.params(data.path("formURLEncoded")));
            case "FORM_DATA" -> new Multipart(scope.params(data.path("formData").path("data")));
            case "BINARY" -> new Binary(scope.operand(data.path("binary").path("fileURL")));
            case "", "EMPTY" -> new Empty();
            default ->
                throw Setting.bad(
                        scope.node(),
                        "inputs.body.bodyType",
                        "EMPTY, JSON, RAW_TEXT, FORM_URLENCODED, FORM_DATA, BINARY");
        };
    }

    /** The text of a value: null and what was skipped are the zero of their type, as for inputs (WORKFLOW 4). */
    static String text(NodeCall call, Operand operand) {
        var value = call.take(operand).value();
        return Values.text(value == null ? operand.type().zero() : value);
    }

    record Empty() implements HttpBody {
        @Override
        public Payload payload(NodeCall call, Function<URI, Outside.HttpAnswer> download) {
            return new Payload(null, null, false);
        }
    }

    record Text(HttpTemplate template, String type) implements HttpBody {
        @Override
        public Payload payload(NodeCall call, Function<URI, Outside.HttpAnswer> download) {
            return new Payload(template.text(call).getBytes(StandardCharsets.UTF_8), type, false);
        }
    }

    record Form(Map<String, Operand> fields) implements HttpBody {
        @Override
        public Payload payload(NodeCall call, Function<URI, Outside.HttpAnswer> download) {
            var form = new StringJoiner("&");
            fields.forEach((name, value) ->
                    form.add(HttpAddress.form(name) + "=" + HttpAddress.form(text(call, value))));
            return new Payload(
                    form.toString().getBytes(StandardCharsets.UTF_8), "application/x-www-form-urlencoded", false);
        }
    }

    record Binary(Operand file) implements HttpBody {
        @Override
        public Payload payload(NodeCall call, Function<URI, Outside.HttpAnswer> download) {
            var answer = download.apply(HttpAddress.of(text(call, file), Map.of()));
            return new Payload(limited(answer.body(), MOST_BYTES), "application/octet-stream", false);
        }
    }

    record Multipart(Map<String, Operand> fields) implements HttpBody {
        @SuppressWarnings("ArrayRecordComponent")
        private record Part(byte[] head, byte[] content) {}

        @Override
        public Payload payload(NodeCall call, Function<URI, Outside.HttpAnswer> download) {
            var parts = new ArrayList<Part>();
            var room = MOST_BYTES;
            for (var field : fields.entrySet()) {
                if (!isFile(field.getValue().type())) {
                    var text = text(call, field.getValue()).getBytes(StandardCharsets.UTF_8);
                    parts.add(part(field.getKey(), "", text));
                    continue;
                }
                for (var url : urls(call.take(field.getValue()).value())) {
                    var address = HttpAddress.of(url, Map.of());
                    var file = download.apply(address);
                    var type = file.headers().getOrDefault("content-type", "application/octet-stream");
                    var rest = "; filename=\"" + quoted(HttpAddress.fileName(address)) + "\"\r\nContent-Type: " + type;
                    parts.add(part(field.getKey(), rest, limited(file.body(), room)));
                    room -= file.body().length;
                }
            }
            return written(parts);
        }

        private static boolean isFile(Type type) {
            return switch (type) {
                case Type.Scalar scalar -> scalar.isFile();
                case Type.ListType list -> list.element() instanceof Type.Scalar scalar && scalar.isFile();
                case Type.ObjectType object -> false;
            };
        }

        private static List<String> urls(@Nullable Object value) {
            var all = value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
            return all.stream().map(Values::text).filter(url -> !url.isBlank()).toList();
        }

        private static Part part(String name, String rest, byte[] content) {
            var head = "Content-Disposition: form-data; name=\"" + quoted(name) + "\"" + rest + "\r\n\r\n";
            return new Part(head.getBytes(StandardCharsets.UTF_8), content);
        }

        /** As browsers do. */
        private static String quoted(String name) {
            return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
        }

        private static Payload written(List<Part> parts) {
            var digest = Digests.sha256();
            for (var part : parts) {
                digest.update(part.head());
                digest.update(part.content());
            }
            // no text holds its own digest, so the boundary is in no part; and a replayed run sends the same bytes
            var boundary = "pankou-" + HexFormat.of().formatHex(digest.digest(), 0, 16);
            var out = new ByteArrayOutputStream();
            for (var part : parts) {
                out.writeBytes(("--" + boundary + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.writeBytes(part.head());
                out.writeBytes(part.content());
                out.writeBytes(new byte[] {'\r', '\n'});
            }
            out.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
            return new Payload(out.toByteArray(), "multipart/form-data; boundary=" + boundary, true);
        }
    }

    private static byte[] limited(byte[] file, int most) {
        if (file.length > most) {
            throw new NodeException(NodeException.EXECUTION, "the files to send are larger than 20 MB");
        }
        return file;
    }
}
