package dev.pankou.knowledge;

/** A document cannot be read. The message is a sentence for its owner. */
final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnreadableException(String sentence) {
        super(sentence, null, false, false); // an answer, no defect
    }
}
