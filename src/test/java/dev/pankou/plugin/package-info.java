/** Plugins over real HTTP, on both databases. */
@NullMarked
package dev.pankou.plugin;

import org.jspecify.annotations.NullMarked;
