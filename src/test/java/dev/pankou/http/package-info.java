/** What HTTP itself does: limits, encodings, connections, cross-origin calls. */
@org.jspecify.annotations.NullMarked
package dev.pankou.http;
