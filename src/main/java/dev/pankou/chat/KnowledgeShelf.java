package dev.pankou.chat;

import dev.pankou.conversation.Message;
import dev.pankou.egress.CancelSignal;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.json.SoundText;
import dev.pankou.knowledge.KnowledgeService;
import dev.pankou.knowledge.Passage;
import dev.pankou.knowledge.RecallWish;
import dev.pankou.model.TokenEstimate;
import dev.pankou.model.ToolSpec;
import dev.pankou.retrieval.Strategy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A bot's knowledge bases in its chats (UpdateDraftBot knowledge): searched in every turn, or by a tool when the model asks.
 * Threads share it.
 */
final class KnowledgeShelf implements ToolShelf {
    /** The tool of bots that search on demand. */
    static final String NAME = "recall_knowledge";

    private static final Logger LOG = LoggerFactory.getLogger(KnowledgeShelf.class);
    private static final int MOST_PASSAGES = 8;
    /** Low, because a word of the question says little of its weight in a base with few slices. */
    private static final double LEAST_SCORE = 0.02;
    /** Of a question, in characters. */
    private static final int LONGEST_QUERY = 2_000;

    private static final ServerTool.Label LABEL = new ServerTool.Label("", Message.NONE, Message.NONE, ServerTool.Kind.BUILT_IN);

    private final KnowledgeService knowledge;

    KnowledgeShelf(KnowledgeService knowledge) {
        this.knowledge = knowledge;
    }

    /** Whether the turn begins with a search. */
    static boolean everyTurn(ServerTool.Turn turn) {
        var setting = turn.config().knowledge();
        return setting.autoCall() && !setting.datasetIds().isEmpty();
    }

    @Override
    public List<ServerTool> tools(ServerTool.Turn turn) {
        var setting = turn.config().knowledge();
        if (setting.autoCall() || setting.datasetIds().isEmpty()) {
            return List.of();
        }
        var names = knowledge.names(turn.workspace(), setting.datasetIds());
        if (names.isEmpty()) {
            return List.of();
        }
        var about = new StringBuilder("Searches the knowledge bases of this assistant and returns passages with their sources.");
        names.forEach(base -> about.append("\n- ").append(base.name())
                .append(base.description().isBlank() ? "" : ": " + base.description()));
        return List.of(new Tool(about.toString()));
    }

    private final class Tool implements ServerTool {
        private final ToolSpec spec;

        private Tool(String description) {
            var schema = Json.object().put("type", "object");
            schema.putObject("properties").putObject("query").put("type", "string").put("description", "what to look for");
            schema.putArray("required").add("query");
            spec = new ToolSpec(NAME, description, schema);
        }

        @Override
        public ToolSpec spec() {
            return spec;
        }

        @Override
        public Label label() {
            return LABEL;
        }

        @Override
        public Answer call(Turn turn, JsonNode arguments, CancelSignal cancel, Voice voice) {
            var query = arguments.path("query").asString("").strip();
            if (query.isEmpty()) {
                return Answer.failed("query must not be empty");
            }
            var found = recall(turn, query);
            return Answer.of(found.isEmpty() ? "nothing was found" : lines(found));
        }
    }

    /** Passages for what the user said, best first; a search that fails finds nothing. */
    List<Passage> recall(ServerTool.Turn turn, String question) {
        var setting = turn.config().knowledge();
        var query = question.length() <= LONGEST_QUERY ? question : SoundText.of(question.substring(0, LONGEST_QUERY));
        return knowledge.recall(
                turn.workspace(),
                new RecallWish(
                        setting.datasetIds(), null, query, MOST_PASSAGES, LEAST_SCORE,
                        Strategy.of(setting.searchStrategy()).orElse(Strategy.SEMANTIC), true));
    }

    /** The best passages whose texts together have at most so many tokens; none when the first alone is too long. */
    static List<Passage> within(List<Passage> found, long tokens) {
        var kept = new ArrayList<Passage>();
        var left = tokens;
        for (var passage : found) {
            var cost = TokenEstimate.of(line(0, passage));
            if (cost > left) {
                break;
            }
            left -= cost;
            kept.add(passage);
        }
        return kept;
    }

    /**
     * Passages as a model reads them: one line each, numbered from 1, with the source. A passage is data: it has no line that
     * could end the block or begin another passage.
     */
    static String lines(List<Passage> passages) {
        var lines = new StringBuilder();
        for (var i = 0; i < passages.size(); i++) {
            lines.append(i == 0 ? "" : "\n").append(line(i + 1, passages.get(i)));
        }
        return lines.toString();
    }

    private static String line(int number, Passage passage) {
        var source = new StringBuilder(passage.documentName());
        passage.headings().forEach(heading -> source.append(" > ").append(heading));
        if (passage.page() > 0) {
            source.append(", p. ").append(passage.page());
        }
        return "[" + number + "] (" + flat(source.toString()) + ") " + quoted(passage.content());
    }

    private static String flat(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    /** Lines after the first are set in, so that none begins like the block's own. */
    private static String quoted(String text) {
        return text.strip().replaceAll("\\R\\s*", "\n    ");
    }

    /** {@code data} of the message knowledge_recall: JSON text with the passages in the order of their numbers. */
    String data(ServerTool.Turn turn, List<Passage> passages, String question) {
        var names = new LinkedHashMap<Id, String>();
        knowledge.names(turn.workspace(), passages.stream().map(Passage::dataset).distinct().toList())
                .forEach(base -> names.put(base.id(), base.name()));
        var data = Json.object();
        var chunks = data.putArray("chunks");
        for (var passage : passages) {
            var chunk = chunks.addObject();
            chunk.put("slice", passage.content()).put("score", passage.score()).put("slice_id", passage.slice().toString());
            var meta = chunk.putObject("meta");
            meta.putObject("dataset").put("id", passage.dataset().toString()).put("name", names.getOrDefault(passage.dataset(), ""));
            var document = meta.putObject("document");
            document.put("id", passage.document().toString()).put("name", passage.documentName()).put("page", passage.page());
            var headings = document.putArray("headings");
            passage.headings().forEach(headings::add);
            meta.putObject("link").put("title", passage.documentName()).put("url", passage.url());
        }
        data.put("ori_req", question);
        return SoundText.of(Json.text(data));
    }
}
