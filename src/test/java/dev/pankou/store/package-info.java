@NullMarked
package dev.pankou.store;

import org.jspecify.annotations.NullMarked;
