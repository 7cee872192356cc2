@NullMarked
package dev.pankou.chat;

import org.jspecify.annotations.NullMarked;
