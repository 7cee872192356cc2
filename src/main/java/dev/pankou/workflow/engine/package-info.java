/**
 * The workflow engine: canvases are compiled once into immutable plans (WORKFLOW 2), and plans are executed by WORKFLOW 6, with
 * everything that finished in a journal, from which a run goes on after an interrupt or a crash. It knows no database and no
 * HTTP: those are behind {@link dev.pankou.workflow.engine.RunLog}, {@link dev.pankou.workflow.engine.Emitter} and
 * {@link dev.pankou.workflow.node.Outside}.
 */
@NullMarked
package dev.pankou.workflow.engine;

import org.jspecify.annotations.NullMarked;
