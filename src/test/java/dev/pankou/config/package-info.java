/** Tests of settings. */
@org.jspecify.annotations.NullMarked
package dev.pankou.config;
