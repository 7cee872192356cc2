package dev.pankou.workflow.node;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a database node wants of a table (WORKFLOW 8.12, 8.42-8.46). Fields are named by number, or by name. */
public sealed interface TableAsk {
    /** The table's id as the canvas has it. */
    String table();

    /**
     * @param sql names values as {@code :name}, and inside of quotes as the table room says
     * @param values by name
     */
    record Sql(String table, String sql, Map<String, @Nullable Object> values) implements TableAsk {
        public Sql {
            values = copy(values);
        }
    }

    /**
     * @param fields none: all
     * @param named what the node declares to give, for fields that have another number here
     */
    record Select(
            String table, List<String> fields, boolean distinct, Where where, List<Order> order, long limit, List<String> named)
            implements TableAsk {
        public Select {
            fields = List.copyOf(fields);
            order = List.copyOf(order);
            named = List.copyOf(named);
        }
    }

    record Insert(String table, Map<String, @Nullable Object> values) implements TableAsk {
        public Insert {
            values = copy(values);
        }
    }

    record Update(String table, Map<String, @Nullable Object> values, Where where) implements TableAsk {
        public Update {
            values = copy(values);
        }
    }

    record Delete(String table, Where where) implements TableAsk {}

    record Order(String field, boolean ascending) {}

    /** @param any whether one of the tests suffices */
    record Where(boolean any, List<Test> tests) {
        public Where {
            tests = List.copyOf(tests);
        }
    }

    /** @param operation EQUAL, IN … @param right null where there is none */
    record Test(String column, Operation operation, @Nullable Object right) {}

    /** Operations of conditions. */
    enum Operation {
        EQUAL("="),
        NOT_EQUAL("<>"),
        GREATER_THAN(">"),
        LESS_THAN("<"),
        GREATER_EQUAL(">="),
        LESS_EQUAL("<="),
        IN("IN"),
        NOT_IN("NOT IN"),
        IS_NULL("IS NULL"),
        IS_NOT_NULL("IS NOT NULL"),
        LIKE("LIKE"),
        NOT_LIKE("NOT LIKE"),
        BE_TRUE("= TRUE"),
        BE_FALSE("= FALSE");

        private final String sql;

        Operation(String sql) {
            this.sql = sql;
        }

        public String sql() {
            return sql;
        }

        /** Whether it looks at the column alone. */
        public boolean isUnary() {
            return this == IS_NULL || this == IS_NOT_NULL || this == BE_TRUE || this == BE_FALSE;
        }
    }

    private static Map<String, @Nullable Object> copy(Map<String, @Nullable Object> values) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
