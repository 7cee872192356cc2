package dev.pankou.workflow;

import dev.pankou.api.ApiError;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Whether a chatflow suggests follow-up questions: a {@code suggest_reply_info}, with the numbers of a chatflow's role
 * (schema SuggestReplyInfo1) or with the words of a bot.
 */
public final class SuggestReply {
    private static final int LONGEST_PROMPT = 20_000;

    private SuggestReply() {}

    /**
     * @param field where it stands, for errors
     * @return how to suggest; null: not at all, "": the usual way
     * @throws dev.pankou.api.ApiException 4000
     */
    public static @Nullable String prompt(String field, @Nullable JsonNode info) {
        if (info == null || info.isNull()) {
            return null;
        }
        if (!info.isObject()) {
            throw ApiError.field(field, "must be an object");
        }
        var name = info.has("reply_mode") ? "reply_mode" : "suggest_reply_mode";
        var custom = info.path(name.equals("reply_mode") ? "customized_prompt" : "customized_suggest_prompt").asString("");
        if (custom.length() > LONGEST_PROMPT) {
            throw ApiError.field(field, "a customized prompt has at most " + LONGEST_PROMPT + " characters");
        }
        return switch (info.path(name).asString("")) {
            case "", "0", "disable" -> null;
            case "1", "enable" -> "";
            case "2", "customized" -> {
                if (custom.isBlank()) {
                    throw ApiError.field(field, "a customized prompt is required in this mode");
                }
                yield custom;
            }
            default -> throw ApiError.field(field + "." + name, "0 or disable, 1 or enable, 2 or customized");
        };
    }
}
