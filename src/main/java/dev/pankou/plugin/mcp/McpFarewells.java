package dev.pankou.plugin.mcp;

import dev.pankou.egress.CancelSignal;
import dev.pankou.egress.EgressException;
import dev.pankou.plugin.tool.ToolException;
import dev.pankou.plugin.tool.Web;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells MCP servers in the background that sessions are over, so that they need not keep them. Threads share it. */
final class McpFarewells implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(McpFarewells.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(1);

    private final Web web;
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private final CancelSignal closed = new CancelSignal();

    McpFarewells(Web web) {
        this.web = web;
    }

    void say(McpServer server, McpSession session) {
        if (!session.id().isEmpty() && !background.isShutdown()) {
            background.execute(() -> end(server, session));
        }
    }

    private void end(McpServer server, McpSession session) {
        var headers = Map.of(McpProtocol.SESSION, session.id(), McpProtocol.VERSION, session.protocol());
        var ask = new Web.Ask("DELETE", server.address(), headers, null, server.attached(), false);
        try {
            web.open(ask, System.nanoTime() + PATIENCE.toNanos(), closed).close();
        } catch (ToolException | EgressException failed) {
            LOG.debug("An MCP server did not hear that a session is over plugin={}", server.plugin()); // it will find out
        }
    }

    /** Waits a moment for those that are under way. */
    @Override
    public void close() {
        background.shutdown();
        try {
            background.awaitTermination(LAST_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        closed.cancel();
    }
}
