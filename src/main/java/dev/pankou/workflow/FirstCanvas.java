package dev.pankou.workflow;

import dev.pankou.json.Json;
import dev.pankou.workflow.canvas.CanvasMode;
import tools.jackson.databind.JsonNode;

/** The canvas of a new workflow: Start leads to End, and it runs. */
final class FirstCanvas {
    private static final String WORKFLOW =
            """
            {"nodes":[
             {"id":"100001","type":"1","meta":{"position":{"x":0,"y":0}},"data":{"nodeMeta":{"title":"Start","description":""},
               "outputs":[{"type":"string","name":"input","required":true}]}},
             {"id":"900001","type":"2","meta":{"position":{"x":1000,"y":0}},"data":{"nodeMeta":{"title":"End","description":""},
               "inputs":{"terminatePlan":"returnVariables","inputParameters":[{"name":"output","input":{"type":"string",
                "value":{"type":"ref","content":{"source":"block-output","blockID":"100001","name":"input"}}}}]}}}],
             "edges":[{"sourceNodeID":"100001","targetNodeID":"900001"}],
             "versions":{"loop":"v2"}}
            """;

    // WORKFLOW 12: USER_INPUT and CONVERSATION_NAME; End answers by text, streaming
    private static final String CHATFLOW =
            """
            {"nodes":[
             {"id":"100001","type":"1","meta":{"position":{"x":0,"y":0}},"data":{"nodeMeta":{"title":"Start","description":""},
               "outputs":[{"type":"string","name":"USER_INPUT","required":true},
                {"type":"string","name":"CONVERSATION_NAME","required":false,"defaultValue":"Default"}]}},
             {"id":"900001","type":"2","meta":{"position":{"x":1000,"y":0}},"data":{"nodeMeta":{"title":"End","description":""},
               "inputs":{"terminatePlan":"useAnswerContent","streamingOutput":true,
                "content":{"type":"string","value":{"type":"literal","content":"{{output}}"}},
                "inputParameters":[{"name":"output","input":{"type":"string",
                 "value":{"type":"ref","content":{"source":"block-output","blockID":"100001","name":"USER_INPUT"}}}}]}}}],
             "edges":[{"sourceNodeID":"100001","targetNodeID":"900001"}],
             "versions":{"loop":"v2"}}
            """;

    private FirstCanvas() {}

    static JsonNode of(CanvasMode mode) {
        return Json.tree(mode == CanvasMode.CHATFLOW ? CHATFLOW : WORKFLOW);
    }
}
