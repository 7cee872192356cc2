package dev.pankou.parse.child;

import dev.pankou.parse.ParseException;
import dev.pankou.parse.ParseException.Kind;
import dev.pankou.parse.wire.Frame;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.LogManager;

/** The child process: takes a request, answers with frames, until its input ends. */
final class ParserMain {
    private static final long STACK_BYTES = 16L << 20; // of the one thread: parsers recurse as deep as a document nests

    private final DataInputStream in;
    private final DataOutputStream out;
    private final Path document;

    private ParserMain(Path folder) {
        in = new DataInputStream(new FileInputStream(FileDescriptor.in));
        out = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 64 << 10));
        document = folder.resolve("document");
    }

    /** Ends with the server: nobody else would end what runs for ever. */
    static void main(String[] arguments) throws InterruptedException {
        ProcessHandle.current().parent().ifPresent(server -> server.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
        System.setOut(new PrintStream(OutputStream.nullOutputStream())); // the real one is our pipe; log4j's API writes there
        LogManager.getLogManager().getLogger("").setLevel(Level.OFF); // what libraries think of a document nobody reads
        System.setProperty("log4j2.simplelogLevel", "OFF"); // else it is written, with traces, to where nobody looks
        var thread = new Thread(null, new ParserMain(Path.of(arguments[0]))::serve, "parser", STACK_BYTES);
        thread.start();
        thread.join();
        Runtime.getRuntime().halt(0);
    }

    private void serve() {
        try {
            out.writeByte(Frame.READY);
            out.flush();
            while (true) {
                var request = new byte[in.readInt()];
                in.readFully(request);
                answer(new Request(document, request));
                out.flush();
            }
        } catch (EOFException done) {
            // the server has closed our input
        } catch (IOException gone) {
            Runtime.getRuntime().halt(1);
        }
    }

    private void answer(Request request) throws IOException {
        var output = new Output(out, request.maxTextBytes());
        try {
            Formats.read(request, output);
            output.end();
        } catch (ParseException said) {
            fail(said.kind(), String.valueOf(said.getMessage()));
        } catch (Output.Gone gone) {
            throw gone.cause();
        } catch (StackOverflowError nested) {
            fail(Kind.BROKEN, "The document is nested too deeply");
        } catch (IOException | RuntimeException | LinkageError | AssertionError failed) { // parsers throw whatever they stumble over
            fail(Failures.kind(failed), Failures.sentence(failed));
        }
    }

    private void fail(Kind kind, String sentence) throws IOException {
        var text = sentence.getBytes(StandardCharsets.UTF_8);
        out.writeInt(text.length + 2);
        out.writeByte(Frame.FAILED);
        out.writeByte(kind.ordinal());
        out.write(text);
    }
}
