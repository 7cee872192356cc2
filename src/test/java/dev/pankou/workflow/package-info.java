@NullMarked
package dev.pankou.workflow;

import org.jspecify.annotations.NullMarked;
