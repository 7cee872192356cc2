/** Tests of workflow runs over HTTP, on both databases. */
@org.jspecify.annotations.NullMarked
package dev.pankou.workflow.run;
