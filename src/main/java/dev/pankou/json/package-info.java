/** The one JSON mapper and the types that belong to its conventions: snake_case, ids as strings, nulls left out. */
@NullMarked
package dev.pankou.json;

import org.jspecify.annotations.NullMarked;
