package dev.pankou.api;

/**
 * The error table (ERRORS section 3): code, HTTP status, text. Business errors are HTTP 200 with a code, as the official
 * clients need; authentication is 401; what HTTP itself refuses keeps its HTTP status.
 */
public enum ApiError {
    INVALID_FIELD(4000, 200, "field %s is invalid: %s"),
    INVALID_REQUEST(4000, 200, "%s"),
    STALE_DRAFT(
            4000,
            200,
            "field draft_version is invalid: the draft of workflow %s is at version %s now; read it and make the change there"),
    UNKNOWN_PATH(4000, 404, "path %s does not exist"),
    METHOD_NOT_ALLOWED(4000, 405, "method %s is not allowed on %s; use %s"),
    HTTP_REFUSED(4000, 400, "%s"),
    INVALID_CHAT(4001, 200, "chat_id %s does not exist in conversation %s"),
    INVALID_CONVERSATION(4002, 200, "conversation_id %s does not exist"),
    META_DATA_LIMIT(4003, 200, "field %s is invalid: %s"),
    TOO_MANY_MESSAGES(4004, 200, "field %s is invalid: at most %s messages"),
    INVALID_MESSAGE(4005, 200, "message_id %s does not exist in conversation %s"),
    NON_STREAM_NEEDS_HISTORY(4007, 200, "auto_save_history=false needs stream=true"),
    OVERLOADED(4009, 503, "the server runs as many chats as it can; try again later"),
    PROMPT_TOO_LONG(4010, 200, "the prompt is longer than the context of model %s"),
    INVALID_MODEL(4012, 200, "model %s does not exist or is disabled"),
    MODEL_LIMITED(4013, 200, "the model's rate limit is reached; try again later"),
    NOT_PUBLISHED(
            4015,
            200,
            "The bot_id %s has not been published to the channel Agent As API. Publish it to channel %s first."),
    CHAT_IN_PROGRESS(
            4016,
            200,
            "conversation_id %s already has a chat in progress; wait until it ends or cancel it (POST /v3/chat/cancel)"),
    RATE_LIMITED(4020, 429, "too many requests: %s; try again in %s s"),
    NO_CHATFLOW(4021, 200, "bot %s answers by a chatflow, but none is configured"),
    UNAUTHENTICATED(4100, 401, "authentication is invalid: %s"),
    NO_PERMISSION(
            4101,
            200,
            "Your token does not have permission to access %s=%s %s. Please verify that the id and the token are correct"
                    + " and that the token holds the permission and the workspace."),
    CSRF(4101, 403, "%s"),
    CANNOT_CANCEL(4104, 200, "chat %s cannot be canceled: its status is %s"),
    NOT_FOUND(4200, 200, "Requested resource %s=%s does not exist. Please verify the id."),
    RUN_FAILED(720701013, 200, "%s"),
    TOOL_FAILED(720701004, 200, "%s"),
    RUN_TIMED_OUT(6023, 200, "%s"),
    WORKFLOW_NOT_PUBLISHED(4200, 200, "Requested resource workflow_id=%s does not exist or has not been published."),
    RUN_NOT_FOUND(4314, 200, "execute_id %s does not exist"),
    RUN_ENDED(4315, 200, "run %s does not wait for an answer: its status is %s"),
    EMPTY_FILE(4300, 200, "the uploaded file is empty or the body is not multipart/form-data with a part named file"),
    MORE_THAN_ONE_FILE(4301, 200, "exactly one part named file is allowed"),
    FILE_TOO_LARGE(4302, 200, "the file is larger than the %s bytes allowed"),
    FILE_TYPE(4303, 200, "file type %s is not supported"),
    NO_HISTORY(5000, 200, "the chat was made with auto_save_history=false: its tool outputs cannot be submitted"),
    INTERNAL(5000, 500, "internal error"),
    UNAVAILABLE(5000, 503, "%s");

    private final int code;
    private final int status;
    private final String template;

    ApiError(int code, int status, String template) {
        this.code = code;
        this.status = status;
        this.template = template;
    }

    /** The business code of the envelope. */
    public int code() {
        return code;
    }

    /** The HTTP status it is answered with. */
    public int status() {
        return status;
    }

    /** The exception to throw; the arguments fill the text's places in order. */
    public ApiException with(Object... arguments) {
        return new ApiException(this, status, template.formatted(arguments));
    }

    /** As {@link #with}, with another HTTP status. */
    public ApiException as(int httpStatus, Object... arguments) {
        return new ApiException(this, httpStatus, template.formatted(arguments));
    }

    /** A workflow run that failed, with the code that its record stores (WORKFLOW 16). */
    public static ApiException run(int code, String message) {
        return new ApiException(RUN_FAILED, code, RUN_FAILED.status, message);
    }

    /** A tool of a plugin that failed, with the code that says why (WORKFLOW 16). */
    public static ApiException tool(int code, String message) {
        return new ApiException(TOOL_FAILED, code, TOOL_FAILED.status, message);
    }

    /** {@code field NAME is invalid: WHY}, code 4000. */
    public static ApiException field(String name, String why) {
        return INVALID_FIELD.with(name, why);
    }
}
