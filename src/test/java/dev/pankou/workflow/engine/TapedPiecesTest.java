package dev.pankou.workflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

import dev.pankou.model.ModelEvent;
import dev.pankou.model.ModelEvent.Reasoning;
import dev.pankou.model.ModelEvent.Text;

class TapedPiecesTest {
    private static List<ModelEvent> again(TapedPieces pieces, String reasoning, String text) {
        return TapedPieces.of(reasoning, text, pieces.cuts());
    }

    @Test
    void givesThePiecesThatWereShownAgain() {
        var pieces = new TapedPieces();
        pieces.add(2, false);
        pieces.cut();
        pieces.add(1, false);
        pieces.add(3, true); // another kind of text is another piece
        pieces.cut();
        pieces.add(1, true);
        pieces.add(1, true);
        pieces.cut();
        pieces.cut();

        assertThat(pieces.cuts()).containsExactly(-2L, -1L, 3L, 2L);
        assertThat(again(pieces, "想想。", "sun很好"))
                .containsExactly(new Reasoning("想想"), new Reasoning("。"), new Text("sun"), new Text("很好"));
    }

    @Test
    void saysNothingOfOnePiece() {
        var one = new TapedPieces();
        one.add(3, false);
        one.add(4, true);

        assertThat(one.cuts()).isNull();
        assertThat(again(one, "abc", "defg")).containsExactly(new Reasoning("abc"), new Text("defg"));
        assertThat(new TapedPieces().cuts()).isNull();
    }

    @Test
    void readsTapesWithoutPiecesAndSuchThatDoNotFit() {
        assertThat(TapedPieces.of("", "whole", null)).containsExactly(new Text("whole"));
        assertThat(TapedPieces.of("r", "whole", List.of(3L, 9L, -5L, "x"))).containsExactly(
                new Text("who"), new Reasoning("r"), new Text("le"));
        assertThat(TapedPieces.of("", "", List.of(1L))).isEmpty();
    }
}
