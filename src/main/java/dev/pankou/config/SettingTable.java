package dev.pankou.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All settings, with default and unit. {@code help settings} prints this table. */
public final class SettingTable {
    private SettingTable() {}

    public static final Setting<Integer> PORT = of("port", "port", "8787", "TCP port to listen on; 0 takes a free one", Values.integer(0, 65535));
    public static final Setting<String> HOST = of("host", "address", "127.0.0.1", "address to listen on; 0.0.0.0 for all", text -> text);
    public static final Setting<Path> DATA = of("data", "folder", "./data", "data folder", Path::of);
    public static final Setting<String> DB_URL = of("db-url", "JDBC address", null, "PostgreSQL database; absent: SQLite in the data folder", Values::jdbcUrl);
    public static final Setting<Secret> BOOTSTRAP_TOKEN = secret("bootstrap-token", "first start only: becomes the first administrator's access token; absent: random, written to bootstrap-token in the data folder");
    public static final Setting<URI> MODEL_BASE_URL = of("model-base-url", "address", null, "an OpenAI-compatible model, made the default; absent: the built-in offline model", Values::httpUrl);
    public static final Setting<Secret> MODEL_API_KEY = new Setting<>("model-api-key", "text", null, "key of that model", Secret::new, true);
    public static final Setting<String> MODEL_NAME = of("model-name", "text", null, "name of that model at its provider", text -> text);
    public static final Setting<URI> EMBEDDING_BASE_URL = of("embedding-base-url", "address", null, "an OpenAI-compatible embedding model; absent: lexical recall only", Values::httpUrl);
    public static final Setting<Secret> EMBEDDING_API_KEY = new Setting<>("embedding-api-key", "text", null, "key of the embedding model", Secret::new, true);
    public static final Setting<String> EMBEDDING_NAME = of("embedding-name", "text", null, "name of the embedding model", text -> text);
    public static final Setting<Integer> EMBEDDING_BATCH = of("embedding-batch", "number", "64", "most texts in one request to the embedding model", Values.integer(1, 2048));
    public static final Setting<Integer> EMBEDDING_CONCURRENCY = of("embedding-concurrency", "number", "4", "requests of documents to the embedding model at once", Values.integer(1, 100));
    public static final Setting<URI> RERANK_BASE_URL = of("rerank-base-url", "address", null, "a rerank model with POST /rerank as Jina and Cohere have it; absent: hits are not reranked", Values::httpUrl);
    public static final Setting<Secret> RERANK_API_KEY = new Setting<>("rerank-api-key", "text", null, "key of the rerank model", Secret::new, true);
    public static final Setting<String> RERANK_NAME = of("rerank-name", "text", null, "name of the rerank model", text -> text);
    public static final Setting<Duration> RERANK_TIMEOUT = of("rerank-timeout", "duration", "5s", "time until hits are shown in the order they have without the rerank model", Values::duration);
    public static final Setting<List<String>> EGRESS_ALLOW = of("egress-allow", "list", "", "host[:port] or CIDR[:port], comma-separated, that outbound calls may reach although private", Values::list);
    public static final Setting<URI> PUBLIC_URL = of("public-url", "address", null, "how browsers and callbacks reach this server; absent: http://host:port", Values::httpUrl);
    public static final Setting<String> PLAN = of("plan", "name", "unlimited", "plan of new users, sets the rate tiers: free, pro, team, enterprise, unlimited", Values.oneOf("free", "pro", "team", "enterprise", "unlimited"));

    public static final Setting<List<String>> CORS_ORIGINS = of("cors-origins", "list", "", "origins, comma-separated, whose pages may call the API from a browser", Values::list);
    public static final Setting<Long> MAX_BODY = of("max-body", "size", "15MB", "longest request body (BEHAVIOUR 1.12)", Values::size);
    public static final Setting<Long> MAX_WORKFLOW_BODY = of("max-workflow-body", "size", "20MB", "longest request body of the workflow operations", Values::size);
    public static final Setting<Long> MAX_UPLOAD = of("max-upload", "size", "512MB", "largest uploaded file", Values::size);
    public static final Setting<Duration> IDLE_TIMEOUT = of("idle-timeout", "duration", "30s", "a connection that moves no byte in the middle of a request or answer this long is closed", Values::duration);
    public static final Setting<Duration> BODY_TIMEOUT = of("body-timeout", "duration", "60s", "time a request body may take, uploads apart", Values::duration);
    public static final Setting<Duration> HEARTBEAT = of("heartbeat", "duration", "15s", "silence in a stream after which a keep-alive is sent", Values::duration);
    public static final Setting<Long> STREAM_BACKLOG = of("stream-backlog", "size", "1MB", "unread events a slow stream reader may leave behind before it is disconnected", Values::size);
    public static final Setting<Duration> STOP_TIMEOUT = of("stop-timeout", "duration", "6s", "time that running chats get to end when the server stops", Values::duration);

    public static final Setting<Duration> MODEL_FIRST_TIMEOUT = of("model-first-timeout", "duration", "60s", "time to a model's first piece", Values::duration);
    public static final Setting<Duration> MODEL_IDLE_TIMEOUT = of("model-idle-timeout", "duration", "60s", "silence of a model in the middle of its answer", Values::duration);
    public static final Setting<Duration> MODEL_TOTAL_TIMEOUT = of("model-total-timeout", "duration", "10m", "time of one model call", Values::duration);
    public static final Setting<Integer> MODEL_ATTEMPTS = of("model-attempts", "number", "3", "tries of a model call of which nothing was sent to the client yet", Values.integer(1, 10));
    public static final Setting<Duration> MODEL_RETRY_WAIT = of("model-retry-wait", "duration", "500ms", "wait before the second try of a model call; doubles for each further one", Values::duration);
    public static final Setting<Duration> TOOL_OUTPUT_TIMEOUT = of("tool-output-timeout", "duration", "1h", "time a chat waits for submit_tool_outputs before it fails", Values::duration);
    public static final Setting<Integer> CHAT_ROUNDS = of("chat-tool-rounds", "number", "20", "rounds of tool calls in one chat", Values.integer(1, 200));
    public static final Setting<Integer> CONCURRENT_CHATS = of("concurrent-chats", "number", "20000", "chats that may run at once on this node; one more is answered with 4009", Values.integer(1, 1_000_000));
    public static final Setting<Duration> MESSAGE_RETENTION = of("message-retention", "duration", "180d", "time messages are kept (BEHAVIOUR 1.13); 0s: for ever", Values::duration);
    public static final Setting<Duration> FILE_RETENTION = of("file-retention", "duration", "90d", "time uploaded files are kept unless used as an icon; 0s: for ever", Values::duration);

    public static final Setting<Duration> CODE_TIMEOUT = of("code-timeout", "duration", "60s", "time that the code of a code node may run (WORKFLOW 8.5)", Values::duration);
    public static final Setting<Long> CODE_MEMORY = of("code-memory", "size", "256MB", "memory of one run of code, beyond what its empty interpreter needs", Values::size);
    public static final Setting<Integer> CODE_CONCURRENCY = of("code-concurrency", "number", "8", "runs of code at once on this node; more wait for their turn", Values.integer(1, 1000));
    public static final Setting<Integer> CODE_WARM = of("code-warm", "number", "2", "processes of a language that wait ready once it was used, 15 MB (Python) or 50 MB (JavaScript) each; given up after five idle minutes", Values.integer(0, 100));

    public static final Setting<Long> PARSE_MEMORY = of("parse-memory", "size", "512MB", "heap of a process that reads documents; one that needs more fails alone", Values::size);
    public static final Setting<Duration> PARSE_TIMEOUT = of("parse-timeout", "duration", "5m", "time that reading one document may take", Values::duration);
    public static final Setting<Integer> PARSE_MAX_PAGES = of("parse-max-pages", "number", "20000", "most pages of a PDF, most slides of a presentation", Values.integer(1, 1_000_000));
    public static final Setting<Integer> PARSE_CONCURRENCY = of("parse-concurrency", "number", "2", "documents read at once on this node, each in a process; more wait for their turn", Values.integer(1, 100));
    public static final Setting<Long> PARSE_MAX_FILE = of("parse-max-file", "size", "512MB", "largest document that is read", Values::size);
    public static final Setting<Long> PARSE_MAX_TEXT = of("parse-max-text", "size", "256MB", "most text that one document may become", Values::size);

    public static final Setting<Integer> CONCURRENT_RUNS = of("concurrent-runs", "number", "20000", "workflow runs that may be at work at once on this node; one more is answered with 4009", Values.integer(1, 1_000_000));
    public static final Setting<Duration> RUN_ANSWER_TIMEOUT = of("run-answer-timeout", "duration", "90s", "time until a blocking workflow run is answered; it goes on all the same", Values::duration);
    public static final Setting<Duration> RUN_TIMEOUT = of("run-timeout", "duration", "10m", "time of a blocking or streamed workflow run", Values::duration);
    public static final Setting<Duration> RUN_ASYNC_TIMEOUT = of("run-async-timeout", "duration", "24h", "time of an asynchronous workflow run", Values::duration);
    public static final Setting<Duration> RUN_WAIT_TIMEOUT = of("run-wait-timeout", "duration", "7d", "time a workflow run waits for the answer to a question before it fails", Values::duration);
    public static final Setting<Duration> RUN_RETENTION = of("run-retention", "duration", "7d", "time ended workflow runs are kept", Values::duration);
    public static final Setting<Duration> RUN_OUTPUT_RETENTION = of("run-output-retention", "duration", "24h", "time the texts of output nodes of ended workflow runs can be read through the API", Values::duration);
    public static final Setting<Integer> RUN_MAX_EXECUTIONS = of("run-max-executions", "number", "100000", "executions of nodes in one workflow run, loops and sub-workflows included", Values.integer(1, 100_000_000));
    public static final Setting<Integer> RUN_MAX_ITERATIONS = of("run-max-iterations", "number", "1000", "iterations of one loop", Values.integer(1, 10_000_000));
    public static final Setting<Integer> RUN_MAX_BATCH = of("run-max-batch", "number", "200", "items of one batch", Values.integer(1, 1_000_000));
    public static final Setting<Integer> RUN_MAX_PARALLEL = of("run-max-parallel", "number", "10", "items of one batch that run at a time", Values.integer(1, 1000));
    public static final Setting<Integer> RUN_MAX_NESTING = of("run-max-nesting", "number", "10", "sub-workflows inside each other", Values.integer(1, 50));
    public static final Setting<Long> RUN_MAX_VALUES = of("run-max-values", "size", "20MB", "values of one workflow run together", Values::size);
    public static final Setting<Integer> RUN_MAX_TOKENS = of("run-max-tokens", "number", "0", "budget of tokens of every workflow run; 0: none", Values.integer(0, Integer.MAX_VALUE));
    public static final Setting<Integer> RUN_MAX_CALLS = of("run-max-calls", "number", "0", "budget of calls of models, addresses and code of every workflow run; 0: none", Values.integer(0, Integer.MAX_VALUE));

    public static final Setting<Integer> INGEST_CONCURRENCY = of("ingest-concurrency", "number", "2", "documents of knowledge bases that are read at once on this node", Values.integer(1, 64));
    public static final Setting<Integer> MAX_DATASETS = of("max-datasets", "number", "1000", "knowledge bases of a workspace", Values.integer(1, 1_000_000));
    public static final Setting<Integer> MAX_DOCUMENTS = of("max-documents", "number", "10000", "documents of a knowledge base", Values.integer(1, 10_000_000));
    public static final Setting<Integer> MAX_SLICES = of("max-slices", "number", "100000", "slices of a document", Values.integer(1, 10_000_000));
    public static final Setting<Long> MAX_DOCUMENT = of("max-document", "size", "100MB", "largest document of a knowledge base", Values::size);

    public static final Setting<Integer> READERS = of("db-readers", "number", "3", "reader threads of SQLite", Values.integer(1, 64));
    public static final Setting<Integer> POOL = of("db-pool", "number", "16", "connections to PostgreSQL", Values.integer(2, 500));
    public static final Setting<String> LOG_LEVEL = of("log-level", "name", "info", "error, warn, info or debug", Values.oneOf("error", "warn", "info", "debug"));
    public static final Setting<String> LOG_FORMAT = of("log-format", "name", "auto", "json, text, or auto: text on a terminal, else json", Values.oneOf("json", "text", "auto"));
    public static final Setting<String> LANGUAGE = of("language", "name", "auto", "language of the commands: en, zh, or auto: as the locale says", Values.oneOf("en", "zh", "auto"));

    /** In the order in which {@code help settings} prints them. */
    public static final List<Setting<?>> ALL = List.of(
            PORT, HOST, DATA, DB_URL, BOOTSTRAP_TOKEN, MODEL_BASE_URL, MODEL_API_KEY, MODEL_NAME, EMBEDDING_BASE_URL,
            EMBEDDING_API_KEY, EMBEDDING_NAME, EMBEDDING_BATCH, EMBEDDING_CONCURRENCY, RERANK_BASE_URL, RERANK_API_KEY,
            RERANK_NAME, RERANK_TIMEOUT, EGRESS_ALLOW, PUBLIC_URL, PLAN, CORS_ORIGINS, MAX_BODY,
            MAX_WORKFLOW_BODY, MAX_UPLOAD, IDLE_TIMEOUT, BODY_TIMEOUT, HEARTBEAT, STREAM_BACKLOG, STOP_TIMEOUT,
            MODEL_FIRST_TIMEOUT, MODEL_IDLE_TIMEOUT, MODEL_TOTAL_TIMEOUT, MODEL_ATTEMPTS, MODEL_RETRY_WAIT,
            TOOL_OUTPUT_TIMEOUT, CHAT_ROUNDS, CONCURRENT_CHATS, MESSAGE_RETENTION, FILE_RETENTION,
            CONCURRENT_RUNS, RUN_ANSWER_TIMEOUT, RUN_TIMEOUT, RUN_ASYNC_TIMEOUT, RUN_WAIT_TIMEOUT, RUN_RETENTION,
            RUN_OUTPUT_RETENTION, RUN_MAX_EXECUTIONS, RUN_MAX_ITERATIONS, RUN_MAX_BATCH, RUN_MAX_PARALLEL, RUN_MAX_NESTING,
            RUN_MAX_VALUES, RUN_MAX_TOKENS, RUN_MAX_CALLS, CODE_TIMEOUT,
            CODE_MEMORY, CODE_CONCURRENCY, CODE_WARM, PARSE_MEMORY, PARSE_TIMEOUT, PARSE_MAX_PAGES, PARSE_CONCURRENCY,
            PARSE_MAX_FILE, PARSE_MAX_TEXT, INGEST_CONCURRENCY, MAX_DATASETS, MAX_DOCUMENTS, MAX_SLICES, MAX_DOCUMENT,
            READERS, POOL, LOG_LEVEL, LOG_FORMAT, LANGUAGE);

    private static <T> Setting<T> of(
            String name, String kind, @Nullable String fallback, String meaning, Function<String, T> parse) {
        return new Setting<>(name, kind, fallback, meaning, parse, false);
    }

    private static Setting<Secret> secret(String name, String meaning) {
        return new Setting<>(name, "text", null, meaning, Values::token, true);
    }
}
