/** Types, conversion and templates of workflow values: each rule by a table, all of them together by random values. */
@NullMarked
package dev.pankou.workflow.value;

import org.jspecify.annotations.NullMarked;
