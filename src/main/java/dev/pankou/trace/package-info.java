/** What follows a request through the server: its log id, JSON log lines, metrics. */
@NullMarked
package dev.pankou.trace;

import org.jspecify.annotations.NullMarked;
