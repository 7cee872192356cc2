package dev.pankou.workflow.engine;

import static dev.pankou.workflow.engine.Bed.map;
import static dev.pankou.workflow.engine.Canvases.END;
import static dev.pankou.workflow.engine.Canvases.START;
import static dev.pankou.workflow.engine.Canvases.literal;
import static dev.pankou.workflow.engine.Canvases.params;
import static dev.pankou.workflow.engine.Canvases.ref;
import static dev.pankou.workflow.engine.Canvases.refList;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a run may use, at both sides of each bound. */
final class LimitsTest {
    private static final String ITEMS = "[{\"name\":\"items\",\"type\":\"list\",\"schema\":{\"type\":\"string\"}}]";

    private final Bed bed = new Bed();

    @AfterEach
    void close() {
        bed.close();
    }

    private static Canvases looping(String inputs) {
        var inside = new Canvases().text("210", "x", "[]").enter("200", "210").leave("210", "200");
        return new Canvases()
                .start(ITEMS)
                .block("200", "21", "Loop", inputs, params("texts", refList("string", "210", "output")), inside)
                .end(params("texts", refList("string", "200", "texts")))
                .chain(START, "200")
                .edge("200", "loop-output", END);
    }

    private static String counted(int count) {
        return "{\"loopType\":\"count\",\"loopCount\":" + literal("integer", count) + "}";
    }

    private static final String OVER_ITEMS =
            "{\"loopType\":\"array\",\"inputParameters\":" + params("items", refList("string", START, "items")) + "}";

    private static Execution.Result.Failed failed(String message) {
        return new Execution.Result.Failed(720701013, message);
    }

    @Test
    void aLoopHasAtMostAThousandIterations() {
        assertThat(bed.run(looping(counted(1000)), map())).isInstanceOf(Execution.Result.Succeeded.class);
        bed.journal.clear();
        assertThat(bed.run(looping(counted(1001)), map()))
                .isEqualTo(failed("loop \"Loop\" wants 1001 iterations, at most 1000 are allowed"));
        assertThat(bed.executions()).doesNotContainKey("200[0]/210");

        bed.journal.clear();
        assertThat(bed.run(looping(OVER_ITEMS), map("items", Collections.nCopies(1000, "a"))))
                .isInstanceOf(Execution.Result.Succeeded.class);
        bed.journal.clear();
        assertThat(bed.run(looping(OVER_ITEMS), map("items", Collections.nCopies(1001, "a"))))
                .isEqualTo(failed("loop \"Loop\" wants 1001 iterations, at most 1000 are allowed"));
    }

    @Test
    void aLoopWithoutEndIsEnded() {
        bed.limits = new Limits(100_000, 5, 200, 10, 10, 20 << 20, 0, 0);

        assertThat(bed.run(looping("{\"loopType\":\"infinite\"}"), map()))
                .isEqualTo(failed("loop \"Loop\" did not end within 5 iterations"));
    }

    private static Canvases batch(int size) {
        var inside = new Canvases()
                .text("310", "{{t}}", params("t", ref("string", "300", "items")))
                .edge("300", "batch-function-inline-output", "310");
        return new Canvases()
                .start(ITEMS)
                .block(
                        "300",
                        "28",
                        "Batch",
                        "{\"inputParameters\":" + params("items", refList("string", START, "items")) + ",\"batchSize\":"
                                + literal("integer", size) + "}",
                        params("all", refList("string", "310", "output")),
                        inside)
                .end(params("all", refList("string", "300", "all")))
                .chain(START, "300")
                .edge("300", "batch-output", END);
    }

    @Test
    void aBatchHasAtMostTwoHundredItemsAndDropsWhatIsBeyondItsSize() {
        var items = Collections.nCopies(205, "a");

        assertThat(bed.run(batch(200), map("items", items)))
                .isEqualTo(new Execution.Result.Succeeded(map("all", Collections.nCopies(200, "a"))));
        bed.journal.clear();
        assertThat(bed.run(batch(3), map("items", List.of("a", "b", "c", "d"))))
                .isEqualTo(new Execution.Result.Succeeded(map("all", List.of("a", "b", "c"))));
        bed.journal.clear();
        assertThat(bed.run(batch(201), map("items", items)))
                .isEqualTo(failed("batch \"Batch\" has the size 201, at most 200 is allowed"));
    }

    @Test
    void aRunExecutesOnlySoManyNodes() {
        bed.limits = new Limits(13, 1000, 200, 10, 10, 20 << 20, 0, 0); // Start, the loop, ten texts, End

        assertThat(bed.run(looping(counted(10)), map())).isInstanceOf(Execution.Result.Succeeded.class);
        bed.journal.clear();
        assertThat(bed.run(looping(counted(11)), map())).isEqualTo(failed("the run executed more than 13 nodes"));
    }

    @Test
    void workflowsNestTenDeep() {
        for (var level = 0; level <= 10; level++) {
            var canvas = new Canvases().start("[]");
            if (level == 0) {
                canvas.end("[]").chain(START, END);
            } else {
                canvas.node("400", "9", "Sub", "{\"workflowId\":\"" + (100 + level - 1) + "\",\"inputParameters\":[]}", "[]")
                        .end("[]")
                        .chain(START, "400", END);
            }
            bed.subs.put(Integer.toString(100 + level), bed.plan(canvas));
        }
        var ten = new Canvases()
                .start("[]")
                .node("400", "9", "Sub", "{\"workflowId\":\"109\",\"inputParameters\":[]}", "[]")
                .end("[]")
                .chain(START, "400", END);
        var eleven = new Canvases()
                .start("[]")
                .node("400", "9", "Sub", "{\"workflowId\":\"110\",\"inputParameters\":[]}", "[]")
                .end("[]")
                .chain(START, "400", END);

        assertThat(bed.run(ten, map())).isInstanceOf(Execution.Result.Succeeded.class);
        bed.journal.clear();
        assertThat(bed.run(eleven, map()))
                .isEqualTo(failed("workflows are nested more than 10 deep: do they call each other?"));
    }
}
