package dev.pankou.workflow.engine;

import org.jspecify.annotations.Nullable;

/**
 * Where in a run a graph is executed, as events tell it.
 *
 * @param depth of sub-workflows
 * @param subExecute the innermost sub-workflow's own id; null in the run itself
 */
record Place(int depth, @Nullable Integer loopIndex, @Nullable Integer batchIndex, @Nullable String subExecute) {
    static final Place ROOT = new Place(0, null, null, null);

    Place inLoop(int index) {
        return new Place(depth, index, batchIndex, subExecute);
    }

    Place inBatch(int index) {
        return new Place(depth, loopIndex, index, subExecute);
    }

    Place inSub(String execute) {
        return new Place(depth + 1, null, null, execute);
    }
}
