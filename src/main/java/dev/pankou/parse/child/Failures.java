package dev.pankou.parse.child;

import dev.pankou.parse.ParseException.Kind;

/** What a library's exception means for the owner of a document. */
final class Failures {
    private Failures() {}

    static Kind kind(Throwable failed) {
        for (var cause = failed; cause != null; cause = cause.getCause()) {
            var name = cause.getClass().getSimpleName();
            var text = String.valueOf(cause.getMessage());
            if (name.equals("InvalidPasswordException") || name.equals("EncryptedDocumentException")) {
                return Kind.ENCRYPTED;
            }
            if (name.equals("OldExcelFormatException")) {
                return Kind.UNSUPPORTED;
            }
            if (name.equals("RecordFormatException") && text.contains("allocate") || text.contains("Zip bomb")
                    || text.contains("would exceed the max. size")) {
                return Kind.TOO_LARGE;
            }
        }
        return Kind.BROKEN;
    }

    static String sentence(Throwable failed) {
        return switch (kind(failed)) {
            case ENCRYPTED -> "The document is protected by a password";
            case UNSUPPORTED -> "The document is of a version of its program that is too old; save it in a newer format";
            case TOO_LARGE -> "The document unpacks to more than is allowed";
            default -> "The document is damaged or not of the type its name says";
        };
    }
}
