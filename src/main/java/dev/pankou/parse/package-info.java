/**
 * Documents of strangers become text and rows. The file is read in a JVM of its own, capped in memory and time, without network,
 * environment or files (package {@code child}); this process only counts, checks and keeps what comes back, so that a malicious
 * file fails alone. Cuts text into chunks. Fetches nothing, stores nothing that outlives a caller, knows no knowledge base.
 */
@NullMarked
package dev.pankou.parse;

import org.jspecify.annotations.NullMarked;
