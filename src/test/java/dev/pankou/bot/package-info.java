@NullMarked
package dev.pankou.bot;

import org.jspecify.annotations.NullMarked;
