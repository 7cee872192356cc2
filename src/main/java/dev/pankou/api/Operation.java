package dev.pankou.api;

import dev.pankou.access.Caller;
import dev.pankou.access.Permission;
import java.util.List;
import java.util.Set;

/**
 * One declared endpoint. From the table of operations come routing, the 4101 check, limits, the OpenAPI document and the
 * authorization matrix; what is not declared cannot be reached.
 *
 * <p>Built in steps, so that a handler cannot be given before it was said who may call:
 * {@code Operation.get("ListWorkspaces", "/v1/workspaces").permission(LIST_WORKSPACES).data(Request.class, View.class, this::list)}.
 *
 * @param id the operationId of the contract, or one of our own
 * @param methods HTTP methods, the documented one first
 * @param path template such as {@code /v1/bots/{bot_id}}; parameters are single segments
 * @param guard who may call
 * @param shape how the result becomes the answer
 */
public record Operation<Q, R>(
        String id,
        List<String> methods,
        String path,
        String summary,
        Guard guard,
        RateGroup rate,
        Body body,
        Shape shape,
        Class<Q> request,
        Class<R> response,
        Handler<Q, R> handler) {

    /** Who may call. */
    public sealed interface Guard {
        /** A token that holds all these points. */
        record Points(Set<Permission> permissions) implements Guard {}

        /** Any valid token or session. */
        record AnyToken() implements Guard {}

        /** Nobody needs to sign in; the handler makes its own check. */
        record Open() implements Guard {}
    }

    /** What the request's body is and how long it may be. */
    public enum Body {
        /** JSON up to the general limit (15 MB); may be absent. */
        JSON,
        /** JSON up to the limit of workflow operations (20 MB). */
        WORKFLOW_JSON,
        /** As that, or multipart/form-data with the same fields: the part {@code file} as it is, others as text or JSON. */
        WORKFLOW_FORM,
        /** multipart/form-data, read by the handler. */
        MULTIPART,
        /** JSON of any shape, read by the handler. */
        RAW
    }

    /** How the result becomes the answer. */
    public enum Shape {
        /** {@code data: result}. */
        DATA,
        /** No payload. */
        DONE,
        /** The result's own fields beside code and msg; no {@code data} unless the record has it. */
        FLAT,
        /** {@code data} or a stream of events; the result is a {@link Reply}. */
        EVENTS
    }

    /** Does the work of one call. */
    public interface Handler<Q, R> {
        R handle(Call call, Q request);
    }

    /** A handler that needs only the caller and the request. */
    public interface Simple<Q, R> {
        R handle(Caller caller, Q request);
    }

    /** A handler without a result. */
    public interface Action<Q> {
        void handle(Caller caller, Q request);
    }

    /** No fields. */
    public record Nothing() {}

    /** Whether it lies outside the Coze API. */
    public boolean extension() {
        return path.startsWith("/pankou/");
    }

    public static Unguarded get(String id, String path) {
        return new Unguarded(id, List.of("GET"), path);
    }

    public static Unguarded post(String id, String path) {
        return new Unguarded(id, List.of("POST"), path);
    }

    public static Unguarded put(String id, String path) {
        return new Unguarded(id, List.of("PUT"), path);
    }

    public static Unguarded delete(String id, String path) {
        return new Unguarded(id, List.of("DELETE"), path);
    }

    /** First step: it has a place, but nobody may call it yet. */
    public static final class Unguarded {
        private final String id;
        private List<String> methods;
        private final String path;

        private Unguarded(String id, List<String> methods, String path) {
            this.id = id;
            this.methods = methods;
            this.path = path;
        }

        /** A second method that some client uses for the same call. */
        public Unguarded also(String method) {
            methods = List.of(methods.getFirst(), method);
            return this;
        }

        public Guarded permission(Permission... permissions) {
            return new Guarded(this, new Guard.Points(Set.of(permissions)));
        }

        public Guarded anyToken() {
            return new Guarded(this, new Guard.AnyToken());
        }

        public Guarded open() {
            return new Guarded(this, new Guard.Open());
        }
    }

    /** Second step: it is known who may call. */
    public static final class Guarded {
        private final Unguarded place;
        private final Guard guard;
        private String summary = "";
        private RateGroup rate = RateGroup.NONE;
        private Body body = Body.JSON;

        private Guarded(Unguarded place, Guard guard) {
            this.place = place;
            this.guard = guard;
        }

        public Guarded summary(String text) {
            summary = text;
            return this;
        }

        public Guarded rate(RateGroup group) {
            rate = group;
            return this;
        }

        public Guarded body(Body kind) {
            body = kind;
            return this;
        }

        public <Q, R> Operation<Q, R> data(Class<Q> request, Class<R> response, Simple<Q, R> handler) {
            return build(Shape.DATA, request, response, (call, value) -> handler.handle(call.caller(), value));
        }

        public <Q, R> Operation<Q, R> dataOf(Class<Q> request, Class<R> response, Handler<Q, R> handler) {
            return build(Shape.DATA, request, response, handler);
        }

        public <Q> Operation<Q, Nothing> done(Class<Q> request, Action<Q> handler) {
            return build(Shape.DONE, request, Nothing.class, (call, value) -> {
                handler.handle(call.caller(), value);
                return new Nothing();
            });
        }

        public <Q> Operation<Q, Nothing> doneOf(Class<Q> request, Handler<Q, Nothing> handler) {
            return build(Shape.DONE, request, Nothing.class, handler);
        }

        public <Q, R> Operation<Q, R> flat(Class<Q> request, Class<R> response, Simple<Q, R> handler) {
            return build(Shape.FLAT, request, response, (call, value) -> handler.handle(call.caller(), value));
        }

        public <Q, R> Operation<Q, R> flatOf(Class<Q> request, Class<R> response, Handler<Q, R> handler) {
            return build(Shape.FLAT, request, response, handler);
        }

        public <Q> Operation<Q, Reply> events(Class<Q> request, Handler<Q, Reply> handler) {
            return build(Shape.EVENTS, request, Reply.class, handler);
        }

        private <Q, R> Operation<Q, R> build(Shape shape, Class<Q> request, Class<R> response, Handler<Q, R> handler) {
            return new Operation<>(
                    place.id, place.methods, place.path, summary, guard, rate, body, shape, request, response, handler);
        }
    }
}
