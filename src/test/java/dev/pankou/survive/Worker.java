package dev.pankou.survive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** One client at work: a random mix of calls, each kept with what was acknowledged. Used by one thread at a time. */
final class Worker {
    private static final int TALKS_AT_HAND = 4;

    private final Random random;
    private final Facts facts;
    private final String offlineBot;
    private final String slowBot;
    private final String ownBot;
    private final List<Talk> talks = new ArrayList<>();
    private final Set<Talk> touched = new HashSet<>();
    private final Map<String, String> ratings = new HashMap<>();
    private final Set<String> descriptions = new HashSet<>(Set.of(""));
    private long acknowledged;

    /** @param ownBot a bot that nobody else changes */
    Worker(long seed, Facts facts, String offlineBot, String slowBot, String ownBot) {
        this.random = new Random(seed);
        this.facts = facts;
        this.offlineBot = offlineBot;
        this.slowBot = slowBot;
        this.ownBot = ownBot;
    }

    /** Works until the server breaks off; that is a broken promise unless it was {@code killed}. */
    void work(Client client, BooleanSupplier killed) {
        try {
            while (!killed.getAsBoolean()) {
                step(client);
                acknowledged++;
            }
        } catch (Client.RefusedException refused) {
            facts.broken(refused);
        } catch (IOException broken) {
            facts.require(killed.getAsBoolean(), "a connection broke without a crash: %s", broken);
        } catch (AssertionError | RuntimeException wrong) {
            facts.broken(wrong);
        }
    }

    private void step(Client client) throws IOException {
        var talk = talk(client);
        touched.add(talk);
        var text = "第 " + random.nextInt(1_000_000) + " 问 🌏";
        switch (random.nextInt(10)) {
            case 0 -> talk.rename(client, "名字 " + random.nextInt(1_000_000));
            case 1 -> talk.clear(client);
            case 2 -> talk.add(client, text);
            case 3 -> describe(client, "描述 " + random.nextInt(1_000_000));
            case 4, 5 -> talk.stream(client, slowBot, text);
            case 6 -> talk.stream(client, offlineBot, text);
            case 7 -> talk.ask(client, random.nextBoolean() ? offlineBot : slowBot, text);
            case 8 -> talk.askAndCancel(client, slowBot, text);
            default -> rate(client, talk, "评论 " + random.nextInt(1_000_000));
        }
    }

    private Talk talk(Client client) throws IOException {
        var free = talks.subList(Math.max(0, talks.size() - TALKS_AT_HAND), talks.size()).stream()
                .filter(talk -> !talk.interrupted())
                .toList();
        if (!free.isEmpty() && random.nextInt(8) > 0) {
            return free.get(random.nextInt(free.size()));
        }
        var name = "对话 " + random.nextInt(1_000_000);
        var made = client.post("/v1/conversation/create", Map.of("name", name)).data();
        var talk = new Talk(
                made.get("id").stringValue(), name, made.get("last_section_id").stringValue());
        talks.add(talk);
        return talk;
    }

    private void describe(Client client, String description) throws IOException {
        descriptions.add(description);
        client.post("/v1/bot/update", Map.of("bot_id", ownBot, "description", description)).data();
        descriptions.clear();
        descriptions.add(description);
    }

    private void rate(Client client, Talk talk, String comment) throws IOException {
        var answer = talk.answer();
        if (answer != null) {
            ratings.remove(answer);
            var path = "/v1/conversations/" + talk.id() + "/messages/" + answer + "/feedback";
            client.post(path, Map.of("feedback_type", "like", "comment", comment)).data();
            ratings.put(answer, comment);
        }
    }

    /** Compares what was touched since the last time, or everything, with what the server has after a crash. */
    void verify(Client client, boolean everything) {
        try {
            var bot = client.get("/v1/bots/" + ownBot + "?is_published=false").data();
            var stored = bot.get("description").stringValue();
            facts.require(descriptions.contains(stored), "bot %s is described as %s, not one of %s", ownBot, stored, descriptions);
            for (var talk : everything ? talks : touched) {
                talk.verify(client, facts);
            }
            touched.clear();
        } catch (IOException | RuntimeException | AssertionError failed) {
            facts.broken(failed);
        }
    }

    /** Begins a new chat wherever one was cut off; each must be possible by the deadline (of System.nanoTime). */
    void goOn(Client client, long deadline) {
        try {
            for (var talk : talks) {
                if (talk.interrupted()) {
                    talk.goOn(client, offlineBot, facts, deadline);
                }
            }
        } catch (IOException | RuntimeException | AssertionError failed) {
            facts.broken(failed);
        }
    }

    /** Comments by message. */
    Map<String, String> ratings() {
        return ratings;
    }

    long acknowledged() {
        return acknowledged;
    }
}
