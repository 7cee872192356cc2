@NullMarked
package dev.pankou.console;

import org.jspecify.annotations.NullMarked;
