package dev.pankou.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.config.Setting;
import dev.pankou.config.SettingTable;
import dev.pankou.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What documents say of other files is true. */
final class DocsTest {
    /** {@code [text](target)} and {@code ![text](target)}. */
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern MAVEN = Pattern.compile("<dependency><groupId>([^<]+)</groupId><artifactId>([^<]+)<");

    private static final Pattern VARIABLE = Pattern.compile("PANKOU_[A-Z_]+[A-Z]");

    @Test
    void everyRelativeLinkLeadsToAFile() throws IOException {
        var broken = new ArrayList<String>();
        for (var page : pages()) {
            var link = LINK.matcher(FENCE.matcher(Files.readString(page)).replaceAll(""));
            while (link.find()) {
                var target = link.group(1);
                if (!target.matches("[a-z]+:.*") && !found(page, target)) {
                    broken.add(page + " -> " + target);
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void everyPageIsReachedFromTheReadme() throws IOException {
        var reached = new ArrayList<>(List.of(Path.of("README.md"), Path.of("README.zh.md")));
        for (var i = 0; i < reached.size(); i++) {
            var page = reached.get(i);
            var link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                var target = page.resolveSibling(link.group(1).replaceAll("#.*", "")).normalize();
                if (target.toString().endsWith(".md") && Files.exists(target) && !reached.contains(target)) {
                    reached.add(target);
                }
            }
        }

        assertThat(reached).containsAll(pages());
    }

    /** A reader who sets a variable of ours that is no setting finds that no command starts. */
    @Test
    void everyVariableOfOursIsASetting() throws IOException {
        var settings = SettingTable.ALL.stream().map(Setting::variable).toList();
        var examples = new ArrayList<>(pages());
        examples.add(Path.of("console/src/bot/snippets.ts"));
        for (var page : examples) {
            assertThat(VARIABLE.matcher(Files.readString(page)).results().map(MatchResult::group))
                    .as("%s", page)
                    .isSubsetOf(settings);
        }
    }

    @Test
    void everyDependencyIsExplained() throws IOException {
        var text = Files.readString(Path.of("docs/dependencies.md"));
        var wanted = new ArrayList<String>();
        var maven = MAVEN.matcher(Files.readString(Path.of("pom.xml")));
        while (maven.find()) {
            wanted.add(maven.group(1) + ":" + maven.group(2));
        }
        for (var file : List.of("console/package.json", "src/test/js/package.json")) {
            var declared = Json.tree(Files.readString(Path.of(file)));
            for (var kind : List.of("dependencies", "devDependencies")) {
                wanted.addAll(declared.path(kind).propertyNames());
            }
        }

        assertThat(wanted).hasSizeGreaterThan(30).allSatisfy(name -> assertThat(text)
                .as("docs/dependencies.md says why there is %s", name)
                .contains("`" + name + "`"));
    }

    private static boolean found(Path page, String target) throws IOException {
        var hash = target.indexOf('#');
        var file = hash == 0 ? page : page.resolveSibling(hash < 0 ? target : target.substring(0, hash)).normalize();
        if (hash < 0 || !Files.isRegularFile(file)) {
            return Files.exists(file);
        }
        return HEADING.matcher(Files.readString(file))
                .results()
                .anyMatch(heading -> anchor(heading.group(1)).equals(target.substring(hash + 1)));
    }

    /** As code hosts make it. */
    private static String anchor(String heading) {
        return heading.toLowerCase(java.util.Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
    }

    private static List<Path> pages() throws IOException {
        try (var top = Files.list(Path.of(""));
                var below = Files.walk(Path.of("docs"))) {
            return Stream.concat(top, below)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }
}
