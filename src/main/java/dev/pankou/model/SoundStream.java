package dev.pankou.model;

import dev.pankou.json.SoundText;
import org.jspecify.annotations.Nullable;

/** Another stream whose text every store and client can hold: models cut emoji in two and send NUL. For one thread. */
final class SoundStream implements ModelStream {
    private final ModelStream stream;
    private final SoundText.Pieces text = new SoundText.Pieces();
    private final SoundText.Pieces reasoning = new SoundText.Pieces();
    private @Nullable ModelEvent waiting;

    SoundStream(ModelStream stream) {
        this.stream = stream;
    }

    @Override
    public @Nullable ModelEvent next() {
        var first = waiting;
        if (first != null) {
            waiting = null;
            return first;
        }
        while (true) {
            var event = stream.next();
            switch (event) {
                case ModelEvent.Text(var piece) -> {
                    var sound = text.next(piece);
                    if (!sound.isEmpty()) {
                        return new ModelEvent.Text(sound);
                    }
                }
                case ModelEvent.Reasoning(var piece) -> {
                    var sound = reasoning.next(piece);
                    if (!sound.isEmpty()) {
                        return new ModelEvent.Reasoning(sound);
                    }
                }
                case null, default -> {
                    var rest = text.rest(); // half a character at the very end
                    if (rest.isEmpty()) {
                        return event;
                    }
                    waiting = event;
                    return new ModelEvent.Text(rest);
                }
            }
        }
    }

    @Override
    public boolean ready() {
        return waiting != null || stream.ready();
    }

    @Override
    public void close() {
        stream.close();
    }
}
