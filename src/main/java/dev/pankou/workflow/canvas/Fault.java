package dev.pankou.workflow.canvas;

import dev.pankou.json.SoundText;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One fault of a canvas.
 *
 * @param level an error means that such a canvas cannot run; a warning that it can, although the editor would complain
 * @param nodeId null when the fault is the canvas's own, or the node has no id
 * @param field where in the node: a path such as {@code inputs.inputParameters[0]}, the port, or the node an edge leads to
 */
public record Fault(Code code, Level level, @Nullable String nodeId, @Nullable String field, String en, String zh) {
    private static final int MOST_TEXT = 100;

    public enum Level {
        ERROR,
        WARNING
    }

    /** What can be wrong, with its texts; %1$s is the node's title or id, what follows belongs to the fault. */
    public enum Code {
        TOO_MANY_NODES(Level.ERROR, "the canvas has %2$s nodes, at most %3$s are allowed", "画布有 %2$s 个节点，最多允许 %3$s 个"),
        START_MISSING(Level.ERROR, "the canvas has no Start node", "画布缺少开始节点"),
        START_REPEATED(Level.ERROR, "\"%1$s\" is a second Start node", "“%1$s”是重复的开始节点"),
        START_UNCONNECTED(Level.ERROR, "the Start node is not connected", "开始节点未连接"),
        END_MISSING(Level.ERROR, "the canvas has no End node", "画布缺少结束节点"),
        END_REPEATED(Level.ERROR, "\"%1$s\" is a second End node", "“%1$s”是重复的结束节点"),
        END_UNREACHABLE(Level.ERROR, "no path leads from Start to End", "从开始节点无法到达结束节点"),
        START_IN_BLOCK(Level.ERROR, "the Start node \"%1$s\" stands inside a block", "开始节点“%1$s”位于子画布内"),
        END_IN_BLOCK(Level.ERROR, "the End node \"%1$s\" stands inside a block", "结束节点“%1$s”位于子画布内"),
        UNUSUAL_ID(Level.WARNING, "\"%1$s\" has the id %2$s, Coze wants %3$s here", "“%1$s”的 ID 是 %2$s，Coze 要求为 %3$s"),
        ID_MISSING(Level.ERROR, "a node \"%1$s\" has no id", "节点“%1$s”没有 ID"),
        ID_REPEATED(Level.ERROR, "the id %2$s is used by more than one node", "ID %2$s 被多个节点使用"),
        ID_NOT_ALLOWED(Level.ERROR, "the id %2$s contains # or .", "ID %2$s 含有 # 或 ."),
        TYPE_UNKNOWN(
                Level.WARNING,
                "\"%1$s\" has the unknown type \"%2$s\"; the run fails when it is reached",
                "“%1$s”的类型“%2$s”未知，运行到该节点时会失败"),
        TYPE_NOT_RUN(
                Level.WARNING,
                "\"%1$s\" (%2$s) cannot be run here; the run fails when it is reached",
                "“%1$s”（%2$s）暂不支持运行，运行到该节点时会失败"),
        EDGE_SOURCE_MISSING(Level.ERROR, "an edge starts at %2$s, which does not exist", "连线的起点 %2$s 不存在"),
        EDGE_TARGET_MISSING(Level.ERROR, "an edge of \"%1$s\" leads to %2$s, which does not exist", "“%1$s”的连线指向不存在的节点 %2$s"),
        EDGE_CROSSES_BLOCK(Level.ERROR, "an edge between \"%1$s\" and %2$s crosses the border of a block", "“%1$s”与 %2$s 之间的连线跨越了子画布边界"),
        EDGE_INTO_START(Level.ERROR, "an edge of \"%1$s\" leads into Start", "“%1$s”的连线指向开始节点"),
        EDGE_FROM_END(Level.ERROR, "an edge leaves End for %2$s", "结束节点有指向 %2$s 的连线"),
        CYCLE(
                Level.ERROR,
                "line connections do not allow parallel lines to intersect and form loops with each other: \"%1$s\" leads back to %2$s",
                "连线不允许形成环路：“%1$s”又回到 %2$s"),
        NODE_UNCONNECTED(Level.WARNING, "node \"%1$s\" not connected", "节点“%1$s”未连接"),
        PORT_UNCONNECTED(Level.WARNING, "node \"%1$s\"'s port \"%2$s\" not connected;", "节点“%1$s”的端口“%2$s”未连接"),
        PORT_UNKNOWN(Level.WARNING, "\"%1$s\" has no port \"%2$s\"; what hangs there never runs", "“%1$s”没有端口“%2$s”，其后的节点不会运行"),
        NODE_ISOLATED(Level.WARNING, "nothing leads to \"%1$s\"; it never runs", "没有连线指向“%1$s”，它不会运行"),
        NODE_NOT_REACHED(Level.WARNING, "no path from Start leads to \"%1$s\"; it never runs", "从开始节点无法到达“%1$s”，它不会运行"),
        BLOCK_NESTED(
                Level.ERROR,
                "composite nodes such as batch/loop cannot be nested: \"%1$s\"",
                "批处理、循环等复合节点不能嵌套：“%1$s”"),
        BLOCK_NOT_ALLOWED(Level.WARNING, "\"%1$s\" has blocks, which only loop and batch may have; they never run", "“%1$s”不能有子节点，这些子节点不会运行"),
        BLOCK_EMPTY(Level.WARNING, "\"%1$s\" has nothing inside", "“%1$s”内没有节点"),
        ONLY_IN_LOOP(Level.ERROR, "\"%1$s\" may only stand inside a loop", "“%1$s”只能位于循环内"),
        PLAN_MISSING(
                Level.ERROR,
                "End has no terminatePlan: returnVariables or useAnswerContent",
                "结束节点缺少 terminatePlan：returnVariables 或 useAnswerContent"),
        CHATFLOW_INPUT_MISSING(Level.WARNING, "Start of a chatflow has no input %2$s", "对话流的开始节点缺少输入 %2$s"),
        VALUE_MISSING(Level.ERROR, "\"%1$s\": %2$s has no value", "“%1$s”：%2$s 没有值"),
        SETTING_MISSING(Level.ERROR, "\"%1$s\": %2$s is not set", "“%1$s”：%2$s 未设置"),
        SETTING_BAD(Level.ERROR, "\"%1$s\": %2$s is not one of %3$s", "“%1$s”：%2$s 应为：%3$s"),
        LIMIT_EXCEEDED(Level.WARNING, "\"%1$s\": %2$s is more than %3$s", "“%1$s”：%2$s 超过 %3$s"),
        NAME_BAD(
                Level.WARNING,
                "\"%1$s\": the name \"%2$s\" is not letters, digits and _",
                "“%1$s”：名称“%2$s”只能包含字母、数字和下划线"),
        NAME_REPEATED(Level.WARNING, "\"%1$s\": the name \"%2$s\" is used twice", "“%1$s”：名称“%2$s”重复"),
        REF_WITHOUT_NODE(Level.ERROR, "\"%1$s\": %2$s refers to no node (empty blockID)", "“%1$s”：%2$s 没有引用节点（blockID 为空）"),
        REF_WITHOUT_PATH(Level.ERROR, "\"%1$s\": %2$s names no variable", "“%1$s”：%2$s 没有指定变量"),
        REF_SOURCE_UNKNOWN(Level.ERROR, "\"%1$s\": %2$s has the unknown source \"%3$s\"", "“%1$s”：%2$s 的来源“%3$s”未知"),
        REF_NODE_MISSING(Level.ERROR, "\"%1$s\": %2$s refers to node %3$s, which does not exist", "“%1$s”：%2$s 引用了不存在的节点 %3$s"),
        REF_TO_ITSELF(Level.ERROR, "\"%1$s\": %2$s refers to the node itself", "“%1$s”：%2$s 引用了节点自身"),
        REF_INTO_BLOCK(Level.ERROR, "\"%1$s\": %2$s refers to node %3$s inside another block", "“%1$s”：%2$s 引用了其他子画布内的节点 %3$s"),
        REF_NODE_NEVER_RUNS(Level.ERROR, "\"%1$s\": %2$s refers to node %3$s, which never runs", "“%1$s”：%2$s 引用的节点 %3$s 不会运行"),
        REF_NOT_BEFORE(
                Level.ERROR,
                "\"%1$s\": %2$s refers to node %3$s, which does not run before it",
                "“%1$s”：%2$s 引用的节点 %3$s 不在其之前运行"),
        REF_NAME_UNKNOWN(Level.WARNING, "\"%1$s\": %2$s refers to \"%3$s\", which is not declared there", "“%1$s”：%2$s 引用了未声明的“%3$s”"),
        VARIABLE_READ_ONLY(Level.ERROR, "\"%1$s\": %2$s assigns a system variable", "“%1$s”：%2$s 不能给系统变量赋值"),
        LOOP_VARIABLE_MISSING(Level.ERROR, "\"%1$s\": %2$s is no variable of the loop around it", "“%1$s”：%2$s 不是所在循环的变量"),
        MODEL_MISSING(
                Level.WARNING,
                "\"%1$s\": the model %2$s does not exist here; the default model is used",
                "“%1$s”：此处没有模型 %2$s，将使用默认模型"),
        SUB_WORKFLOW_MISSING(
                Level.WARNING,
                "\"%1$s\": the workflow %2$s does not exist in this workspace; the run fails when it is reached",
                "“%1$s”：此工作空间中没有工作流 %2$s，运行到该节点时会失败"),
        SUB_WORKFLOW_CHANGED(
                Level.ERROR,
                "\"%1$s\": sub workflow has been modified, please refresh the page: %2$s now ends by %3$s",
                "“%1$s”：子工作流已修改，请刷新页面：%2$s 现在以 %3$s 结束"),
        SUB_WORKFLOW_RECURSION(
                Level.ERROR,
                "\"%1$s\": the workflow %2$s leads back to itself: %3$s",
                "“%1$s”：工作流 %2$s 会循环调用自身：%3$s");

        private final Level level;
        private final String en;
        private final String zh;

        Code(Level level, String en, String zh) {
            this.level = level;
            this.en = en;
            this.zh = zh;
        }

        /** How bad it is in a node that runs; in one that never does, everything is a warning. */
        public Level level() {
            return level;
        }
    }

    /** A fault that only who knows other workflows can tell; {@code details} is what the texts name from %2$s on. */
    public static Fault of(Code code, CanvasNode node, String field, String... details) {
        return of(code, code.level(), node, field, details);
    }

    /** @param details what the texts of {@code code} name from %2$s on */
    static Fault of(Code code, Level level, @Nullable CanvasNode node, @Nullable String field, String... details) {
        var values = new Object[Math.max(3, details.length + 1)];
        Arrays.fill(values, "");
        values[0] = node == null ? "" : shortened(node.title().isEmpty() ? node.id() : node.title());
        for (var i = 0; i < details.length; i++) {
            values[i + 1] = shortened(details[i]);
        }
        return new Fault(
                code, level, node == null || node.id().isEmpty() ? null : node.id(), field, code.en.formatted(values), code.zh.formatted(values));
    }

    /** Titles and names are user text of any length; a sentence is not. */
    private static String shortened(String text) {
        return text.length() <= MOST_TEXT ? text : SoundText.of(text.substring(0, MOST_TEXT)) + "…";
    }
}
