package dev.pankou.workflow.engine;

import static dev.pankou.workflow.engine.Bed.map;
import static dev.pankou.workflow.engine.Canvases.END;
import static dev.pankou.workflow.engine.Canvases.START;
import static dev.pankou.workflow.engine.Canvases.literal;
import static dev.pankou.workflow.engine.Canvases.params;
import static dev.pankou.workflow.engine.Canvases.ref;
import static dev.pankou.workflow.engine.Canvases.refList;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class ExecutionTest {
    private static final String TOPIC = "[{\"name\":\"topic\",\"type\":\"string\"}]";
    private static final String ITEMS = "[{\"name\":\"items\",\"type\":\"list\",\"schema\":{\"type\":\"string\"}}]";

    private final Bed bed = new Bed();

    @AfterEach
    void close() {
        bed.close();
    }

    private static Execution.Result.Succeeded output(Object... pairs) {
        return new Execution.Result.Succeeded(map(pairs));
    }

    private static List<String> asked(Execution.Result result) {
        return ((Execution.Result.Interrupted) result).asked().stream().map(Execution.Question::key).toList();
    }

    @Test
    void givesTheVariablesOfEndAfterAChainOfNodes() {
        var canvas = new Canvases()
                .start(TOPIC)
                .text("110", "about {{t}}", params("t", ref("string", START, "topic")))
                .end(params("output", ref("string", "110", "output"), "n", literal("integer", "3")))
                .chain(START, "110", END);

        assertThat(bed.run(canvas, map("topic", "rain"))).isEqualTo(output("output", "about rain", "n", 3L));
        assertThat(bed.said).containsExactly(END + " 0! {\"output\":\"about rain\",\"n\":3}");
    }

    @Test
    void skipsTheBranchNotTakenAndJoinsBehindIt() {
        var canvas = new Canvases()
                .start(TOPIC)
                .equal("120", ref("string", START, "topic"), literal("string", "rain"))
                .text("130", "wet", "[]")
                .text("140", "dry", "[]")
                .text("150", "{{a}}-{{b}}", params("a", ref("string", "130", "output"), "b", ref("string", "140", "output")))
                .end(params("output", ref("string", "150", "output"), "skipped", ref("string", "140", "output")))
                .chain(START, "120")
                .edge("120", "true", "130")
                .edge("120", "false", "140")
                .chain("130", "150", END)
                .chain("140", "150");

        assertThat(bed.run(canvas, map("topic", "rain"))).isEqualTo(output("output", "wet-", "skipped", ""));
        bed.journal.clear();
        assertThat(bed.run(canvas, map("topic", "sun"))).isEqualTo(output("output", "-dry", "skipped", "dry"));
    }

    @Test
    void collectsOneElementAnIterationAndKeepsLoopVariables() {
        var inside = new Canvases()
                .text("210", "{{x}}{{i}}", params("x", ref("string", "200", "items"), "i", ref("integer", "200", "index")))
                .text("215", "{{all}}+{{x}}", params("all", ref("string", "200", "all"), "x", ref("string", "210", "output")))
                .node(
                        "220",
                        "20",
                        "Set",
                        "{\"inputParameters\":[{\"left\":" + ref("string", "200", "all") + ",\"right\":"
                                + ref("string", "215", "output") + "}]}",
                        "[]")
                .enter("200", "210")
                .chain("210", "215", "220")
                .leave("220", "200");
        var canvas = new Canvases()
                .start(ITEMS)
                .block(
                        "200",
                        "21",
                        "Loop",
                        "{\"loopType\":\"array\",\"inputParameters\":" + params("items", refList("string", START, "items"))
                                + ",\"variableParameters\":" + params("all", literal("string", "0")) + "}",
                        params("texts", refList("string", "210", "output"), "last", ref("string", "200", "all")),
                        inside)
                .end(params("texts", refList("string", "200", "texts"), "last", ref("string", "200", "last")))
                .chain(START, "200")
                .edge("200", "loop-output", END);

        assertThat(bed.run(canvas, map("items", List.of("a", "b", "c"))))
                .isEqualTo(output("texts", List.of("a0", "b1", "c2"), "last", "0+a0+b1+c2"));
        bed.journal.clear();
        assertThat(bed.run(canvas, map("items", List.of()))).isEqualTo(output("texts", List.of(), "last", "0"));
    }

    @Test
    void endsALoopAtABreak() {
        var inside = new Canvases()
                .equal("210", ref("string", "200", "items"), literal("string", "stop"))
                .node("220", "19", "Break", "{}", "[]")
                .text("230", "{{x}}!", params("x", ref("string", "200", "items")))
                .enter("200", "210")
                .edge("210", "true", "220")
                .edge("210", "false", "230")
                .leave("230", "200");
        var canvas = new Canvases()
                .start(ITEMS)
                .block(
                        "200",
                        "21",
                        "Loop",
                        "{\"loopType\":\"array\",\"inputParameters\":" + params("items", refList("string", START, "items")) + "}",
                        params("texts", refList("string", "230", "output")),
                        inside)
                .end(params("texts", refList("string", "200", "texts")))
                .chain(START, "200")
                .edge("200", "loop-output", END);

        assertThat(bed.run(canvas, map("items", List.of("a", "stop", "c")))).isEqualTo(output("texts", List.of("a!")));
    }

    @Test
    void asksAndGoesOnWithTheAnswerWithoutRepeatingWhatWasDone() {
        var canvas = new Canvases()
                .start(TOPIC)
                .text("110", "about {{t}}", params("t", ref("string", START, "topic")))
                .node(
                        "120",
                        "18",
                        "Question",
                        "{\"question\":\"Which {{t}}?\",\"answer_type\":\"text\",\"inputParameters\":"
                                + params("t", ref("string", "110", "output")) + "}",
                        "[{\"name\":\"USER_RESPONSE\",\"type\":\"string\"}]")
                .end(params("output", ref("string", "120", "USER_RESPONSE")))
                .chain(START, "110", "120", END);
        var plan = bed.plan(canvas);

        var first = bed.run(plan, map("topic", "rain"), Set.of(), null);
        assertThat(first).isInstanceOfSatisfying(Execution.Result.Interrupted.class, waiting -> {
            assertThat(waiting.asked()).hasSize(1);
            assertThat(waiting.asked().getFirst().key()).isEqualTo("120");
            assertThat(waiting.asked().getFirst().ask().text()).isEqualTo("Which about rain?");
        });
        assertThat(bed.resume(plan, map("topic", "rain"), "120", "the heavy one", Set.of()))
                .isEqualTo(output("output", "the heavy one"));
        assertThat(bed.executions()).containsEntry("110", 1).containsEntry("120", 1);
    }

    @Test
    void beginsNoFurtherItemOfABatchWhileOneAsks() {
        var inside = new Canvases()
                .node(
                        "310",
                        "18",
                        "Question",
                        "{\"question\":\"{{t}}?\",\"answer_type\":\"text\",\"inputParameters\":"
                                + params("t", ref("string", "300", "items")) + "}",
                        "[{\"name\":\"USER_RESPONSE\",\"type\":\"string\"}]")
                .text("320", "{{t}}!", params("t", ref("string", "310", "USER_RESPONSE")))
                .edge("300", "batch-function-inline-output", "310")
                .chain("310", "320");
        var canvas = new Canvases()
                .start(ITEMS)
                .block(
                        "300",
                        "28",
                        "Batch",
                        "{\"inputParameters\":" + params("items", refList("string", START, "items")) + ",\"concurrentSize\":"
                                + literal("integer", "2") + ",\"batchSize\":" + literal("integer", "10") + "}",
                        params("answers", refList("string", "320", "output")),
                        inside)
                .end(params("answers", refList("string", "300", "answers")))
                .chain(START, "300")
                .edge("300", "batch-output", END);
        var plan = bed.plan(canvas);
        var inputs = map("items", List.of("a", "b"));

        assertThat(asked(bed.run(plan, inputs, Set.of(), null))).containsExactly("300[0]/310");
        assertThat(asked(bed.resume(plan, inputs, "300[0]/310", "one", Set.of()))).containsExactly("300[1]/310");
        assertThat(bed.executions()).containsEntry("300[0]/320", 1).doesNotContainKey("300[1]/320");
        assertThat(bed.resume(plan, inputs, "300[1]/310", "two", Set.of()))
                .isEqualTo(output("answers", List.of("one!", "two!")));
        assertThat(bed.executions().values()).allMatch(count -> count == 1);
    }

    @Test
    void asksInParallelBranchesAndGoesOnAfterTheLastAnswer() {
        var canvas = new Canvases()
                .start(TOPIC)
                .node("120", "18", "One", "{\"question\":\"one?\",\"answer_type\":\"text\"}", "[{\"name\":\"USER_RESPONSE\",\"type\":\"string\"}]")
                .node("130", "18", "Two", "{\"question\":\"two?\",\"answer_type\":\"text\"}", "[{\"name\":\"USER_RESPONSE\",\"type\":\"string\"}]")
                .text("140", "{{a}}", params("a", ref("string", "120", "USER_RESPONSE")))
                .end(params("one", ref("string", "140", "output"), "two", ref("string", "130", "USER_RESPONSE")))
                .chain(START, "120", "140", END)
                .chain(START, "130", END);
        var plan = bed.plan(canvas);

        assertThat(asked(bed.run(plan, map(), Set.of(), null))).containsExactly("120", "130");
        assertThat(bed.resume(plan, map(), "120", "1", Set.of("130")))
                .isEqualTo(new Execution.Result.Interrupted(List.of()));
        assertThat(bed.executions()).containsKey("120").doesNotContainKey("140");
        assertThat(bed.resume(plan, map(), "130", "2", Set.of())).isEqualTo(output("one", "1", "two", "2"));
    }

    /** Start → model → text that streams, with what the model said read behind it; {@code merged}: through a merge. */
    private static Canvases streaming(boolean merged) {
        return streaming(merged, "[{\"name\":\"g\",\"type\":\"string\"}]");
    }

    private static Canvases streaming(boolean merged, String mergeOutputs) {
        var canvas = new Canvases()
                .start(TOPIC)
                .node(
                        "130",
                        "3",
                        "Think",
                        "{\"inputParameters\":" + params("t", ref("string", START, "topic")) + ",\"llmParam\":"
                                + params("prompt", literal("string", "{{t}}"), "responseFormat", literal("integer", "0")) + "}",
                        "[{\"name\":\"output\",\"type\":\"string\"}]")
                .text("160", "read {{o}}", params("o", ref("string", "130", "output")))
                .chain(START, "130");
        if (merged) {
            canvas.node(
                            "140",
                            "32",
                            "Merge",
                            "{\"mergeGroups\":[{\"name\":\"g\",\"variables\":[" + ref("string", "130", "output") + "]}]}",
                            mergeOutputs)
                    .output("150", "{{o}}{{n}}", true, params("o", ref("string", "140", "g"), "n", ref("integer", START, "none")))
                    .chain("130", "140", "150", "160", END);
        } else {
            canvas.output("150", "{{o}}{{n}}", true, params("o", ref("string", "130", "output"), "n", ref("integer", START, "none")))
                    .chain("130", "150", "160", END);
        }
        return canvas;
    }

    @Test
    void readsWhatAModelSaidBehindATextThatStreamedIt() {
        bed.models = new EchoModel();
        for (var round = 0; round < 50; round++) {
            for (var merged : List.of(true, false)) {
                bed.journal.clear();
                bed.texts.clear();
                var canvas = streaming(merged).end(params("o", ref("string", "160", "output")));

                assertThat(bed.run(canvas, map("topic", "rain"))).isEqualTo(output("o", "read <rain>"));
                assertThat(bed.texts.values().stream().map(StringBuffer::toString)).contains("<rain>0");
            }
        }
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void failsWhenAMergeFailsThatHandedAStreamOn() {
        bed.models = new EchoModel();
        var canvas = streaming(true, "[{\"name\":\"g\",\"type\":\"string\"},{\"name\":\"more\",\"type\":\"string\",\"required\":true}]")
                .end("[]");

        assertThat(bed.run(canvas, map("topic", "rain")))
                .isEqualTo(new Execution.Result.Failed(720701013, "output field more is required but not present"));
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void failsAtTheMergeWhoseOtherGroupCannotBeRead() {
        bed.models = new EchoModel();
        bed.coder = (language, code, params, cancel) -> "{}";
        for (var beside : List.of(false, true)) {
            bed.journal.clear();
            var canvas = new Canvases()
                    .start("[{\"name\":\"items\",\"type\":\"list\",\"schema\":{\"type\":\"object\"}}]")
                    .node(
                            "130",
                            "3",
                            "Think",
                            "{\"inputParameters\":[],\"llmParam\":" + params("prompt", literal("string", "hi"))
                                    + ",\"settingOnError\":{\"switch\":true,\"processType\":2,\"dataOnErr\":\"instead\"}}",
                            "[{\"name\":\"output\",\"type\":\"string\"}]")
                    .node(
                            "140",
                            "32",
                            "Merge",
                            "{\"mergeGroups\":[{\"name\":\"g\",\"variables\":[" + ref("string", "130", "output")
                                    + "]},{\"name\":\"h\",\"variables\":[" + ref("string", START, "items.name") + "]}]}",
                            "[{\"name\":\"g\",\"type\":\"string\"},{\"name\":\"h\",\"type\":\"string\"}]")
                    .output("150", "{{o}}", true, params("o", ref("string", "140", "g")))
                    .end("[]")
                    .chain(START, "130", "140", "150", END);
            if (beside) { // then the model has a thread of its own
                canvas.node(
                                "160",
                                "5",
                                "Code",
                                "{\"language\":5,\"code\":\"x\",\"inputParameters\":[]}",
                                "[{\"name\":\"output\",\"type\":\"string\"}]")
                        .chain(START, "160", END);
            }

            assertThat(bed.run(canvas, map("items", List.of()))).isInstanceOf(Execution.Result.Failed.class);
            assertThat(bed.executions()).containsEntry("130", 1);
            assertThat(bed.journal.stream().filter(entry -> entry.status() == Entry.Status.FAILED).map(Entry::key))
                    .containsExactly("140");
            assertThat(bed.journal).noneMatch(entry -> entry.status() == Entry.Status.WARNED);
        }
    }

    @Test
    void readsNothingAlongOnTheBranchForFailures() {
        bed.models = new EchoModel();
        var canvas = new Canvases()
                .start("[]")
                .node(
                        "130",
                        "3",
                        "Think",
                        "{\"inputParameters\":[],\"llmParam\":" + params("prompt", literal("string", "hi"))
                                + ",\"settingOnError\":{\"switch\":true,\"processType\":3}}",
                        "[{\"name\":\"output\",\"type\":\"string\"}]")
                .output("150", "it said {{o}}", true, params("o", ref("string", "130", "output")))
                .end(params("o", ref("string", "130", "output")))
                .edge("130", "default", END)
                .edge("130", "branch_error", "150")
                .chain(START, "130")
                .chain("150", END);

        assertThat(bed.run(canvas, map())).isEqualTo(output("o", "<hi>"));
        assertThat(bed.executions()).containsOnlyKeys(START, "130", END);
        assertThat(bed.said).containsExactly(END + " 0! {\"o\":\"<hi>\"}");
    }

    @Test
    void endsAStreamThroughAMergeWhileAQuestionIsOpen() {
        bed.models = new EchoModel();
        var plan = bed.plan(streaming(true)
                .node("120", "18", "Ask", "{\"question\":\"?\",\"answer_type\":\"text\"}", "[{\"name\":\"USER_RESPONSE\",\"type\":\"string\"}]")
                .end(params("o", ref("string", "160", "output"), "said", ref("string", "120", "USER_RESPONSE")))
                .node(
                        "115",
                        "5",
                        "Code",
                        "{\"language\":5,\"code\":\"x\",\"inputParameters\":[]}",
                        "[{\"name\":\"output\",\"type\":\"string\"}]")
                .chain(START, "115", "120", END));
        bed.coder = (language, code, params, cancel) -> "{}";

        for (var round = 0; round < 20; round++) {
            bed.journal.clear();
            assertThat(asked(bed.run(plan, map("topic", "a long rain"), Set.of(), null))).containsExactly("120");
            assertThat(bed.resume(plan, map("topic", "a long rain"), "120", "yes", Set.of()))
                    .isEqualTo(output("o", "read <a long rain>", "said", "yes"));
        }
    }

    @Test
    void knowsAfterAReplyWhichInputsOfTheQuestionWereSkipped() {
        var canvas = new Canvases()
                .start(TOPIC)
                .equal("110", ref("string", START, "topic"), literal("string", "rain"))
                .node(
                        "115",
                        "59",
                        "Number",
                        "{\"inputParameters\":" + params("input", literal("string", "7")) + "}",
                        "[{\"name\":\"output\",\"type\":\"integer\"}]")
                .node(
                        "120",
                        "18",
                        "Question",
                        "{\"question\":\"?\",\"answer_type\":\"option\",\"option_type\":\"static\",\"options\":"
                                + "[{\"name\":\"all {{n}}\"},{\"name\":\"none\"}],\"inputParameters\":"
                                + params("n", ref("integer", "115", "output")) + "}",
                        "[{\"name\":\"optionId\",\"type\":\"string\"}]")
                .end(params("id", ref("string", "120", "optionId")))
                .chain(START, "110")
                .edge("110", "true", "115")
                .edge("110", "false", "120")
                .edge("115", "120")
                .edge("120", "branch_0", END)
                .edge("120", "branch_1", END)
                .edge("120", "default", END);
        var plan = bed.plan(canvas);

        var waiting = (Execution.Result.Interrupted) bed.run(plan, map("topic", "sun"), Set.of(), null);
        assertThat(waiting.asked().getFirst().ask().options()).containsExactly("all ", "none");
        assertThat(bed.resume(plan, map("topic", "sun"), "120", "all ", Set.of())).isEqualTo(output("id", "A"));
    }

    @Test
    void forgetsAQuestionInsideASubWorkflowWhoseFailureIsMadeUpFor() {
        var answer = "[{\"name\":\"USER_RESPONSE\",\"type\":\"string\"}]";
        bed.subs.put("79", bed.plan(new Canvases()
                .start("[]")
                .node("720", "18", "Inner", "{\"question\":\"inner?\",\"answer_type\":\"text\"}", answer)
                .node(
                        "730",
                        "59",
                        "Parse",
                        "{\"inputParameters\":" + params("input", literal("string", "{")) + "}",
                        "[{\"name\":\"output\",\"type\":\"object\"}]")
                .end("[]")
                .chain(START, "720", END)
                .chain(START, "730", END)));
        var canvas = new Canvases()
                .start(TOPIC)
                .node("120", "18", "Outer", "{\"question\":\"outer?\",\"answer_type\":\"text\"}", answer)
                .node(
                        "400",
                        "9",
                        "Sub",
                        "{\"workflowId\":\"79\",\"inputParameters\":[],\"settingOnError\":{\"switch\":true,\"processType\":2,"
                                + "\"dataOnErr\":\"{}\"}}",
                        "[]")
                .end(params("said", ref("string", "120", "USER_RESPONSE")))
                .chain(START, "120", END)
                .chain(START, "400", END);
        var plan = bed.plan(canvas);

        assertThat(asked(bed.run(plan, map(), Set.of(), null))).containsExactly("120");
        assertThat(bed.resume(plan, map(), "120", "yes", Set.of())).isEqualTo(output("said", "yes"));
        // A server that crashed had noted the question before it was void.
        bed.journal.removeLast();
        bed.journal.removeLast();
        assertThat(bed.run(plan, map(), Set.of("400/720"), "120")).isEqualTo(output("said", "yes"));
    }

    private static Canvases code(String settingOnError) {
        return new Canvases()
                .start(TOPIC)
                .node(
                        "150",
                        "5",
                        "Code",
                        "{\"language\":5,\"code\":\"x\",\"inputParameters\":[],\"settingOnError\":" + settingOnError + "}",
                        "[{\"name\":\"output\",\"type\":\"string\"}]")
                .end(params("output", ref("string", "150", "output"), "fine", ref("boolean", "150", "isSuccess"),
                        "code", ref("integer", "150", "errorBody.errorCode")))
                .chain(START, "150", END);
    }

    @Test
    void limitsAllAttemptsOfANodeTogether() {
        var attempts = new java.util.concurrent.atomic.AtomicInteger();
        bed.coder = (language, code, params, cancel) -> {
            attempts.incrementAndGet();
            try {
                cancel.await(java.time.Duration.ofMillis(attempts.get() == 1 ? 50 : 20_000));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            throw new dev.pankou.workflow.node.NodeException(305000002, "slow");
        };

        var result = bed.run(
                code("{\"switch\":true,\"processType\":2,\"dataOnErr\":\"late\",\"timeoutMs\":300,\"retryTimes\":5}"), map());

        assertThat(result).isEqualTo(output("output", "late", "fine", false, "code", 777777776L));
        assertThat(attempts).hasValue(2);
    }

    @Test
    void triesAgainAtOnceAndTellsThatItWentWell() {
        var attempts = new java.util.concurrent.atomic.AtomicInteger();
        bed.coder = (language, code, params, cancel) -> {
            if (attempts.incrementAndGet() < 3) {
                throw new dev.pankou.workflow.node.NodeException(305000002, "not yet");
            }
            return "{\"output\":\"third\"}";
        };

        assertThat(bed.run(code("{\"switch\":true,\"processType\":2,\"dataOnErr\":\"x\",\"retryTimes\":2}"), map()))
                .isEqualTo(output("output", "third", "fine", true, "code", 0L));
        assertThat(bed.executions()).containsEntry("150", 1);
    }

    @Test
    void runsASubWorkflowAndShowsItsMessagesButNotItsEnd() {
        bed.subs.put("77", bed.plan(new Canvases()
                .start("[{\"name\":\"q\",\"type\":\"string\",\"required\":true}]")
                .output("710", "thinking of {{q}}", false, params("q", ref("string", START, "q")))
                .answer("<{{q}}>", false, params("q", ref("string", START, "q")))
                .chain(START, "710", END)));
        var canvas = new Canvases()
                .start(TOPIC)
                .node(
                        "400",
                        "9",
                        "Sub",
                        "{\"workflowId\":\"77\",\"workflowVersion\":\"\",\"type\":1,\"inputParameters\":"
                                + params("q", ref("string", START, "topic")) + "}",
                        "[{\"name\":\"output\",\"type\":\"string\"}]")
                .end(params("output", ref("string", "400", "output")))
                .chain(START, "400", END);

        assertThat(bed.run(canvas, map("topic", "rain"))).isEqualTo(output("output", "<rain>"));
        assertThat(bed.said).containsExactly("710 0! thinking of rain", END + " 0! {\"output\":\"<rain>\"}");
        assertThat(bed.executions()).containsKeys("400/100001", "400/710", "400/900001", "400");
    }

    @Test
    void givesASubWorkflowNothingForWhatWasSkippedSoThatItsDefaultsHold() {
        bed.subs.put("77", bed.plan(new Canvases()
                .start("[{\"name\":\"q\",\"type\":\"string\",\"required\":true},"
                        + "{\"name\":\"l\",\"type\":\"list\",\"schema\":{\"type\":\"string\"},\"defaultValue\":\"[\\\"a\\\"]\"}]")
                .answer("<{{q}}{{l[0]}}>", false, params("q", ref("string", START, "q"), "l", refList("string", START, "l")))
                .chain(START, END)));
        var canvas = new Canvases()
                .start(TOPIC)
                .equal("120", ref("string", START, "topic"), literal("string", "rain"))
                .text("130", "wet", "[]")
                .node(
                        "400",
                        "9",
                        "Sub",
                        "{\"workflowId\":\"77\",\"type\":1,\"inputParameters\":"
                                + params("q", ref("string", "130", "output"), "l", refList("string", "130", "output")) + "}",
                        "[{\"name\":\"output\",\"type\":\"string\"}]")
                .end(params("output", ref("string", "400", "output")))
                .chain(START, "120")
                .edge("120", "true", "130")
                .edge("120", "false", "400")
                .chain("130", "400", END);

        assertThat(bed.run(canvas, map("topic", "sun"))).isEqualTo(output("output", "<a>"));
    }

    @Test
    void endsARunOfWorkflowsThatCallEachOther() {
        var canvas = new Canvases()
                .start(TOPIC)
                .node("400", "9", "Sub", "{\"workflowId\":\"78\",\"inputParameters\":[]}", "[]")
                .end("[]")
                .chain(START, "400", END);
        bed.subs.put("78", bed.plan(canvas));

        assertThat(bed.run(canvas, Map.of()))
                .isEqualTo(new Execution.Result.Failed(
                        720701013, "workflows are nested more than 10 deep: do they call each other?"));
    }

    @Test
    void failsOnlyWhenANodeThatCannotRunIsReached() {
        var canvas = new Canvases()
                .start(TOPIC)
                .equal("120", ref("string", START, "topic"), literal("string", "rain"))
                .node("130", "999", "Strange", "{}", "[]")
                .end("[]")
                .chain(START, "120")
                .edge("120", "true", "130")
                .edge("120", "false", END)
                .chain("130", END);

        assertThat(bed.run(canvas, map("topic", "sun"))).isEqualTo(output());
        bed.journal.clear();
        assertThat(bed.run(canvas, map("topic", "rain")))
                .isEqualTo(new Execution.Result.Failed(720701013, "\"Strange\": the node type \"999\" is unknown here"));
    }

    @Test
    void convertsATextThatIsReadAlongWithAsAnotherType() {
        bed.models = new EchoModel();
        var canvas = new Canvases()
                .start("[]")
                .node(
                        "130",
                        "3",
                        "Think",
                        "{\"inputParameters\":[],\"llmParam\":" + params("prompt", literal("string", "hi 你好")) + "}",
                        "[{\"name\":\"output\",\"type\":\"string\"}]")
                .answer("{{t}} {{l}}", true, params("t", ref("string", "130", "output"), "l", refList("string", "130", "output")))
                .chain(START, "130", END);

        assertThat(bed.run(canvas, map())).isEqualTo(new Execution.Result.Succeeded(map("output", "<hi 你好> []")));
    }
}
