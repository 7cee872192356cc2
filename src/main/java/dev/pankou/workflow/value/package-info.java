/**
 * Values of workflows: their types, conversion between them, paths into them and templates over them. Pure and without I/O;
 * everything here is immutable or belongs to one call, so threads share it. A value is null, String, Long, Double (finite),
 * Boolean, List or Map with String keys in the order they came; nobody changes a value that another may see.
 */
@NullMarked
package dev.pankou.workflow.value;

import org.jspecify.annotations.NullMarked;
