package dev.pankou.retrieval;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/** How vectors are kept: a field a model and dimension, unit length, HNSW. */
final class Vectors {
    /** Neighbours of a node in the graph. */
    private static final int CONNECTIONS = 16;
    /** Candidates looked at when a node is added. */
    private static final int BEAM = 100;

    private Vectors() {}

    static void check(float @Nullable [] vector) {
        if (vector == null) {
            return;
        }
        if (vector.length < 1 || vector.length > IndexedChunk.MOST_DIMENSIONS) {
            throw new IllegalArgumentException("a vector has 1 to " + IndexedChunk.MOST_DIMENSIONS + " dimensions: " + vector.length);
        }
        for (var value : vector) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("a vector has finite numbers only");
            }
        }
    }

    /** The field for vectors of this model and dimension. */
    static String field(String model, int dimensions) {
        return "vector-" + dimensions + "-" + HexFormat.of().formatHex(model.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy of unit length; null for a vector without a direction. */
    static float @Nullable [] unit(float[] vector) {
        var copy = VectorUtil.l2normalize(vector.clone(), false);
        return VectorUtil.dotProduct(copy, copy) < 0.5f ? null : copy;
    }

    static Codec codec() {
        var wide = new Wide(new Lucene99HnswVectorsFormat(CONNECTIONS, BEAM));
        return new Lucene104Codec() {
            @Override
            public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                return wide;
            }
        };
    }

    /** Lucene's own format, under its own name, for longer vectors than it takes by default: embeddings have up to 3072 dimensions. */
    private static final class Wide extends KnnVectorsFormat {
        private final KnnVectorsFormat format;

        private Wide(KnnVectorsFormat format) {
            super(format.getName());
            this.format = format;
        }

        @Override
        public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
            return format.fieldsWriter(state);
        }

        @Override
        public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
            return format.fieldsReader(state);
        }

        @Override
        public int getMaxDimensions(String field) {
            return IndexedChunk.MOST_DIMENSIONS;
        }
    }
}
