package dev.pankou.table;

import dev.pankou.api.Default;
import dev.pankou.api.Doc;
import dev.pankou.api.Length;
import dev.pankou.api.Required;
import org.jspecify.annotations.Nullable;

/** A column as a caller wants it. */
record EnteredColumn(
        @Nullable @Doc("of a column that is there, to give it another name") Long id,
        @Required String name,
        @Default("text") ColumnType type,
        @Doc("whether rows must have a value") boolean required,
        @Default("") @Length(max = 300) String description) {}
