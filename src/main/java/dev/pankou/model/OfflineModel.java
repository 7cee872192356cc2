package dev.pankou.model;

import dev.pankou.egress.CancelSignal;
import dev.pankou.json.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The built-in model: no language model, only plain rules, and it says so. The same request always gets the same answer. In
 * order: follow-up questions when a system message asks for them, tools that the user names, tool results quoted, recalled
 * passages quoted, a greeting, else the question repeated. Answers in Chinese when the question has CJK characters.
 */
final class OfflineModel {
    /** The line of a system message that asks for follow-up questions: a JSON array of three strings. */
    static final String SUGGEST = "Suggest follow-up questions";

    private static final Pattern PASSAGES =
            Pattern.compile("(?m)^<passages>\\s*$(.*?)^</passages>\\s*$", Pattern.DOTALL);
    private static final Pattern GREETING =
            Pattern.compile("(?i)\\s*(hi|hello|hey|good (morning|evening)|你好|您好|嗨|早上好|晚上好)[\\s!！,，.。?？~👋]*");
    private static final int MAX_QUOTED_PASSAGES = 3;
    private static final int MAX_QUOTE = 600;
    /** About how many characters a piece of the stream has. */
    private static final int PIECE_WIDE = 2;

    private static final int PIECE_LATIN = 8;

    private final ModelRequest request;
    private final CancelSignal cancel;
    private final String question;
    private final boolean chinese;

    OfflineModel(ModelRequest request, CancelSignal cancel) {
        this.request = request;
        this.cancel = cancel;
        question = lastQuestion(request.messages());
        chinese = question.chars().anyMatch(c -> TokenEstimate.isWide((char) c) && !Character.isSurrogate((char) c));
    }

    ModelStream stream() {
        var events = new ArrayDeque<ModelEvent>();
        var results = resultsSinceQuestion();
        var calls = results.isEmpty() && !wantsSuggestions() ? OfflineTools.calls(request.tools(), question) : List.<ToolCall>of();
        var thinking = request.sampling().thinking() == Sampling.Thinking.ENABLED
                ? say("先看看问题里有什么可用的。", "Let me see what the question offers.")
                : "";
        if (!thinking.isEmpty()) {
            events.add(new ModelEvent.Reasoning(thinking));
        }
        var reason = FinishReason.STOP;
        var written = "";
        if (calls.isEmpty()) {
            written = answer(results);
            var limit = request.sampling().maxTokens();
            if (limit != null && TokenEstimate.of(written) > limit) {
                written = cut(written, limit);
                reason = FinishReason.LENGTH;
            }
            pieces(written).forEach(piece -> events.add(new ModelEvent.Text(piece)));
        } else {
            events.add(new ModelEvent.ToolCalls(calls));
            reason = FinishReason.TOOL_CALLS;
        }
        var output = TokenEstimate.of(thinking)
                + TokenEstimate.of(written)
                + calls.stream()
                        .mapToLong(call -> TokenEstimate.of(call.name()) + TokenEstimate.of(call.arguments()))
                        .sum();
        events.add(new ModelEvent.Finished(
                reason,
                new Usage(TokenEstimate.of(request), output, 0, TokenEstimate.of(thinking), true),
                null));
        return new Stream(events);
    }

    private String answer(List<String> results) {
        if (wantsSuggestions()) {
            return Json.text(suggestions());
        }
        var text = words(results);
        return request.sampling().responseFormat() == Sampling.ResponseFormat.JSON
                ? Json.object().put("model", ModelSpec.OFFLINE_NAME).put("answer", text).toString()
                : text;
    }

    private String words(List<String> results) {
        if (!results.isEmpty()) {
            return say("工具返回的结果：", "The tools returned:")
                    + quotes(results)
                    + say("\n（内置离线模型）", "\n(built-in offline model)");
        }
        var passages = passages();
        if (!passages.isEmpty()) {
            return say("根据资料：", "From the knowledge base:")
                    + quotes(passages)
                    + say("\n（内置离线模型，只引用资料，不作推断）", "\n(built-in offline model: it quotes and does not reason)");
        }
        if (question.isBlank() || GREETING.matcher(question).matches()) {
            return say(
                    "你好！我是内置的离线模型，不是大语言模型。配置一个真实的模型后，我就能好好回答了。",
                    "Hello! I am the built-in offline model, not a language model. Configure a real model to get real"
                            + " answers.");
        }
        return say("我是内置的离线模型，只能复述你的问题：", "I am the built-in offline model and can only repeat your question: ")
                + shorten(question);
    }

    private String say(String inChinese, String inEnglish) {
        return chinese ? inChinese : inEnglish;
    }

    private static String quotes(List<String> texts) {
        var quotes = new StringBuilder();
        for (var text : texts) {
            quotes.append("\n- ").append(shorten(text));
        }
        return quotes.toString();
    }

    private static String shorten(String text) {
        return text.length() <= MAX_QUOTE ? text : text.substring(0, whole(text, MAX_QUOTE)) + "…";
    }

    /** {@code at}, or one less where that would cut a surrogate pair. */
    private static int whole(String text, int at) {
        return at > 0 && at < text.length() && Character.isHighSurrogate(text.charAt(at - 1)) ? at - 1 : at;
    }

    private static String cut(String text, int tokens) {
        var quarters = 4L * tokens;
        var end = 0;
        while (end < text.length() && quarters > 0) {
            quarters -= TokenEstimate.isWide(text.charAt(end)) ? 4 : 1;
            end++;
        }
        return text.substring(0, whole(text, end));
    }

    private boolean wantsSuggestions() {
        return request.messages().stream()
                .anyMatch(message -> message instanceof ModelMessage.System system
                        && system.text().contains(SUGGEST));
    }

    private List<String> suggestions() {
        var topic = question.strip().replaceAll("\\s+", " ").replaceAll("[?？!！.。]+$", "");
        topic = topic.length() <= 40 ? topic : topic.substring(0, whole(topic, 40)) + "…";
        if (topic.isEmpty()) {
            topic = "Pankou";
        }
        return chinese
                ? List.of("能详细说说“" + topic + "”吗？", "关于“" + topic + "”能举个例子吗？", "“" + topic + "”有哪些需要注意的地方？")
                : List.of(
                        "Can you tell me more about \"" + topic + "\"?",
                        "Can you give an example for \"" + topic + "\"?",
                        "What should I watch out for with \"" + topic + "\"?");
    }

    private List<String> passages() {
        for (var message : request.messages()) {
            if (message instanceof ModelMessage.System system) {
                var block = PASSAGES.matcher(system.text());
                if (block.find()) {
                    return best(entries(block.group(1)));
                }
            }
        }
        return List.of();
    }

    /** Passages start with "[n] "; lines that follow belong to the one before. */
    private static List<String> entries(String block) {
        var entries = new ArrayList<String>();
        for (var line : block.split("\n", -1)) {
            if (line.matches("\\[\\d+] .*") || (entries.isEmpty() && !line.isBlank())) {
                entries.add(line.strip());
            } else if (!line.isBlank()) {
                entries.set(entries.size() - 1, entries.getLast() + " " + line.strip());
            }
        }
        return entries;
    }

    /** The passages that share most words (CJK: characters) with the question, in their own order among equals. */
    private List<String> best(List<String> entries) {
        var wanted = question.toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(c -> Character.isIdeographic(c))
                .mapToObj(Character::toString)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (var word : question.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)) {
            if (word.length() > 2) {
                wanted.add(word);
            }
        }
        return entries.stream()
                .sorted(Comparator.comparingLong((String entry) -> {
                            var text = entry.toLowerCase(Locale.ROOT);
                            return wanted.stream().filter(text::contains).count();
                        })
                        .reversed())
                .limit(MAX_QUOTED_PASSAGES)
                .toList();
    }

    private List<String> resultsSinceQuestion() {
        var results = new ArrayList<String>();
        for (var message : request.messages()) {
            if (message instanceof ModelMessage.User) {
                results.clear();
            } else if (message instanceof ModelMessage.ToolResult result) {
                results.add(result.text());
            }
        }
        return results;
    }

    private static String lastQuestion(List<ModelMessage> messages) {
        for (var message : messages.reversed()) {
            if (message instanceof ModelMessage.User user) {
                return user.text();
            }
        }
        return "";
    }

    /** Cuts into pieces of a few characters, two where they are CJK, never inside a surrogate pair. */
    static List<String> pieces(String text) {
        var pieces = new ArrayList<String>();
        for (var start = 0; start < text.length(); ) {
            var size = TokenEstimate.isWide(text.charAt(start)) ? PIECE_WIDE : PIECE_LATIN;
            var end = Math.min(start + size, text.length());
            if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
                end++;
            }
            pieces.add(text.substring(start, end));
            start = end;
        }
        return pieces;
    }

    private final class Stream implements ModelStream {
        private final Queue<ModelEvent> events;

        private Stream(Queue<ModelEvent> events) {
            this.events = events;
        }

        @Override
        public @Nullable ModelEvent next() {
            if (cancel.cancelled()) {
                throw new ModelException(ModelException.Kind.CANCELLED, false);
            }
            return events.poll();
        }

        @Override
        public boolean ready() {
            return !events.isEmpty();
        }

        @Override
        public void close() {
            events.clear();
        }
    }
}
