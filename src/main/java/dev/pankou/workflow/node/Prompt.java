package dev.pankou.workflow.node;

import dev.pankou.model.ContentPart;
import dev.pankou.workflow.value.Type;
import dev.pankou.workflow.value.ValueTemplate;
import dev.pankou.workflow.value.ValueTemplate.Index;
import dev.pankou.workflow.value.ValueTemplate.Key;
import dev.pankou.workflow.value.ValueTemplate.Placeholder;
import dev.pankou.workflow.value.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The user prompt of an LLM node: a template whose pictures the model sees where they stand (WORKFLOW 8.3). Files of other
 * kinds, and pictures for a model without eyes, are their URLs.
 */
record Prompt(ValueTemplate template, Set<Placeholder> pictures) {
    static Prompt of(String text, Type.ObjectType inputs) {
        var template = ValueTemplate.parse(text);
        var pictures = new HashSet<Placeholder>();
        for (var segment : template.segments()) {
            if (segment instanceof Placeholder placeholder && isPicture(type(placeholder, inputs))) {
                pictures.add(placeholder);
            }
        }
        return new Prompt(template, Set.copyOf(pictures));
    }

    private static @Nullable Type type(Placeholder placeholder, Type.ObjectType inputs) {
        var variable = inputs.fields().get(placeholder.root());
        var type = variable == null ? null : variable.type();
        for (var step : placeholder.steps()) {
            type = inside(type, step);
        }
        return type;
    }

    private static @Nullable Type inside(@Nullable Type type, ValueTemplate.Step step) {
        return switch (step) {
            case Key(var name) when type instanceof Type.ObjectType object -> {
                var field = object.fields().get(name);
                yield field == null ? null : field.type();
            }
            case Index index when type instanceof Type.ListType list -> list.element();
            case Key key -> null;
            case Index index -> null;
        };
    }

    private static boolean isPicture(@Nullable Type type) {
        return type instanceof Type.ListType list
                ? list.element() instanceof Type.Scalar && isPicture(list.element())
                : type == Type.Scalar.IMAGE || type == Type.Scalar.SVG;
    }

    /** The name of the input that is the whole prompt, or null. */
    @Nullable String onlyInput() {
        Placeholder only = null;
        for (var segment : template.segments()) {
            if (segment instanceof ValueTemplate.Literal literal && literal.text().isBlank()) {
                continue;
            }
            if (only != null || !(segment instanceof Placeholder placeholder) || !placeholder.isWhole()) {
                return null;
            }
            only = placeholder;
        }
        return only == null ? null : only.root();
    }

    /** What the model reads and sees; no part is empty. */
    List<ContentPart> parts(NodeCall call, boolean sees) {
        if (!sees || pictures.isEmpty()) {
            var text = template.render(call.inputs(), call.skipped());
            return text.isEmpty() ? List.of() : List.of(new ContentPart.Text(text));
        }
        var parts = new ArrayList<ContentPart>();
        var text = new StringBuilder();
        for (var segment : template.segments()) {
            switch (segment) {
                case ValueTemplate.Literal literal -> text.append(literal.text());
                case Placeholder placeholder -> {
                    if (pictures.contains(placeholder) && show(placeholder, call, parts, text)) {
                        continue;
                    }
                    text.append(placeholder.text(call.inputs(), call.skipped()));
                }
            }
            if (text.length() > HttpBody.MOST_BYTES) {
                throw new NodeException(NodeException.EXECUTION, "a rendered text is longer than 20 MB");
            }
        }
        flush(text, parts);
        return parts;
    }

    /** @return whether there was something; a placeholder without a value is text */
    private static boolean show(Placeholder placeholder, NodeCall call, List<ContentPart> parts, StringBuilder text) {
        if (call.skipped().contains(placeholder.root())) {
            return false;
        }
        var value = placeholder.find(call.inputs().get(placeholder.root())).value();
        var urls = value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
        for (var element : urls) {
            var url = Values.text(element);
            if (!url.isBlank()) {
                flush(text, parts);
                parts.add(new ContentPart.Image(url));
            }
        }
        return !urls.isEmpty();
    }

    private static void flush(StringBuilder text, List<ContentPart> parts) {
        if (!text.isEmpty()) {
            parts.add(new ContentPart.Text(text.toString()));
            text.setLength(0);
        }
    }
}
