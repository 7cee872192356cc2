package dev.pankou.workflow.run;

import dev.pankou.api.ApiException;
import dev.pankou.chat.ServerTool;
import dev.pankou.chat.ToolShelf;
import dev.pankou.egress.CancelSignal;
import dev.pankou.id.Id;
import dev.pankou.model.ToolSpec;
import dev.pankou.trace.LogId;
import dev.pankou.workflow.RunnableWorkflow;
import dev.pankou.workflow.WorkflowService;
import dev.pankou.workflow.engine.Plan;
import dev.pankou.workflow.node.CompileException;
import dev.pankou.workflow.node.ModelJson;
import dev.pankou.workflow.node.NodeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * A bot's published workflows as tools of its model (BEHAVIOUR 3.1 workflow_id_list). They always run synchronously (BEHAVIOUR
 * 3.7); texts of output nodes are said to the user, a text of End is the turn's answer. Threads share it.
 */
final class WorkflowTools implements ToolShelf {
    private static final Logger LOG = LoggerFactory.getLogger(WorkflowTools.class);

    private final RunParts parts;
    private final RunService runs;
    private final WorkflowService workflows;

    WorkflowTools(RunParts parts, RunService runs, WorkflowService workflows) {
        this.parts = parts;
        this.runs = runs;
        this.workflows = workflows;
    }

    @Override
    public List<ServerTool> tools(ServerTool.Turn turn) {
        if (turn.config().workflows().isEmpty()) {
            return List.of();
        }
        var found = parts.db().read(handle -> turn.config().workflows().stream()
                .flatMap(id -> find(handle, turn, id).stream())
                .toList());
        var tools = new ArrayList<ServerTool>();
        for (var one : found) {
            try {
                tools.add(tool(one));
            } catch (ApiException | CompileException broken) {
                missing(turn, one.workflow().id());
            }
        }
        return tools;
    }

    private record Found(RunnableWorkflow workflow, String description) {}

    /** Empty: it was deleted or is not published any more; the bot answers without it. */
    private Optional<Found> find(Handle handle, ServerTool.Turn turn, Id id) {
        try {
            var workflow = workflows.find(handle, turn.workspace(), id, null, false);
            return Optional.of(new Found(workflow, workflows.description(handle, id)));
        } catch (ApiException gone) {
            missing(turn, id);
            return Optional.empty();
        }
    }

    private static void missing(ServerTool.Turn turn, Id workflow) {
        LOG.info("A workflow of a bot is not to be had bot={} workflow={}", turn.bot(), workflow);
    }

    private ServerTool tool(Found found) {
        var workflow = found.workflow();
        var plan = parts.plans().of(workflow);
        var name = workflow.name().matches("[A-Za-z0-9_-]{1,64}") ? workflow.name() : "workflow_" + workflow.id();
        return new Tool(workflow, plan, new ToolSpec(name, found.description(), ModelJson.schema(plan.inputs())));
    }

    private final class Tool implements ServerTool {
        private final RunnableWorkflow workflow;
        private final Plan plan;
        private final ToolSpec spec;

        private Tool(RunnableWorkflow workflow, Plan plan, ToolSpec spec) {
            this.workflow = workflow;
            this.plan = plan;
            this.spec = spec;
        }

        @Override
        public ToolSpec spec() {
            return spec;
        }

        @Override
        public Label label() {
            return new Label("", Run.NONE, workflow.id(), Kind.WORKFLOW);
        }

        @Override
        public Answer call(Turn turn, JsonNode arguments, CancelSignal cancel, Voice voice) {
            var heard = new Heard(voice, 0, 0);
            RunWork work;
            try {
                var start = new RunService.Start(
                        workflow.id(), arguments, turn.bot(), null, turn.connector(), turn.endUser(), Run.Mode.SYNC, null, false,
                        0, 0, 0);
                var ready = runs.ready(turn.caller(), workflow, arguments, Map.of());
                if (!parts.runs().reserve()) {
                    return Answer.failed("the server is busy");
                }
                work = runs.make(turn.caller(), start, ready, parts.ids().next(), null, LogId.current(), heard);
            } catch (ApiException refused) {
                return Answer.failed(refused.text());
            }
            cancel.onCancel(work::cancel);
            parts.runs().work(work);
            return heard.answer(work);
        }

        @Override
        public Answer goOn(Turn turn, Id run, String reply, CancelSignal cancel, Voice voice) {
            Heard heard;
            RunWork work;
            try {
                var waiting = parts.db().read(handle -> parts.store().find(handle, workflow.id(), run)).orElse(null);
                if (waiting == null) {
                    return Answer.failed("the workflow's run is gone");
                }
                heard = new Heard(voice, waiting.inputTokens(), waiting.outputTokens());
                work = runs.answer(turn.caller(), waiting, reply, heard);
            } catch (ApiException refused) {
                return Answer.failed(refused.text());
            }
            cancel.onCancel(work::cancel);
            try {
                work.awaitEnd(Long.MAX_VALUE);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            return heard.answer(work);
        }

        @Override
        public void drop(Id run) {
            parts.db().write(handle -> parts.store().end(
                    handle, run, Run.Status.CANCEL, NodeException.CANCELLED, "cancelled", parts.clock().millis()));
        }

        /** Hears what one run says and how it ends. */
        private final class Heard implements RunWork.Listener {
            private final Voice voice;
            private final long input;
            private final long output;
            private final AtomicReference<Run> outcome = new AtomicReference<>();

            /** @param input tokens that earlier stretches of the run counted */
            private Heard(Voice voice, long input, long output) {
                this.voice = voice;
                this.input = input;
                this.output = output;
            }

            @Override
            public void message(Source source, int seq, String content, boolean last) {
                if (!source.end()) {
                    if (source.answer()) {
                        voice.say(source.uuid(), content, last, false);
                    }
                } else if (plan.answers()) {
                    voice.say(source.uuid(), content, last, true);
                }
            }

            @Override
            public void ended(Run run) {
                outcome.set(run);
            }

            private Answer answer(RunWork work) {
                var run = outcome.get();
                if (run == null) {
                    return Answer.failed(work.unstored() == null ? "the workflow was stopped" : "internal error");
                }
                return switch (run.status()) {
                    case SUCCESS ->
                        run.extra().answers()
                                ? new Answer(RunAnswers.text(run), true, run.inputTokens() - input, run.outputTokens() - output, null)
                                : new Answer(run.output(), false, run.inputTokens() - input, run.outputTokens() - output, null);
                    case INTERRUPTED -> asks(run);
                    case FAIL, CANCEL, RUNNING -> failed(run, run.errorMsg());
                };
            }

            private Answer asks(Run run) {
                var question = run.first();
                return question == null
                        ? failed(run, "the workflow waits for nothing")
                        : new Answer(
                                "", false, run.inputTokens() - input, run.outputTokens() - output,
                                new Question(run.id(), ChatflowEvents.text(question)));
            }

            private Answer failed(Run run, String why) {
                return new Answer("error: " + why, false, run.inputTokens() - input, run.outputTokens() - output, null);
            }
        }
    }
}
