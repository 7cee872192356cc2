/**
 * The index of chunks of knowledge and the search in it: words (BM25, English stems, Chinese words and bigrams), vectors (HNSW)
 * and both fused. The index is derived data: the owner of the rows replays what the index has not seen, and the folder may be
 * deleted at any time. Knows chunks, not documents, rows or permissions; calls no model. Only this room sees Lucene.
 */
@NullMarked
package dev.pankou.retrieval;

import org.jspecify.annotations.NullMarked;
