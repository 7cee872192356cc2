/** Identifiers: 64-bit snowflakes, decimal strings in JSON. The only room that uses randomness. */
@NullMarked
package dev.pankou.id;

import org.jspecify.annotations.NullMarked;
