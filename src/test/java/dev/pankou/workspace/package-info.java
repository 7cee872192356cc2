@NullMarked
package dev.pankou.workspace;

import org.jspecify.annotations.NullMarked;
