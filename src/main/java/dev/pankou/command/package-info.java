/**
 * The commands a person types: they read settings, start the server or talk to the running one, and say in plain sentences
 * what went wrong. Knows no rule of any feature. Texts are in English and Chinese; results go to standard output, everything
 * else to standard error. Exit codes: 0 done, 1 failed, 2 not understood.
 */
@NullMarked
package dev.pankou.command;

import org.jspecify.annotations.NullMarked;
