/** Tests of the workflow engine without database and HTTP. */
@org.jspecify.annotations.NullMarked
package dev.pankou.workflow.engine;
