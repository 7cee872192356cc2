@NullMarked
package dev.pankou.table;

import org.jspecify.annotations.NullMarked;
