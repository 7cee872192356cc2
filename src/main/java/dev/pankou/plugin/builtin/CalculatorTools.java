package dev.pankou.plugin.builtin;

import dev.pankou.json.Json;
import java.util.List;

/** Arithmetic. */
final class CalculatorTools {
    private CalculatorTools() {}

    static List<BuiltInTool> all() {
        return List.of(BuiltInTool.of(
                "calculate",
                "The value of an arithmetic expression, with 34 digits: + - * / % ^, parentheses, pi, e, and sqrt, abs, round,"
                        + " floor, ceil, ln, log10, exp, sin, cos, tan, min, max.",
                """
                {"type":"object","required":["expression"],"properties":{
                  "expression":{"type":"string","description":"such as (1 + 2) * 3 ^ 2 / 4"}}}
                """,
                """
                {"type":"object","properties":{"result":{"type":"string","description":"a decimal number"}}}
                """,
                (arguments, cancel) -> Json.object()
                        .put("result", Calculation.of(arguments.path("expression").asString("")))));
    }
}
