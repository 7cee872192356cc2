/** Tests of what runs share. */
@org.jspecify.annotations.NullMarked
package dev.pankou.run;
