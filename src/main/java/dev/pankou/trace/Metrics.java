package dev.pankou.trace;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Counts and times for Prometheus. Labels are names of declared operations and classes of status, never ids or texts, so that
 * their number is bounded and nothing secret shows. Threads share it.
 */
public final class Metrics {
    /** What {@link #text} answers with. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofMillis(50),
        Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1),
        Duration.ofMillis(2500), Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(2)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

    public Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    private record Key(String operation, int statusClass) {}

    /**
     * Counts one call.
     *
     * @param operation its declared name, "none" for paths that are nobody's
     * @param status HTTP status, 0 when the client left before an answer
     * @param nanos time until the answer was handed over
     */
    public void called(String operation, int status, long nanos) {
        timers.computeIfAbsent(new Key(operation, status / 100), this::timer).record(Duration.ofNanos(nanos));
    }

    private Timer timer(Key key) {
        return Timer.builder("pankou.operation")
                .description("Calls of operations and the time until they were answered")
                .tag("operation", key.operation())
                .tag("status", key.statusClass() == 0 ? "gone" : key.statusClass() + "xx")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    /**
     * Shows a number that somebody else keeps, such as chats that run.
     *
     * @param name with dots, such as {@code pankou.chats.running}
     * @param value asked at each scrape, by any thread; returns at once
     */
    public void gauge(String name, String description, Supplier<? extends Number> value) {
        Gauge.builder(name, value::get).description(description).register(registry);
    }

    /** All numbers in Prometheus's text format. */
    public String text() {
        return registry.scrape(CONTENT_TYPE);
    }
}
