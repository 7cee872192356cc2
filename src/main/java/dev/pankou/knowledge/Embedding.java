package dev.pankou.knowledge;

import dev.pankou.egress.CancelSignal;
import dev.pankou.id.Id;
import dev.pankou.model.Embedder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of slices, and what their model is called in the rows: its name and dimension, since a server may change the model
 * behind a name. Threads share it.
 */
final class Embedding {
    private final Embedder embedder;
    /** Known from the first vector on. */
    private volatile @Nullable String model;

    Embedding(Embedder embedder) {
        this.embedder = embedder;
    }

    /** The vector of a question, and its model. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Question(float[] vector, String model) {}

    Question question(String text) {
        var vector = embedder.embed(text);
        return new Question(vector, named(vector));
    }

    /** The model; asks it for a vector if it was never asked. @throws dev.pankou.model.ModelException when it does not answer */
    String model() {
        var known = model;
        return known == null ? named(embedder.embed("model")) : known;
    }

    private String named(float[] vector) {
        var name = embedder.model() + "/" + vector.length;
        model = name;
        return name;
    }

    /** @throws dev.pankou.model.ModelException when the model failed for good or the thread was interrupted */
    List<SliceStore.Vector> vectors(List<Slice> slices) {
        var made = embedder.embed(slices.stream().map(Embedding::text).toList(), new CancelSignal());
        var vectors = new ArrayList<SliceStore.Vector>(made.size());
        for (var i = 0; i < made.size(); i++) {
            named(made.get(i));
            vectors.add(vector(slices.get(i).id(), made.get(i)));
        }
        return vectors;
    }

    /** What the model reads: the place of a slice says what it is about. */
    private static String text(Slice slice) {
        return slice.headings().isEmpty() ? slice.searched() : String.join(" > ", slice.headings()) + "\n" + slice.searched();
    }

    private static SliceStore.Vector vector(Id slice, float[] vector) {
        var bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return new SliceStore.Vector(slice, Base64.getEncoder().encodeToString(bytes.array()));
    }

    static float[] decoded(String text) {
        var floats = ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        var vector = new float[floats.remaining()];
        floats.get(vector);
        return vector;
    }

    /** The model as far as it is known; null before the first vector. */
    @Nullable String known() {
        return model;
    }
}
