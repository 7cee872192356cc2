/**
 * Knowledge bases (datasets): documents of text, tables and images, the slices they are cut into, and recall. The rows are the
 * truth; each node follows the log of changes into its own search index, which may be deleted at any time. Documents are read
 * in the background by jobs that survive the process. A base belongs to its owner, who alone changes it; all members of its
 * workspace may look and search. Reading files is {@code parse}'s, searching is {@code retrieval}'s.
 */
@NullMarked
package dev.pankou.knowledge;

import org.jspecify.annotations.NullMarked;
