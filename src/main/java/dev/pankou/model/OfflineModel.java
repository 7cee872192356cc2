package dev.pankou.model;

import dev.pankou.egress.CancelSignal;

final class OfflineModel {
    OfflineModel(ModelRequest request, CancelSignal cancel) {}

    ModelStream stream() {
        throw new IllegalStateException("not here yet");
    }
}
