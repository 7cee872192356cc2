/** Tests of the commands, most of them as child processes: that is how a person meets them. */
@NullMarked
package dev.pankou.command;

import org.jspecify.annotations.NullMarked;
