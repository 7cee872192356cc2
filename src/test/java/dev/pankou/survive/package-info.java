/** What must hold when things break: killed processes, full disks, a database that goes away, jumping clocks, dead readers. */
@NullMarked
package dev.pankou.survive;

import org.jspecify.annotations.NullMarked;
