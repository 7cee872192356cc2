/** The program: entry point, commands, and the wiring of all rooms. */
@NullMarked
package dev.pankou;

import org.jspecify.annotations.NullMarked;
