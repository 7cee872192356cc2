/**
 * What the nodes of a workflow do (WORKFLOW 8): for each type a class that is made from the canvas once and then works for many
 * runs at a time, and the interfaces between such a class and the engine. A node touches the world only through
 * {@link dev.pankou.workflow.node.Outside}.
 */
@NullMarked
package dev.pankou.workflow.node;

import org.jspecify.annotations.NullMarked;
