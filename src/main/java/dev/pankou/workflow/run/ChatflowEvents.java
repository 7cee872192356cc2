package dev.pankou.workflow.run;

import dev.pankou.chat.FlowChat;
import dev.pankou.conversation.Message.ContentType;
import dev.pankou.json.Json;
import dev.pankou.workflow.node.Outcome;

/** Tells a chat what its run says and how it ends (WORKFLOW 12). Thread-safe, as the chat is. */
final class ChatflowEvents implements RunWork.Listener {
    private final RunParts parts;
    private final FlowChat chat;
    private final boolean cards;
    private volatile String debugUrl;

    /** @param cards whether questions with options and forms are asked as cards */
    ChatflowEvents(RunParts parts, FlowChat chat, boolean cards, String debugUrl) {
        this.parts = parts;
        this.chat = chat;
        this.cards = cards;
        this.debugUrl = debugUrl;
    }

    @Override
    public void message(Source source, int seq, String content, boolean last) {
        if (source.answer() || source.end()) { // variables of End are said as JSON (WORKFLOW 10)
            chat.say(source.uuid(), content, last, source.end());
        }
    }

    @Override
    public void ended(Run run) {
        debugUrl = RunAnswers.debugUrl(parts, run);
        var input = run.inputTokens();
        var output = run.outputTokens();
        switch (run.status()) {
            case SUCCESS -> chat.succeeded(input, output, debugUrl);
            case INTERRUPTED -> {
                var question = run.first();
                if (question == null) {
                    throw new IllegalStateException("run " + run.id() + " waits for nothing");
                }
                var card = cards && (!question.options().isEmpty() || question.kind() == Outcome.Kind.INPUT);
                chat.asks(
                        card ? card(question) : text(question), card ? ContentType.CARD : ContentType.TEXT, input, output, debugUrl);
            }
            case FAIL -> chat.failed(run.errorCode(), run.errorMsg(), input, output, debugUrl);
            case CANCEL, RUNNING -> chat.cutOff(input, output, debugUrl);
        }
    }

    @Override
    public void over() {
        chat.over(debugUrl);
    }

    /** A question with its options, as a text. */
    static String text(Run.Pending question) {
        var text = new StringBuilder(RunAnswers.shown(question));
        question.options().forEach(option -> text.append("\n- ").append(option));
        return text.toString();
    }

    private static String card(Run.Pending question) {
        var info = Json.object();
        if (question.kind() == Outcome.Kind.INPUT) {
            info.put("card_type", "INPUT").set("input_card_data", Json.tree(RunAnswers.shown(question)));
        } else {
            info.put("card_type", "QUESTION");
            var data = info.putObject("question_card_data").put("Title", question.text());
            var options = data.putArray("Options");
            question.options().forEach(option -> options.addObject().put("Name", option));
        }
        var card = Json.object().put("card_type", 3);
        card.putObject("x_properties").put("workflow_card_info", Json.text(info));
        return Json.text(card);
    }
}
