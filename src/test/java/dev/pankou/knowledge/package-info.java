@NullMarked
package dev.pankou.knowledge;

import org.jspecify.annotations.NullMarked;
