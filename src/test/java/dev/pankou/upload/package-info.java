@NullMarked
package dev.pankou.upload;

import org.jspecify.annotations.NullMarked;
