/**
 * Templates in prompts: a small own subset of Jinja2. Values are put in once and never read again as template; nothing is
 * evaluated but what {@link dev.pankou.expression.Template} lists.
 */
@NullMarked
package dev.pankou.expression;

import org.jspecify.annotations.NullMarked;
