/**
 * Content-addressed files in the data folder, and the addresses of icons.
 */
@NullMarked
package dev.pankou.files;

import org.jspecify.annotations.NullMarked;
