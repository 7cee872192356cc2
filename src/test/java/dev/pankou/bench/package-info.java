/**
 * Measures a whole server from outside, as {@code ./pankou bench} does. The server is a child process; the scripted model and
 * the clients live here and are written to cost little, because all share the machine. Not part of the test run.
 */
@NullMarked
package dev.pankou.bench;

import org.jspecify.annotations.NullMarked;
