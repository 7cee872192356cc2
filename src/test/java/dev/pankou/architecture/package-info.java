/** Tests of how the source is built. */
@org.jspecify.annotations.NullMarked
package dev.pankou.architecture;
