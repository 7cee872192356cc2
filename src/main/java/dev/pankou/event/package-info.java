/** Signals between the nodes of one installation: short, may be lost, so that everybody who waits for one also looks now and then. */
@NullMarked
package dev.pankou.event;

import org.jspecify.annotations.NullMarked;
