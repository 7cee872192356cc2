/**
 * Runs of workflows: the operations that start, answer, cancel and read them, their rows and journals, and what happens to them
 * when a server stops or dies.
 */
@NullMarked
package dev.pankou.workflow.run;

import org.jspecify.annotations.NullMarked;
