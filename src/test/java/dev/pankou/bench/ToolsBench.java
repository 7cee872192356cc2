package dev.pankou.bench;

import dev.pankou.json.Json;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a call of a plugin's tool costs over the tool itself: CallPluginTool on an OpenAPI plugin, by turns with the bare tool. */
final class ToolsBench {
    private static final int WARM = 2000;

    private final Subject.Setup setup;
    private final Results results;
    private final boolean quick;

    ToolsBench(Subject.Setup setup, Results results, boolean quick) {
        this.setup = setup;
        this.results = results;
        this.quick = quick;
    }

    void run() throws IOException, InterruptedException {
        var calls = quick ? 500 : 3000;
        try (var tool = new Tool();
                var server = setup.open("tools")) {
            var plugin = server.plugin(document(tool.address()));
            var body = Map.of("tool_name", "get_sky", "arguments", Map.of("place", "杭州"));
            var through = server.calls("/v1/plugins/" + plugin + "/tools/call", body);
            var direct = new Load(tool.address(), get(), Load.ANY);
            var whole = new long[calls];
            var alone = new long[calls];
            try (var call = through.sequence();
                    var ask = direct.sequence()) {
                for (var i = 0; i < WARM; i++) {
                    ask.turn();
                    call.turn();
                }
                for (var i = 0; i < calls; i++) {
                    alone[i] = ask.turn();
                    whole[i] = call.turn();
                }
            }
            Arrays.sort(whole);
            Arrays.sort(alone);
            var own = Load.at(alone, 0.5) / 1e6;
            var figures = new LinkedHashMap<String, Double>();
            figures.put("tool_p50_ms", own);
            figures.put("call_p50_ms", Load.at(whole, 0.5) / 1e6);
            figures.put("call_p99_ms", Load.at(whole, 0.99) / 1e6);
            results.detail("tool_call", figures);
            results.add(
                    "tool_call_added_p50_ms",
                    Load.at(whole, 0.5) / 1e6 - own,
                    "call p50 " + Results.number(figures.get("call_p50_ms")) + ", p99 " + Results.number(figures.get("call_p99_ms"))
                            + "; the tool alone p50 " + Results.number(own));
        }
    }

    private static String document(InetSocketAddress address) {
        var document = Json.object().put("openapi", "3.0.3");
        document.putObject("info").put("title", "Weather").put("version", "1");
        document.putArray("servers").addObject().put("url", "http://127.0.0.1:" + address.getPort());
        var get = document.putObject("paths").putObject("/sky").putObject("get").put("operationId", "get_sky");
        var place = get.putArray("parameters").addObject().put("name", "place").put("in", "query").put("required", true);
        place.putObject("schema").put("type", "string");
        get.putObject("responses").putObject("200").put("description", "ok");
        return Json.text(document);
    }

    private static byte[] get() {
        return "GET /sky?place=x HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n\r\n".getBytes(StandardCharsets.UTF_8);
    }

    /** A tool that answers the same at once, each connection on a virtual thread. */
    private static final class Tool implements AutoCloseable {
        private static final byte[] ANSWER = answer();

        private final ServerSocket listening = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());

        private Tool() throws IOException {
            Thread.ofVirtual().name("tool").start(this::serve);
        }

        private static byte[] answer() {
            var body = "{\"sky\":\"clear\"}";
            return ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                    .getBytes(StandardCharsets.UTF_8);
        }

        private InetSocketAddress address() {
            return new InetSocketAddress("127.0.0.1", listening.getLocalPort());
        }

        private void serve() {
            while (!listening.isClosed()) {
                try {
                    var socket = listening.accept();
                    Thread.ofVirtual().name("tool-connection").start(() -> talk(socket));
                } catch (IOException closed) {
                    return;
                }
            }
        }

        private static void talk(Socket socket) {
            try (socket) {
                socket.setTcpNoDelay(true);
                var in = new BufferedInputStream(socket.getInputStream());
                while (head(in)) {
                    socket.getOutputStream().write(ANSWER);
                }
            } catch (IOException gone) {
                // the bench is over
            }
        }

        /** Reads to the empty line; false at the end. */
        private static boolean head(InputStream in) throws IOException {
            for (var newlines = 0; newlines < 2; ) {
                var next = in.read();
                if (next < 0) {
                    return false;
                }
                newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
            }
            return true;
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }
}
