/** Plugins that belong to every installation and work without a network, the web page reader apart. */
@NullMarked
package dev.pankou.plugin.builtin;

import org.jspecify.annotations.NullMarked;
