package dev.pankou.plugin.openapi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a tool becomes an HTTP request.
 *
 * @param server address without a slash at the end, to which the path is added
 * @param path template such as {@code /pets/{id}}
 */
record HttpBinding(String method, String server, String path, List<Parameter> parameters, @Nullable Body body) {
    HttpBinding {
        parameters = List.copyOf(parameters);
    }

    /** Where a parameter goes. */
    enum Place {
        PATH,
        QUERY,
        HEADER,
        COOKIE
    }

    /** How lists and objects are written. */
    enum Style {
        /** Comma-separated; a list in a query, when exploded, as repeated parameters. */
        PLAIN,
        SPACES,
        PIPES,
        /** {@code name[key]=value}. */
        DEEP,
        /** As JSON. */
        JSON
    }

    /**
     * A parameter.
     *
     * @param argument the argument of the tool that fills it
     */
    record Parameter(String argument, String name, Place place, Style style, boolean explode) {}

    /**
     * A body.
     *
     * @param whole the argument that is the body; null: the fields are arguments of their own
     */
    record Body(String mediaType, @Nullable String whole, List<Field> fields) {
        Body {
            fields = List.copyOf(fields);
        }
    }

    /**
     * A field of a body.
     *
     * @param file the argument is the address of a file whose content is sent
     */
    record Field(String argument, String name, boolean file) {}
}
