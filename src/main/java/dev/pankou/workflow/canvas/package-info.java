/**
 * Canvases as Coze draws them: the envelopes they come in, a typed view of the untouched JSON, and the check that tells every
 * fault at once. Pure: no I/O, no database, no other workflow; what a node type means when it runs is not known here. Unknown
 * keys are kept wherever they stand.
 */
@NullMarked
package dev.pankou.workflow.canvas;

import org.jspecify.annotations.NullMarked;
