@NullMarked
package dev.pankou.api;

import org.jspecify.annotations.NullMarked;
