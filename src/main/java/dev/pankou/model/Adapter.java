package dev.pankou.model;

import dev.pankou.egress.CancelSignal;

/** One try at one kind of model, without retries. */
interface Adapter {
    /** A call that stops when {@code cancel} says so; its own cancel is not used. */
    ModelStream open(ModelRequest request, CancelSignal cancel);
}
