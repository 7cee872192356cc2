package dev.pankou.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Joins tool calls that arrive in pieces, told apart by index; where a server sends none, a new id starts a new call. */
final class ToolCallPieces {
    private static final int MAX_CALLS = 128;

    private final List<Piece> pieces = new ArrayList<>();

    private static final class Piece {
        private final int index;
        private @Nullable String id;
        private @Nullable String name;
        private final StringBuilder arguments = new StringBuilder();

        private Piece(int index) {
            this.index = index;
        }
    }

    void add(int index, @Nullable String id, @Nullable String name, @Nullable String arguments) {
        var piece = index >= 0 ? at(index) : following(id);
        if (id != null && !id.isEmpty()) {
            piece.id = id;
        }
        if (name != null && !name.isEmpty() && piece.name == null) {
            piece.name = name;
        }
        if (arguments != null) {
            piece.arguments.append(arguments);
        }
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    List<ToolCall> joined() {
        var calls = new ArrayList<ToolCall>(pieces.size());
        for (var piece : pieces) {
            if (piece.name == null) {
                throw new ModelException(ModelException.Kind.MALFORMED, false);
            }
            var arguments = piece.arguments.toString();
            calls.add(new ToolCall(
                    piece.id == null ? "call_" + piece.index : piece.id,
                    piece.name,
                    arguments.isBlank() ? "{}" : arguments));
        }
        return calls;
    }

    private Piece at(int index) {
        for (var piece : pieces) {
            if (piece.index == index) {
                return piece;
            }
        }
        return open(index);
    }

    private Piece following(@Nullable String id) {
        if (pieces.isEmpty()) {
            return open(0);
        }
        var last = pieces.getLast();
        return id == null || id.isEmpty() || id.equals(last.id) ? last : open(last.index + 1);
    }

    private Piece open(int index) {
        if (pieces.size() == MAX_CALLS) {
            throw new ModelException(ModelException.Kind.MALFORMED, false);
        }
        var piece = new Piece(index);
        pieces.add(piece);
        return piece;
    }
}
