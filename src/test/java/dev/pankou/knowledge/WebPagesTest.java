package dev.pankou.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.TestClock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource
record WebPagesTest(Database database) {
    private static final Map<String, Integer> AUTOMATIC = Map.of("chunk_type", 0);

    private static Map<String, Object> page(String url, int type) {
        return Map.of(
                "name", "常见问题", "source_info", Library.web(url), "update_rule", Map.of("update_type", type, "update_interval", 24));
    }

    @Test
    void readsAPageAndReadsItAgainWhenItsTimeHasCome() {
        var clock = new TestClock();
        try (var site = Pages.start();
                var pankou = Pankou.fresh(database, Map.of("egress-allow", site.host()), clock)) {
            site.page("/faq", "text/plain; charset=utf-8", "退货在三十天内。");
            var library = new Library(pankou.user());
            var dataset = library.dataset(Library.TEXT);
            var document = library.add(dataset, page(site.url("/faq"), 1), AUTOMATIC);
            library.done(dataset, document);
            assertThat(library.slices(dataset, document)).containsExactly("退货在三十天内。");
            assertThat(library.progress(dataset, document).get("update_interval").intValue()).isEqualTo(24);

            site.page("/faq", "text/plain; charset=utf-8", "退货在六十天内。");
            clock.advance(Duration.ofHours(24).minusSeconds(1));
            assertThat(library.recall(dataset, "退货").getFirst().get("content").stringValue()).contains("三十");
            clock.advance(Duration.ofSeconds(1));

            until(() -> library.slices(dataset, document).equals(java.util.List.of("退货在六十天内。")));
            library.done(dataset, document);
            assertThat(Library.texts(library.recall(dataset, "退货"), "content")).containsExactly("退货在六十天内。");
        }
    }

    @Test
    void appendsWhatIsNewAndKeepsWhatWas() {
        var clock = new TestClock();
        try (var site = Pages.start();
                var pankou = Pankou.fresh(database, Map.of("egress-allow", site.host()), clock)) {
            site.page("/news", "text/plain", "Monday: rain.");
            var library = new Library(pankou.user());
            var dataset = library.dataset(Library.TEXT);
            var document = library.add(dataset, page(site.url("/news"), 2), AUTOMATIC);
            library.done(dataset, document);

            site.page("/news", "text/plain", "Tuesday: sun.");
            clock.advance(Duration.ofHours(24));
            until(() -> library.slices(dataset, document).size() == 2);
            library.done(dataset, document);
            clock.advance(Duration.ofHours(24)); // nothing new: nothing is said twice
            site.page("/news", "text/plain", "Wednesday: snow.");
            clock.advance(Duration.ofHours(24));
            until(() -> library.slices(dataset, document).size() == 3);

            assertThat(library.slices(dataset, document)).startsWith("Monday: rain.", "Tuesday: sun.");
        }
    }

    @Test
    void keepsWhatItHasWhenThePageIsGone() {
        var clock = new TestClock();
        try (var site = Pages.start();
                var pankou = Pankou.fresh(database, Map.of("egress-allow", site.host()), clock)) {
            site.page("/faq", "text/plain", "开放时间 9 点");
            var library = new Library(pankou.user());
            var dataset = library.dataset(Library.TEXT);
            var document = library.add(dataset, page(site.url("/faq"), 1), AUTOMATIC);
            library.done(dataset, document);

            site.gone("/faq");
            clock.advance(Duration.ofHours(24));
            until(() -> library.progress(dataset, document).get("status_descript").stringValue().contains("404"));

            assertThat(library.progress(dataset, document).get("status").intValue()).isEqualTo(1);
            assertThat(library.recall(dataset, "开放时间")).hasSize(1);
        }
    }

    @Test
    void failsLaterWhenTheAddressCannotBeReachedAndCanBeRetried() {
        try (var site = Pages.start();
                var pankou = Pankou.fresh(database, Map.of("egress-allow", site.host()))) {
            var library = new Library(pankou.user());
            var dataset = library.dataset(Library.TEXT);
            var document = library.add(dataset, "later", Library.web(site.url("/later")));
            var failed = library.settled(dataset, document);
            assertThat(failed.get("status").intValue()).isEqualTo(9);
            assertThat(failed.get("status_descript").stringValue()).isEqualTo("The address answers with HTTP status 404.");

            site.page("/later", "text/plain", "Now it is here.");
            var retry = "/pankou/v1/datasets/" + dataset + "/documents/" + document + "/retry";
            assertThat(library.person().post(retry).code()).isZero();
            library.done(dataset, document);

            assertThat(library.slices(dataset, document)).containsExactly("Now it is here.");
            assertThat(library.person().post(retry).code()).isEqualTo(4000);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:1/",
                "http://localhost:1/",
                "http://[::1]:1/",
                "http://169.254.169.254/latest/meta-data/",
                "http://10.0.0.1/",
                "http://2130706433:1/"
            })
    void refusesAddressesThatAreNotPublic(String url) {
        var library = new Library(Pankou.on(database).user());
        var dataset = library.dataset(Library.TEXT);

        var failed = library.settled(dataset, library.add(dataset, "inside", Library.web(url)));

        assertThat(failed.get("status").intValue()).isEqualTo(9);
        assertThat(failed.get("status_descript").stringValue()).isNotEmpty().doesNotContain("status 200");
        assertThat(failed.get("progress").intValue()).isZero();
    }

    @Test
    void refusesARedirectToAnAddressThatIsNotPublic() {
        try (var site = Pages.start();
                var inside = Pages.start();
                var pankou = Pankou.fresh(database, Map.of("egress-allow", site.host()))) {
            inside.page("/secret", "text/plain", "the secret");
            site.redirect("/faq", inside.url("/secret"));
            var library = new Library(pankou.user());
            var dataset = library.dataset(Library.TEXT);

            var document = library.add(dataset, "faq", Library.web(site.url("/faq")));

            assertThat(library.settled(dataset, document).get("status").intValue()).isEqualTo(9);
            assertThat(library.slices(dataset, document)).isEmpty();
        }
    }

    private static void until(java.util.function.BooleanSupplier condition) {
        var deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within a minute").isLessThan(deadline);
        }
    }
}
