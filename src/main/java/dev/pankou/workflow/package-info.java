/**
 * Workflows and chatflows as objects: drafts that are saved against a version number, so that two editors never overwrite each
 * other, published versions that never change, canvases kept once by their hash, collaborators, import and export. A draft
 * belongs to its owner and, in collaboration mode, to collaborators; other members of the workspace may look at it. What a
 * canvas says is the business of {@code workflow.canvas}; running one is not done here.
 */
@NullMarked
package dev.pankou.workflow;

import org.jspecify.annotations.NullMarked;
