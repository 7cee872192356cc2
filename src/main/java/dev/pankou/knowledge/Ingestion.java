package dev.pankou.knowledge;

import dev.pankou.egress.EgressException;
import dev.pankou.id.Id;
import dev.pankou.id.Ids;
import dev.pankou.jobs.Jobs;
import dev.pankou.model.ModelException;
import dev.pankou.parse.Chunk;
import dev.pankou.parse.ChunkRule;
import dev.pankou.parse.Chunker;
import dev.pankou.parse.DocumentParser;
import dev.pankou.parse.ParseException;
import dev.pankou.parse.ParseOptions;
import dev.pankou.parse.Parsed;
import dev.pankou.parse.Progress;
import dev.pankou.parse.TableOptions;
import dev.pankou.store.Db;
import dev.pankou.store.Dialect;
import dev.pankou.store.StoreException;
import dev.pankou.upload.UploadService;
import dev.pankou.upload.UploadedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads documents in the background. A job is a workspace: it takes the next document that waits, works some seconds and goes to
 * the end of the queue, so that workspaces take turns. Large documents never take all workers. Slices are stored under a new
 * generation and count only when all of them and their vectors are there; a worker that was stopped, or was thought to be dead,
 * leaves nothing that counts, because every write names the epoch under which it took the document. Threads share it.
 */
final class Ingestion {
    /** The kind of job; its subject is a workspace. */
    static final String JOB = "ingest";

    private static final Logger LOG = LoggerFactory.getLogger(Ingestion.class);

    /** Documents beyond this come after the small ones of their workspace, and leave a worker to others. */
    private static final long LARGE_BYTES = 2L << 20;

    private static final int SLICES_A_WRITE = 200;
    private static final int DELETED_A_WRITE = 1000;
    private static final int VECTORS_A_STEP = 128;
    private static final Duration TURN = Duration.ofSeconds(10);
    private static final long HOUR_MILLIS = 3_600_000;
    private static final int MOST_DUE = 100;

    /** Percents at which a step begins. */
    private static final int READING = 5;

    private static final int STORING = 55;
    private static final int EMBEDDING = 65;
    private static final int INDEXING = 90;
    private static final int NEARLY = 99;

    /** Documents that wait are looked through in so many at a time. */
    private static final int A_LOOK = 50;

    private static final String WAITS = "Waiting for the node that has its file.";

    private static final String BLIND =
            "No model that can see pictures is configured, so there is no caption yet. Write it, or add such a model and upload the picture again.";

    private final Db db;
    private final Clock clock;
    private final Ids ids;
    private final UploadService uploads;
    private final DocumentParser parser;
    private final WebPages pages;
    private final Captions captions;
    private final IndexTail index;
    private final Jobs jobs;
    private final @Nullable Embedding embedding;
    private final KnowledgeLimits limits;
    private final Semaphore large;
    private final DatasetStore datasets = new DatasetStore();
    private final DocumentStore store = new DocumentStore();
    private final SliceStore slices = new SliceStore();
    private final ChangeStore changes = new ChangeStore();

    Ingestion(
            Db db,
            Clock clock,
            Ids ids,
            UploadService uploads,
            DocumentParser parser,
            WebPages pages,
            Captions captions,
            IndexTail index,
            Jobs jobs,
            @Nullable Embedding embedding,
            KnowledgeLimits limits) {
        this.db = db;
        this.clock = clock;
        this.ids = ids;
        this.uploads = uploads;
        this.parser = parser;
        this.pages = pages;
        this.captions = captions;
        this.index = index;
        this.jobs = jobs;
        this.embedding = embedding;
        this.limits = limits;
        this.large = new Semaphore(Math.max(1, limits.concurrency() - 1));
    }

    /** The document was deleted, or another worker has it. */
    private static final class LostException extends RuntimeException {
        private static final long serialVersionUID = 1;

        LostException() {
            super("the document is gone or another worker's", null, false, false);
        }
    }

    /** A document and the epoch under which it was taken. */
    private record Taken(Document document, long epoch) {
        Id id() {
            return document.id();
        }
    }

    /** Has web pages read again whose time has come. */
    void renew() {
        var now = clock.millis();
        var due = db.read(handle -> store.due(handle, now, MOST_DUE));
        if (due.isEmpty()) {
            return;
        }
        db.write(handle -> {
            for (var document : due) {
                store.restart(handle, document.id(), now);
                jobs.submit(handle, JOB, document.workspace());
            }
            return true;
        });
        jobs.wake();
    }

    /** One turn of a workspace. */
    Jobs.Next work(Id workspace) {
        var waiting = db.read(handle -> store.waiting(handle, workspace, LARGE_BYTES, null, A_LOOK));
        if (waiting.isEmpty()) {
            return Jobs.Next.DONE;
        }
        var next = here(workspace, waiting).orElse(null);
        if (next == null) {
            if (waiting.stream().anyMatch(document -> document.reason().isEmpty())) {
                db.write(handle -> store.explain(handle, workspace, WAITS));
            }
            return Jobs.Next.ELSEWHERE;
        }
        index.nudge(); // opened while the document is read
        var heavy = next.sizeBytes() > LARGE_BYTES;
        if (heavy && !large.tryAcquire()) {
            return Jobs.Next.LATER;
        }
        try {
            var epoch = db.write(handle -> store.take(handle, next.id(), clock.millis()));
            if (epoch > 0) {
                work(new Taken(next, epoch));
            }
            return Jobs.Next.MORE;
        } finally {
            if (heavy) {
                large.release();
            }
        }
    }

    /** The first of the documents that wait whose content this node can read. */
    private Optional<Document> here(Id workspace, List<Document> first) {
        for (var some = first; !some.isEmpty(); some = after(workspace, some.getLast())) {
            var found = some.stream().filter(this::here).findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private List<Document> after(Id workspace, Document last) {
        return db.read(handle -> store.waiting(handle, workspace, LARGE_BYTES, last, A_LOOK));
    }

    private boolean here(Document document) {
        var file = document.file();
        return file == null
                || document.source() == Document.Source.WEB
                || document.stored() > 0
                || db.dialect() == Dialect.SQLITE // there is no other node: reading says what is wrong
                || db.read(handle -> uploads.held(handle, file)).map(uploads::place).map(Files::exists).orElse(true);
    }

    private void work(Taken taken) {
        try {
            var generation = taken.document().stored();
            if (generation == 0) {
                generation = taken.epoch();
                var hint = read(taken, generation);
                if (!hint.isEmpty() || embedding == null) {
                    finish(taken, generation, hint);
                    return;
                }
                keep(db.write(handle -> store.stored(handle, taken.id(), taken.epoch(), taken.epoch())));
            }
            if (embed(taken, generation)) {
                finish(taken, generation, "");
            }
        } catch (LostException gone) {
            LOG.info("A document is no longer this worker's document={}", taken.id());
        } catch (ParseException unreadable) {
            if (unreadable.kind() != ParseException.Kind.CANCELLED) {
                fail(taken, unreadable.getMessage());
            }
        } catch (UnreadableException | EgressException unreadable) {
            fail(taken, unreadable.getMessage());
        } catch (ModelException failed) {
            if (failed.kind() != ModelException.Kind.CANCELLED) {
                LOG.warn("A model failed for a document document={} kind={}", taken.id(), failed.kind());
                fail(taken, failed.publicMessage() + " Retry when it is back.");
            }
        } catch (StoreException | UncheckedIOException | CancellationException ours) {
            throw ours; // nothing is wrong with the document: the job is tried again
        } catch (RuntimeException defect) {
            LOG.error("A document could not be read document={}", taken.id(), defect);
            fail(taken, "It could not be read: an error of the server.");
        }
    }

    private static void keep(boolean mine) {
        if (!mine) {
            throw new LostException();
        }
    }

    private void fail(Taken taken, @Nullable String why) {
        var document = taken.document();
        var failed = db.write(handle -> store.failed(
                handle, taken.id(), taken.epoch(), why == null ? "It could not be read." : why, nextUpdate(document), clock.millis()));
        if (failed) {
            LOG.info("A document failed document={} reason={}", taken.id(), why);
        }
    }

    private long nextUpdate(Document document) {
        return document.updateType() == Document.UpdateType.NONE
                ? 0
                : clock.millis() + document.updateHours() * HOUR_MILLIS;
    }

    // ---- reading

    /** Stores the slices of a new generation. @return a hint for people; then there is nothing to embed */
    private String read(Taken taken, long generation) {
        var document = taken.document();
        while (db.write(handle -> slices.deleteOthers(
                handle, taken.id(), document.generation(), DELETED_A_WRITE))) {
            stopIfAsked();
        }
        var format = db.read(handle -> datasets.find(handle, document.dataset()))
                .map(Dataset::format)
                .orElseThrow(LostException::new);
        String charset = null;
        var type = document.type();
        UploadedFile file;
        if (document.source() == Document.Source.WEB) {
            var fetched = pages.fetch(document.webUrl());
            charset = fetched.charset();
            type = fetched.type();
            file = take(taken, fetched);
        } else {
            file = db.read(handle -> uploads.held(handle, java.util.Objects.requireNonNull(document.file())))
                    .orElseThrow(LostException::new);
        }
        if (!Files.exists(uploads.place(file))) {
            throw new UnreadableException("Its file is no longer on the server. Add it again.");
        }
        progress(taken, READING);
        switch (format) {
            case TEXT -> text(taken, generation, uploads.place(file), type, charset);
            case TABLE -> table(taken, generation, uploads.place(file), type);
            case IMAGE -> {
                return image(taken, generation, file);
            }
        }
        return "";
    }

    private UploadedFile take(Taken taken, WebPages.Fetched fetched) {
        try {
            var document = taken.document();
            var file = uploads.take(document.creator(), "page-" + document.id() + "." + fetched.type(), fetched.file());
            var old = document.file();
            db.write(handle -> {
                uploads.hold(handle, file);
                keep(store.fetched(handle, taken.id(), taken.epoch(), file.id(), fetched.type(), file.sizeBytes()));
                uploads.release(handle, old == null ? List.of() : List.of(old));
                return true;
            });
            return file;
        } finally {
            delete(fetched.file());
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void text(Taken taken, long generation, Path file, String type, @Nullable String charset) {
        var rule = rule(taken.document().rule());
        var cut = new AtomicInteger();
        try (Parsed parsed = parser.parse(file, type, new ParseOptions(charset, false), reporter(taken));
                var chunks = Chunker.chunks(parsed.blocks().peek(block -> cut.getAndIncrement()), rule)) {
            store(taken, generation, chunks.map(chunk -> slice(taken, generation, chunk)), cut, parsed.blockCount());
        }
    }

    private static ChunkRule rule(DocumentRule rule) {
        var automatic = ChunkRule.AUTOMATIC;
        return switch (rule.chunkType()) {
            case 1 -> new ChunkRule.Custom(
                    rule.separator(), rule.maxTokens(), rule.removeExtraSpaces(), rule.removeUrlsEmails(), rule.overlapTokens());
            case 2 -> new ChunkRule.Hierarchical(3, rule.maxTokens() == 0 ? automatic.maxTokens() : rule.maxTokens(), true);
            default -> automatic;
        };
    }

    private Slice slice(Taken taken, long generation, Chunk chunk) {
        return slice(taken, generation, chunk.position(), chunk.text(), null, chunk.headings(), chunk.page());
    }

    private Slice slice(
            Taken taken, long generation, long position, String text, @Nullable String indexed, List<String> headings, int page) {
        var document = taken.document();
        var now = clock.millis();
        return new Slice(
                ids.next(),
                document.id(),
                document.dataset(),
                document.workspace(),
                generation,
                position,
                text,
                indexed,
                headings,
                page,
                true,
                0,
                now,
                now);
    }

    private void table(Taken taken, long generation, Path file, String type) {
        var rule = taken.document().rule().table();
        var options = rule == null
                ? new TableOptions(0, 0, 1, limits.slices())
                : new TableOptions(rule.sheet(), rule.headerLine(), rule.startLine(), limits.slices());
        try (var table = parser.table(file, type, options, reporter(taken))) {
            var rows = new TableRows(table.columns(), rule == null ? List.of() : rule.columns());
            var position = new AtomicInteger();
            try (var read = table.rows()) {
                var made = read.map(row -> slice(
                        taken, generation, position.getAndIncrement(), rows.content(row), rows.indexed(row), List.of(), 0));
                store(taken, generation, made.filter(slice -> !slice.content().isEmpty()), position, table.rowCount());
            }
        }
    }

    /** Percents while the parser reads, written now and then. */
    private Consumer<Progress> reporter(Taken taken) {
        var written = new AtomicInteger(READING);
        return progress -> {
            var percent = READING + progress.percent() * (STORING - READING) / 100;
            var last = written.get();
            if (percent >= last + 5 && written.compareAndSet(last, percent)) {
                db.submit(handle -> store.progress(handle, taken.id(), taken.epoch(), percent));
            }
        };
    }

    /** @param done of the {@code parts} that the slices are made of, blocks or rows */
    private void store(Taken taken, long generation, Stream<Slice> made, AtomicInteger done, int parts) {
        var stored = 0;
        for (Iterator<List<Slice>> batches = made.gather(Gatherers.windowFixed(SLICES_A_WRITE)).iterator(); batches.hasNext(); ) {
            var batch = batches.next();
            stopIfAsked();
            stored += batch.size();
            if (stored > limits.slices()) {
                throw new UnreadableException("It has more than " + limits.slices() + " slices, the most a document may have.");
            }
            var percent = STORING + (int) Math.min(EMBEDDING - STORING, (EMBEDDING - STORING) * done.longValue() / Math.max(1, parts));
            db.write(handle -> {
                keep(store.progress(handle, taken.id(), taken.epoch(), percent));
                slices.insert(handle, batch);
                return generation;
            });
        }
        if (stored == 0) {
            throw new UnreadableException("There is no text in it.");
        }
    }

    private String image(Taken taken, long generation, UploadedFile file) {
        var document = taken.document();
        var caption = document.caption();
        var hint = "";
        if (caption.isEmpty() && document.rule().captionType() == 0) {
            try {
                var written = captions.write(file);
                caption = written.orElse("");
                hint = written.isEmpty() ? BLIND : "";
            } catch (ModelException failed) { // the picture is there all the same; only its words are missing
                if (failed.kind() == ModelException.Kind.CANCELLED) {
                    throw failed;
                }
                hint = "There is no caption yet: " + failed.publicMessage() + " Write it, or upload the picture again.";
            }
        }
        var text = caption;
        db.write(handle -> {
            keep(store.progress(handle, taken.id(), taken.epoch(), EMBEDDING));
            // a person may have written one meanwhile
            var now = store.find(handle, taken.id()).map(Document::caption).orElse("");
            var wins = now.isEmpty() ? text : now;
            if (!wins.isEmpty()) {
                store.caption(handle, taken.id(), wins, clock.millis());
                slices.insert(handle, List.of(captions.slice(document, generation, wins)));
            }
            return true;
        });
        return hint;
    }

    // ---- vectors

    /** @return false when its turn is over before its vectors are complete */
    private boolean embed(Taken taken, long generation) {
        if (embedding == null || taken.document().generation() == generation) {
            return true; // it was taken from the settings meanwhile, or only the index is missing
        }
        var model = embedding.model();
        long total = db.read(handle -> slices.count(handle, taken.id(), generation));
        long done = db.read(handle -> slices.embedded(handle, taken.id(), generation, model));
        var began = System.nanoTime();
        for (var batch = missing(taken, generation, model, -1, new Id(0)); !batch.isEmpty(); ) {
            if (System.nanoTime() - began > TURN.toNanos()) {
                return false;
            }
            stopIfAsked();
            var vectors = embedding.vectors(batch);
            done += batch.size();
            var percent = (int) Math.min(INDEXING, EMBEDDING + (INDEXING - EMBEDDING) * done / Math.max(1, total));
            db.write(handle -> {
                keep(store.progress(handle, taken.id(), taken.epoch(), percent));
                slices.putVectors(handle, model, vectors);
                return true;
            });
            batch = missing(taken, generation, model, batch.getLast().position(), batch.getLast().id());
        }
        return true;
    }

    private List<Slice> missing(Taken taken, long generation, String model, long position, Id last) {
        return db.read(handle ->
                slices.withoutVector(handle, taken.id(), generation, model, position, last, VECTORS_A_STEP));
    }

    // ---- the end

    private void finish(Taken taken, long generation, String hint) {
        var document = taken.document();
        var appears = document.generation() == generation;
        if (document.generation() == 0 && db.read(handle -> slices.count(handle, taken.id(), generation)) > IndexTail.PIECE) {
            db.write(handle -> {
                keep(store.appear(handle, taken.id(), taken.epoch(), generation, INDEXING));
                store.recount(handle, taken.id(), clock.millis());
                changes.documents(handle, document.dataset(), List.of(taken.id()));
                return true;
            });
            appears = true;
        }
        if (appears) {
            awaitIndex(taken);
        }
        var counted = appears;
        var appended = !appears && document.updateType() == Document.UpdateType.APPEND && document.generation() > 0;
        var lasting = appended ? document.generation() : generation;
        db.write(handle -> {
            keep(store.done(handle, taken.id(), taken.epoch(), lasting, hint, nextUpdate(document), clock.millis()));
            if (counted) {
                return true;
            }
            if (appended) {
                slices.append(handle, taken.id(), generation, lasting);
            }
            store.recount(handle, taken.id(), clock.millis());
            changes.documents(handle, document.dataset(), List.of(taken.id()));
            return true;
        });
        index.nudge();
        while (db.write(handle -> slices.deleteOthers(handle, taken.id(), lasting, DELETED_A_WRITE))) {
            stopIfAsked();
        }
    }

    /** A long document is done when it is found. */
    private void awaitIndex(Taken taken) {
        var wanted = index.committed();
        for (var percent = 0; percent < 100; ) {
            stopIfAsked();
            percent = index.await(taken.document(), wanted);
            progress(taken, INDEXING + (NEARLY - INDEXING) * percent / 100);
        }
    }

    private void progress(Taken taken, int percent) {
        keep(db.write(handle -> store.progress(handle, taken.id(), taken.epoch(), percent)));
    }

    /** The server stops: what is stored so far goes on or is made again at the next start. */
    private static void stopIfAsked() {
        if (Thread.currentThread().isInterrupted()) {
            throw new ParseException(ParseException.Kind.CANCELLED, "The server is stopping");
        }
    }
}
