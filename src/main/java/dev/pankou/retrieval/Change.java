package dev.pankou.retrieval;

import dev.pankou.id.Id;

/** What happened to the rows, for {@link Retrieval#apply}. Each may be applied twice. */
public sealed interface Change {
    /** Adds a chunk or takes the place of the one with its id. */
    record Put(IndexedChunk chunk) implements Change {}

    record RemoveChunk(Id chunk) implements Change {}

    record RemoveDocument(Id dataset, Id document) implements Change {}

    record RemoveDataset(Id dataset) implements Change {}

    /** Empties the index: for the owner of rows that are older than the index, as after a restore. */
    record RemoveAll() implements Change {}
}
