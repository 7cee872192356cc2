/** Tests of what nodes do, without an engine: {@link dev.pankou.workflow.node.Stage} stands in for it. */
@NullMarked
package dev.pankou.workflow.node;

import org.jspecify.annotations.NullMarked;
