/** Who calls and what they may do: caller, permission points, scope of a query. */
@NullMarked
package dev.pankou.access;

import org.jspecify.annotations.NullMarked;
