package dev.pankou.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.access.Caller;
import dev.pankou.files.Blobs;
import dev.pankou.http.Part;
import dev.pankou.id.Id;
import dev.pankou.id.Ids;
import dev.pankou.store.Databases;
import dev.pankou.testing.Database;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
record SweepTest(Database database) {
    private static final Duration RETENTION = Duration.ofDays(90);

    /** A clock that the test sets. */
    private static final class Hand extends Clock {
        private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

        void forward(Duration step) {
            now.updateAndGet(instant -> instant.plus(step));
        }

        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }

    @Test
    void forgetsOldFilesButKeepsIconsAndContentsThatOthersUse() throws IOException {
        var clock = new Hand();
        var config = database.fresh();
        try (var db = Databases.open(config)) {
            var blobs = Blobs.open(config.dataDirectory(), clock);
            var uploads = new UploadService(db, clock, new Ids(clock, 0), blobs, () -> "http://x");
            var alice = user(db, 1);
            var bob = user(db, 2);
            var old = uploads.upload(alice, part(config.dataDirectory(), "a.txt", "same"));
            var icon = uploads.upload(alice, part(config.dataDirectory(), "i.png", "GIF89a"));
            var lonely = uploads.upload(alice, part(config.dataDirectory(), "l.txt", "lonely"));
            db.write(handle -> {
                uploads.keep(handle, alice.user(), icon.id(), "icon_file_id");
                return icon;
            });
            clock.forward(RETENTION);
            var young = uploads.upload(bob, part(config.dataDirectory(), "b.txt", "same"));
            assertThat(young.sha256()).isEqualTo(old.sha256());

            uploads.sweep(RETENTION);
            assertThat(uploads.find(alice.user(), old.id())).isPresent();
            clock.forward(Duration.ofMillis(1));
            uploads.sweep(RETENTION);

            assertThat(uploads.find(alice.user(), old.id())).isEmpty();
            assertThat(uploads.find(alice.user(), icon.id())).isPresent();
            assertThat(uploads.find(bob.user(), young.id())).isPresent();
            try (var in = uploads.open(young)) {
                assertThat(in.readAllBytes()).isEqualTo("same".getBytes(StandardCharsets.UTF_8));
            }
            assertThat(blobs.place(icon.sha256())).exists();
            assertThat(blobs.place(lonely.sha256())).doesNotExist();
        }
    }

    @Test
    void aContentWithoutARowGoesAfterAnHour() throws IOException {
        var clock = new Hand();
        var config = database.fresh();
        try (var db = Databases.open(config)) {
            var blobs = Blobs.open(config.dataDirectory(), clock);
            var uploads = new UploadService(db, clock, new Ids(clock, 0), blobs, () -> "http://x");
            var sha256 = blobs.take(part(config.dataDirectory(), "x", "left by a crash").content());

            uploads.sweep(Duration.ZERO);
            assertThat(blobs.place(sha256)).exists();
            clock.forward(Duration.ofHours(1).plusMillis(1));
            uploads.sweep(Duration.ZERO);
            assertThat(blobs.place(sha256)).doesNotExist();
        }
    }

    private static Caller user(dev.pankou.store.Db db, long id) {
        db.write(handle -> handle.execute(
                "INSERT INTO app_user (id, name, nick_name, administrator, language, created_at) VALUES (?, ?, '', 0, '', 0)",
                id,
                "user" + id));
        return new Caller(new Id(id), null, false, Set.of(), null);
    }

    private static Part part(Path folder, String name, String content) throws IOException {
        var file = Files.createTempFile(folder, "part", "");
        Files.writeString(file, content);
        return new Part("file", name, file, content.length());
    }
}
