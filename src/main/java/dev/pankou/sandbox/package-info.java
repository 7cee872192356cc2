/**
 * Runs functions of users in JavaScript and Python, never inside this process: each run has an operating-system process of
 * its own under bubblewrap, without network, files, environment or capabilities, with limits on memory, time and output. A
 * process serves one run and dies; some wait ready. Where bubblewrap cannot work JavaScript runs as WebAssembly in a small JVM of
 * its own and Python not at all. Knows nothing of workflows.
 */
@NullMarked
package dev.pankou.sandbox;

import org.jspecify.annotations.NullMarked;
