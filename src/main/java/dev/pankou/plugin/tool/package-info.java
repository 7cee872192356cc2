/**
 * What all kinds of tools stand on: their description, the check of arguments, the cutting of results, and the one way in which
 * they reach the web, which hands credentials to the origin they were set for and to nobody else.
 */
@NullMarked
package dev.pankou.plugin.tool;

import org.jspecify.annotations.NullMarked;
