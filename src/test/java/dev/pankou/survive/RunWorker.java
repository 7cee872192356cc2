package dev.pankou.survive;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One client that runs workflows: a random mix, each kept with what was acknowledged. Used by one thread at a time. */
final class RunWorker {
    private static final long PAUSE_NANOS = 30_000_000;
    private static final int NODES_OF_CHAIN = 10;

    /** What was acknowledged of one run. */
    private static final class Claim {
        final Flow flow;
        final String tag;
        final String run;
        final boolean asks;
        /** The reply that was acknowledged, or sent and perhaps lost. */
        @Nullable String reply;

        boolean acknowledged;
        boolean async;
        boolean checked;

        Claim(Flow flow, String tag, String run, boolean asks, boolean async) {
            this.flow = flow;
            this.tag = tag;
            this.run = run;
            this.asks = asks;
            this.async = async;
        }
    }

    private final Random random;
    private final Facts facts;
    private final Effects effects;
    private final Flow chain;
    private final Flow asking;
    private final List<Claim> claims = new ArrayList<>();
    private long acknowledged;
    private long honest;

    RunWorker(long seed, Facts facts, Effects effects, Flow chain, Flow asking) {
        this.random = new Random(seed);
        this.facts = facts;
        this.effects = effects;
        this.chain = chain;
        this.asking = asking;
    }

    /** Works until the server breaks off; that is a broken promise unless it was {@code killed}. */
    void work(Client client, BooleanSupplier killed) {
        try {
            while (!killed.getAsBoolean()) {
                step(client);
                acknowledged++;
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (IOException broken) {
            facts.require(killed.getAsBoolean(), "a connection broke without a crash: %s", broken);
        } catch (AssertionError | RuntimeException wrong) {
            facts.broken(wrong);
        }
    }

    private void step(Client client) throws IOException {
        var tag = "t" + Long.toHexString(random.nextLong());
        switch (random.nextInt(8)) {
            case 0, 1 -> claims.add(new Claim(chain, tag, chain.launch(client, tag), false, true));
            case 2 -> claims.add(new Claim(asking, tag, asking.launch(client, tag), true, true));
            case 3 -> {
                var answer = client.post("/v1/workflow/run", chain.body(tag, false)).json();
                facts.require(
                        answer.path("data").asString("").contains("saw /effect/" + tag + "/130"), "a blocking run gave %s", answer);
                claims.add(new Claim(chain, tag, answer.path("execute_id").asString(""), false, false));
            }
            case 4, 5 -> {
                var answer = client.post("/v1/workflow/run", asking.body(tag, false)).json();
                facts.require(answer.has("interrupt_data"), "a run that asks gave %s", answer);
                claims.add(new Claim(asking, tag, answer.path("execute_id").asString(""), true, false));
            }
            case 6 -> stream(client, tag);
            default -> {
                for (var claim : claims) {
                    if (claim.asks && claim.reply == null && random.nextBoolean()) {
                        answer(client, claim);
                        return;
                    }
                }
            }
        }
    }

    private void stream(Client client, String tag) throws IOException {
        var text = new StringBuilder();
        var last = new String[] {""};
        client.stream("/v1/workflow/stream_run", chain.body(tag, false), Map.of(), event -> {
            last[0] = event.event();
            if (event.event().equals("Message")) {
                text.append(event.json().get("content").stringValue());
            }
            return !event.event().equals("Done") && !event.event().equals("Error");
        });
        if (!last[0].equals("Done")) {
            throw new IOException("the stream broke off after " + last[0]);
        }
        facts.require(text.toString().equals(Flow.chainSays(tag)), "a stream said %s", text);
    }

    /** Answers the question of a run when it waits. */
    private void answer(Client client, Claim claim) throws IOException {
        var detail = claim.flow.detail(client, claim.run);
        if (!detail.get("status").stringValue().equals("interrupted")) {
            return;
        }
        var event = detail.get("run").get("interrupt_data").get("event_id").stringValue();
        var reply = "城市 " + random.nextInt(1_000);
        claim.reply = reply;
        var answer = claim.flow.resume(client, event, reply);
        facts.require(answer.code() == 0, "a reply was answered %s", answer.json());
        claim.acknowledged = true;
        if (!claim.async) {
            facts.require(
                    answer.json().path("data").asString("").contains(reply), "a blocking reply was answered %s", answer.json());
        }
    }

    /** Every run that was acknowledged comes to its end; questions are answered on the way. */
    void settle(Client client, Duration most) {
        for (var claim : claims) {
            try {
                if (!claim.checked) {
                    settle(client, claim, most);
                    claim.checked = true;
                }
            } catch (IOException | RuntimeException | AssertionError failed) {
                facts.broken(failed);
            }
        }
    }

    private void settle(Client client, Claim claim, Duration most) throws IOException {
        var detail = claim.flow.await(client, claim.run, most, status -> !status.equals("running"));
        if (detail.get("status").stringValue().equals("interrupted")) {
            facts.require(claim.asks && !claim.acknowledged, "an answered run asks again: %s", detail);
            claim.reply = null;
            answer(client, claim);
            detail = claim.flow.await(client, claim.run, most, status -> !status.equals("running"));
        }
        var status = detail.get("status").stringValue();
        if (status.equals("fail")) {
            honest++;
            failed(claim, detail);
            return;
        }
        if (facts.require(status.equals("success"), "run %s ended as %s: %s", claim.run, status, detail)) {
            succeeded(claim, detail);
        }
    }

    /** A run may only fail because of an effect that may have happened, or as a call whose client was cut off by the crash. */
    private void failed(Claim claim, JsonNode detail) {
        var message = detail.get("run").get("error_message").stringValue();
        var named = message.contains("had begun when the server stopped") && message.contains("Call ");
        var cut = !claim.async && claim.reply != null && !claim.acknowledged && message.contains("server");
        facts.require(named || cut, "run %s failed with \"%s\"", claim.run, message);
    }

    private void succeeded(Claim claim, JsonNode detail) {
        var said = Flow.answer(detail);
        var wanted = claim.asks ? Flow.askingSays(claim.tag, String.valueOf(claim.reply)) : Flow.chainSays(claim.tag);
        facts.require(said.equals(wanted), "run %s answered \"%s\", not \"%s\"", claim.run, said, wanted);
        var counts = effects.counts().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("/effect/" + claim.tag + "/"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        facts.require(
                counts.size() == (claim.asks ? 2 : 4) && counts.values().stream().allMatch(count -> count == 1),
                "run %s succeeded with the effects %s",
                claim.run,
                counts);
        var keys = detail.get("nodes").valueStream().map(node -> node.get("key").stringValue()).toList();
        facts.require(
                keys.size() == keys.stream().distinct().count() && keys.size() == (claim.asks ? 5 : NODES_OF_CHAIN),
                "the history of run %s has the nodes %s",
                claim.run,
                keys);
        detail.get("nodes").forEach(node -> facts.require(
                node.get("status").stringValue().equals("success"), "the history of run %s has %s", claim.run, node));
    }

    long acknowledged() {
        return acknowledged;
    }

    /** Runs that failed with the name of a node whose effect nobody knows. */
    long honest() {
        return honest;
    }
}
