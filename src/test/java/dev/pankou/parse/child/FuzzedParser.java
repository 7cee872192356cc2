package dev.pankou.parse.child;

import dev.pankou.parse.ParseException;
import dev.pankou.parse.wire.Frame;
import dev.pankou.testing.FuzzClock;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * One parser under any bytes. A defect is what no answer could be made of: an error that is no want of stack. Jazzer calls the static
 * methods; {@code fuzz.name} names the format.
 */
public final class FuzzedParser {
    /** Instead of a format: the first byte of an input says which. */
    static final String ALL = "all";

    private static final Path MEMORY = Path.of("/dev/shm");
    private static final Set<String> TABLES = Set.of("csv", "xls", "xlsx");

    static {
        System.setProperty("log4j2.simplelogLevel", "OFF"); // what libraries think of the bytes nobody reads
    }

    private static final String NAME = System.getProperty("fuzz.name", "txt");

    private static final List<FuzzedParser> TARGETS =
            (NAME.equals(ALL) ? FuzzSeeds.TYPES : List.of(NAME)).stream().map(FuzzedParser::new).toList();

    private final String type;
    private final Path file;

    /** The parsers read files; where there is a file system in memory theirs is there. */
    FuzzedParser(String type) {
        this.type = type;
        try {
            var folder = Files.isWritable(MEMORY) ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
            file = Files.createTempFile(folder, "fuzzed", "." + type);
            file.toFile().deleteOnExit();
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    public static void fuzzerInitialize() {
        FuzzClock.start();
        System.setErr(new PrintStream(OutputStream.nullOutputStream())); // the JDK's parser of XML prints every error
    }

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        FuzzClock.next(input);
        if (TARGETS.size() == 1) {
            TARGETS.getFirst().read(input);
        } else if (input.length > 0) {
            TARGETS.get((input[0] & 0xFF) % TARGETS.size()).read(Arrays.copyOfRange(input, 1, input.length));
        }
    }

    /** Whether it was a document. */
    boolean read(byte[] input) throws IOException {
        Files.write(file, FuzzedFile.of(type, input));
        var out = new Output(new DataOutputStream(OutputStream.nullOutputStream()), 4 << 20);
        try {
            Formats.read(request(input.length), out);
            out.end();
            return !out.empty();
        } catch (ParseException | IOException said) {
            return false;
        } catch (RuntimeException | StackOverflowError | AssertionError | LinkageError thrown) {
            Failures.sentence(thrown); // as the child does: libraries throw what they like
            return false;
        }
    }

    /** Of tables, by turns, all that is asked of them. */
    private Request request(int turn) throws IOException {
        var operation = TABLES.contains(type) ? new int[] {Frame.TEXT, Frame.SHEETS, Frame.TABLE}[turn % 3] : Frame.TEXT;
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeByte(operation);
        out.writeUTF(type);
        out.writeInt(1000);
        out.writeLong(4 << 20);
        if (operation == Frame.TABLE) {
            for (var number : new int[] {0, 0, 1, 1000}) {
                out.writeInt(number);
            }
        } else if (operation == Frame.TEXT) {
            out.writeUTF("");
            out.writeBoolean(false);
        }
        return new Request(file, bytes.toByteArray());
    }
}
