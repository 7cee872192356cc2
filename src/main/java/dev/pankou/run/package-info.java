/**
 * What chats and workflow runs share: the live stream of a run's events, the node that owns it, and recovery of runs whose
 * node is gone. Work belongs to the run; connections only watch.
 */
@NullMarked
package dev.pankou.run;

import org.jspecify.annotations.NullMarked;
