/** What parent and child say to each other. Holds no behaviour: both sides check for themselves. */
@NullMarked
package dev.pankou.parse.wire;

import org.jspecify.annotations.NullMarked;
