@NullMarked
package dev.pankou.variable;

import org.jspecify.annotations.NullMarked;
