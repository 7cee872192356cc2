package dev.pankou.workflow.canvas;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The node types of Coze (WORKFLOW 8.0): the number in a canvas, the name in an exported YAML, the names in the editor. Those
 * that are not {@link #runs()} are known from exports only.
 */
public enum NodeType {
    START("1", "start", "Start", "开始"),
    END("2", "end", "End", "结束"),
    LLM("3", "llm", "LLM", "大模型"),
    PLUGIN("4", "plugin", "Plugin", "插件"),
    CODE("5", "code", "Code", "代码"),
    KNOWLEDGE("6", "knowledge", "Knowledge retrieval", "知识库检索"),
    SELECTOR("8", "condition", "Condition", "选择器"),
    SUB_WORKFLOW("9", "subflow", "Workflow", "工作流"),
    VARIABLE("11", "variable", "Variable", "变量"),
    DATABASE("12", "database", "SQL customization", "SQL自定义"),
    OUTPUT("13", "output", "Output", "输出"),
    IMAGEFLOW("14", "imageflow", "Imageflow", "图像流", false),
    TEXT("15", "text", "Text processing", "文本处理"),
    IMAGE_GENERATE("16", "image_generate", "Image generate", "图像生成", false),
    IMAGE_REFERENCE("17", "image_reference", "Image reference", "图像参考", false),
    QUESTION("18", "question", "Question", "问答"),
    BREAK("19", "break", "Break", "终止循环"),
    SET_VARIABLE("20", "loop_set_variable", "Set variable", "设置变量"),
    LOOP("21", "loop", "Loop", "循环"),
    INTENT("22", "intent", "Intent recognition", "意图识别"),
    IMAGE_CANVAS("23", "drawing_board", "Image canvas", "画板", false),
    SCENE_VARIABLE("24", "scene_variable", "Scene variable", "场景变量", false),
    SCENE_CHAT("25", "scene_chat", "Scene chat", "场景对话", false),
    LONG_TERM_MEMORY("26", "ltm_read", "Long-term memory", "长期记忆", false),
    KNOWLEDGE_WRITE("27", "dataset_write", "Knowledge writing", "知识库写入"),
    BATCH("28", "batch", "Batch", "批处理"),
    CONTINUE("29", "continue", "Continue", "继续循环"),
    INPUT("30", "input", "Input", "输入"),
    COMMENT("31", "comment", "Comment", "注释"),
    VARIABLE_MERGE("32", "variable_merge", "Variable merge", "变量聚合"),
    TRIGGER_UPSERT("34", "trigger_upsert", "Create or update trigger", "设置定时触发器", false),
    TRIGGER_DELETE("35", "trigger_delete", "Delete trigger", "删除定时触发器", false),
    TRIGGER_READ("36", "trigger_read", "Query triggers", "查询定时触发器", false),
    MESSAGE_LIST("37", "message_list", "Query message list", "查询消息列表"),
    CONVERSATION_CLEAR("38", "conversation_clear", "Clear conversation history", "清空会话历史"),
    CONVERSATION_CREATE("39", "conversation_create", "Create conversation", "创建会话"),
    ASSIGN_VARIABLE("40", "assign_variable", "Variable assign", "变量赋值"),
    DATABASE_UPDATE("42", "update_record", "Update data", "更新数据"),
    DATABASE_SELECT("43", "select_record", "Query data", "查询数据"),
    DATABASE_DELETE("44", "delete_record", "Delete data", "删除数据"),
    HTTP("45", "http", "HTTP request", "HTTP 请求"),
    DATABASE_INSERT("46", "insert_record", "Add data", "新增数据"),
    CONVERSATION_UPDATE("51", "conversation_update", "Edit conversation", "修改会话"),
    CONVERSATION_DELETE("52", "conversation_delete", "Delete conversation", "删除会话"),
    CONVERSATION_LIST("53", "conversation_list", "Query conversation list", "查询会话列表"),
    CONVERSATION_HISTORY("54", "conversation_history_list", "Query conversation history", "查询会话历史"),
    MESSAGE_CREATE("55", "message_create", "Create message", "创建消息"),
    MESSAGE_UPDATE("56", "message_update", "Edit message", "修改消息"),
    MESSAGE_DELETE("57", "message_delete", "Delete message", "删除消息"),
    TO_JSON("58", "to_json", "JSON serialization", "JSON 序列化"),
    FROM_JSON("59", "from_json", "JSON deserialization", "JSON 反序列化"),
    KNOWLEDGE_DELETE("60", "dataset_delete", "Knowledge delete", "知识库删除");

    private static final Map<String, NodeType> BY_NUMBER =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(NodeType::number, Function.identity()));

    private final String number;
    private final String yamlName;
    private final String en;
    private final String zh;
    private final boolean runs;

    NodeType(String number, String yamlName, String en, String zh) {
        this(number, yamlName, en, zh, true);
    }

    NodeType(String number, String yamlName, String en, String zh, boolean runs) {
        this.number = number;
        this.yamlName = yamlName;
        this.en = en;
        this.zh = zh;
        this.runs = runs;
    }

    /** The type of a number as a canvas writes it, or null. */
    public static @Nullable NodeType of(String number) {
        return BY_NUMBER.get(number);
    }

    /** The type that a name means, in any case and with or without separators; null when there is none. */
    static @Nullable NodeType named(String name) {
        var wanted = bare(name);
        for (var type : values()) {
            if (wanted.equals(bare(type.yamlName))
                    || wanted.equals(bare(type.name()))
                    || wanted.equals(bare(type.en))
                    || wanted.equals(bare(type.zh))) {
                return type;
            }
        }
        return switch (wanted) { // spellings that no export has confirmed
            case "message" -> OUTPUT;
            case "setvariable" -> SET_VARIABLE;
            case "selector", "if" -> SELECTOR;
            case "workflow", "subworkflow" -> SUB_WORKFLOW;
            case "dataset" -> KNOWLEDGE;
            default -> null;
        };
    }

    private static String bare(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "");
    }

    public String number() {
        return number;
    }

    public String en() {
        return en;
    }

    public String zh() {
        return zh;
    }

    /** Whether the open implementation runs it, and so we do. */
    public boolean runs() {
        return runs;
    }

    /** Loop and batch: nodes with blocks. */
    public boolean composite() {
        return this == LOOP || this == BATCH;
    }
}
