/**
 * Runs functions of users in JavaScript and Python, never inside this process: each run has an operating-system process of
 * its own under bubblewrap, without network, files, environment or capabilities, with limits on memory, time and output. A
 * process serves one run and dies; some wait ready. Where the sandbox cannot work nothing runs. Knows nothing of workflows.
 */
@NullMarked
package dev.pankou.sandbox;

import org.jspecify.annotations.NullMarked;
