/** Where time comes from. The only room that reads the system clock; everybody else is given a {@link java.time.Clock}. */
@NullMarked
package dev.pankou.time;

import org.jspecify.annotations.NullMarked;
