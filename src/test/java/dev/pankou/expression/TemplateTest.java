package dev.pankou.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
    private static final Map<String, String> VALUES =
            Map.of("name", "ada LOVELACE", "city", "上海 🌏", "empty", "", "trick", "{{ name }}{% if 1 %}x{% endif %}");

    private static String render(String template, Undefined undefined) {
        return Template.parse(template).render(VALUES, undefined, 10_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "Hi {{name}}!~Hi ada LOVELACE!",
                "{{ city }}~上海 🌏",
                "{{ name|upper }}~ADA LOVELACE",
                "{{ name | lower | title }}~Ada Lovelace",
                "{{ name|capitalize }}~Ada lovelace",
                "{{ city|length }}~4",
                "{{ '  x ' | trim }}~x",
                "{{ none|default('?') }}~?",
                "{{ name|replace('a', 'o') }}~odo LOVELACE",
                "{{ 'it\\'s }} fine' }}~it's }} fine",
                "{{ 42 }} {{ -1.5 }}~42 -1.5",
                "{% if name %}yes{% else %}no{% endif %}~yes",
                "{% if empty %}yes{% elif city == '上海 🌏' %}sh{% else %}no{% endif %}~sh",
                "{% if 'LOVE' in name and not empty %}y{% endif %}~y",
                "{% if 'x' not in name or (empty != '') %}y{% endif %}~y",
                "{% if none %}{% if name %}a{% endif %}{% else %}{% if name %}b{% endif %}{% endif %}~b",
                "a {# {{ name }} #}b~a b",
                "{% raw %}{{ name }}{% endraw %}~{{ name }}",
                "a  {{- name -}}  b~aada LOVELACEb",
                "a {%- if name -%} x {%- endif %} b~ax b"
            })
    void rendersLikeJinja2(String template, String text) {
        assertThat(render(template, Undefined.EMPTY)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"json\": {\"a\": 1}}",
                "{{",
                "{{ }}",
                "{{ 1 + 1 }}",
                "{{ name.length() }}",
                "{{ ''.__class__ }}",
                "{{ name|eval }}",
                "{{ name",
                "{% if name %} open",
                "{% endif %}",
                "{% for x in name %}{% endfor %}",
                "{% else %}",
                "{# open",
                "{% raw %} open",
                "{% if %}x{% endif %}",
                "{%",
                "${x} #{y} {z}"
            })
    void leavesWhatIsNoTagAsItIs(String text) {
        assertThat(render(text, Undefined.KEEP)).isEqualTo(text);
    }

    @Test
    void keepsOrEmptiesWhatHasNoValue() {
        assertThat(render("a {{ none }} {{none|upper}} b", Undefined.KEEP)).isEqualTo("a {{ none }}  b");
        assertThat(render("a {{ none }} b", Undefined.EMPTY)).isEqualTo("a  b");
    }

    @Test
    void neverReadsAValueAsTemplate() {
        assertThat(render("{{ trick }}{{trick|lower}}", Undefined.EMPTY))
                .isEqualTo(VALUES.get("trick") + VALUES.get("trick").toLowerCase(Locale.ROOT));
    }

    @Test
    void stopsAtTheLargestSize() {
        assertThat(Template.parse("{{ name }}").render(VALUES, Undefined.EMPTY, 12)).hasSize(12);
        assertThatThrownBy(() -> Template.parse("{{ name }}").render(VALUES, Undefined.EMPTY, 11))
                .isInstanceOf(TemplateException.class);
        var bomb = "{{ name" + "|replace('a','aaaaaaaaaaaaaaaaaaaaaaaaa')".repeat(20) + " }}";
        assertThatThrownBy(() -> Template.parse(bomb).render(VALUES, Undefined.EMPTY, 10_000))
                .isInstanceOf(TemplateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{", "{%", "{#", "{% raw %}", "{{ a", "{{ (", "{% if a %}", "{{ '", "{% if not (", "{{ a|"})
    @Timeout(5)
    void takesLinearTimeForHostileText(String piece) {
        var text = piece.repeat(200_000 / piece.length());

        assertThat(Template.parse(text).render(Map.of(), Undefined.KEEP, 1_000_000)).isEqualTo(text);
    }

    @Test
    void survivesAnyMixtureOfTags() {
        var random = new Random(42);
        String[] parts = {
            "{{", "}}", "{%", "%}", "{#", "#}", " name ", "if", " else ", "endif", "raw", "endraw", "-", "|", "upper",
            "'", "\"", "(", ")", "==", "\\", "你", "🌏", "\n", " ", "elif", "not ", " in ", "{% if name %}", "{% endif %}"
        };
        for (var round = 0; round < 20_000; round++) {
            var text = new StringBuilder();
            for (var i = random.nextInt(20); i >= 0; i--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            assertThat(render(text.toString(), Undefined.EMPTY)).isNotNull();
        }
    }

    @Test
    void putsAnyValueInUnchanged() {
        var random = new Random(7);
        for (var round = 0; round < 2000; round++) {
            var value = new StringBuilder();
            for (var i = random.nextInt(30); i > 0; i--) {
                value.append("{}%#|'\"\\ a你\n".charAt(random.nextInt(12)));
            }
            assertThat(Template.parse("<{{ v }}>").render(Map.of("v", value.toString()), Undefined.KEEP, 100))
                    .isEqualTo("<" + value + ">");
        }
    }
}
