@NullMarked
package dev.pankou.provider;

import org.jspecify.annotations.NullMarked;
