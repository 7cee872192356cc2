/** Fixtures that tests of all rooms share. */
@NullMarked
package dev.pankou.testing;

import org.jspecify.annotations.NullMarked;
