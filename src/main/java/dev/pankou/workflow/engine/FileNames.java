package dev.pankou.workflow.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

import dev.pankou.workflow.value.Type;

/** The name of an upload travels in the query of its address (WORKFLOW 3.4); nodes get the address without it. */
final class FileNames {
    private static final String NAME = "x-wf-file_name=";

    private FileNames() {}

    static @Nullable Object strip(@Nullable Object value, Type type) {
        return switch (type) {
            case Type.Scalar scalar when scalar.isFile() && value instanceof String url -> strip(url);
            case Type.ListType(var element)
                    when element instanceof Type.Scalar scalar && scalar.isFile() && value instanceof List<?> list -> {
                var all = new ArrayList<@Nullable Object>();
                list.forEach(one -> all.add(strip(one, element)));
                yield all;
            }
            default -> value;
        };
    }

    static String strip(String url) {
        var at = url.indexOf(NAME);
        if (at < 1 || "?&".indexOf(url.charAt(at - 1)) < 0) {
            return url;
        }
        var end = url.indexOf('&', at);
        var fragment = url.indexOf('#', at);
        if (end < 0 || fragment >= 0 && fragment < end) {
            return url.substring(0, at - 1) + (fragment < 0 ? "" : url.substring(fragment));
        }
        return url.substring(0, at) + url.substring(end + 1);
    }
}
