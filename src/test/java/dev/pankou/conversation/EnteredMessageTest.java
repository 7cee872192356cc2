package dev.pankou.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pankou.conversation.Message.ContentType;
import dev.pankou.conversation.Message.Role;
import dev.pankou.conversation.Message.Type;
import dev.pankou.id.Id;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients may enter as a message (EXTRAS section 14). */
final class EnteredMessageTest {
    private static final String IMAGE = "[{\"type\":\"image\",\"file_id\":\"1\"}]";
    private static final String BOTH = "[{\"type\":\"text\",\"text\":\"什么?\"},{\"type\":\"image\",\"file_url\":\"https://x/y.png\"}]";

    private static EnteredMessage message(Role role, @Nullable Type type, String content, @Nullable ContentType form) {
        return new EnteredMessage(role, type, content, form, Map.of());
    }

    private static EnteredMessage said(String text) {
        return message(Role.USER, null, text, ContentType.TEXT);
    }

    private static EnteredMessage object(String content) {
        return message(Role.USER, null, content, ContentType.OBJECT_STRING);
    }

    @Test
    void namesTheFieldAsItStandsInTheRequest() {
        var noForm = new EnteredMessage(Role.USER, null, "x", null, Map.of());

        assertThatThrownBy(() -> noForm.check("messages[0]", true)).hasMessageContaining("field messages[0].content_type is");
        assertThatThrownBy(() -> noForm.check("", true)).hasMessageContaining("field content_type is");
    }

    @Test
    void takesTheTypeFromTheRole() {
        assertThat(said("x").kind()).isEqualTo(Type.QUESTION);
        assertThat(message(Role.ASSISTANT, null, "x", ContentType.TEXT).kind()).isEqualTo(Type.ANSWER);
        assertThat(message(Role.USER, null, "", null).form()).isEqualTo(ContentType.TEXT);
    }

    @Test
    void needsAContentTypeWithContentOnly() {
        assertThatCode(() -> message(Role.USER, null, "", null).check("m", true)).doesNotThrowAnyException();
        assertThatThrownBy(() -> message(Role.USER, null, "x", null).check("m", true))
                .hasMessage("field m.content_type is invalid: is required with content");
        assertThatThrownBy(() -> message(Role.USER, null, "x", ContentType.CARD).check("m", true))
                .hasMessage("field m.content_type is invalid: must be one of text, object_string");
    }

    @ParameterizedTest
    @EnumSource(Type.class)
    void takesOnlySomeTypes(Type type) {
        var saved = type == Type.QUESTION || type == Type.ANSWER;
        var unsaved = saved || type == Type.FUNCTION_CALL || type == Type.TOOL_OUTPUT || type == Type.TOOL_RESPONSE;
        var message = message(type == Type.QUESTION ? Role.USER : Role.ASSISTANT, type, "x", ContentType.TEXT);

        if (saved) {
            assertThatCode(() -> message.check("m", true)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> message.check("m", true)).hasMessageContaining("m.type");
        }
        if (unsaved) {
            assertThatCode(() -> message.check("m", false)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> message.check("m", false)).hasMessageContaining("m.type");
        }
    }

    @Test
    void lets0nlyUsersAskAndSendFiles() {
        assertThatThrownBy(() -> message(Role.ASSISTANT, Type.QUESTION, "x", ContentType.TEXT).check("m", true))
                .hasMessage("field m.type is invalid: question needs role user");
        assertThatThrownBy(() -> message(Role.ASSISTANT, null, BOTH, ContentType.OBJECT_STRING).check("m", true))
                .hasMessage("field m.content_type is invalid: object_string needs role user");
    }

    @Test
    void readsTheEntriesOfAnObjectString() {
        assertThat(ContentPart.parse("c", BOTH)).containsExactly(
                new ContentPart(ContentPart.Kind.TEXT, "什么?", null, ""),
                new ContentPart(ContentPart.Kind.IMAGE, "", null, "https://x/y.png"));
        // An id counts before an address.
        assertThat(ContentPart.parse("c", "[{\"type\":\"file\",\"file_id\":17,\"file_url\":\"ftp://x\"}]"))
                .containsExactly(new ContentPart(ContentPart.Kind.FILE, "", new Id(17), ""));
        assertThat(ContentPart.parse("c", "[{\"type\":\"audio\",\"file_id\":\"3\",\"future\":[]}]")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "`` ; field c is invalid: object_string must be the JSON text of an array that is not empty",
        "nope; field c is invalid: object_string must be the JSON text of an array",
        "{}; field c is invalid: object_string must be the JSON text of an array that is not empty",
        "[]; field c is invalid: object_string must be the JSON text of an array that is not empty",
        "[1]; field c[0].type is invalid: must be one of text, file, image, audio",
        "[{}]; field c[0].type is invalid: must be one of text, file, image, audio",
        "[{\"type\":\"video\"}]; field c[0].type is invalid: must be one of text, file, image, audio",
        "[{\"type\":\"image\"}]; field c[0] is invalid: needs file_id or file_url",
        "[{\"type\":\"image\",\"file_id\":\"x\"}]; field c[0].file_id is invalid: must be an id of up to 19 digits",
        "[{\"type\":\"image\",\"file_url\":\"file:///etc/passwd\"}]; field c[0].file_url is invalid: must be an http or https address",
        "[{\"type\":\"image\",\"file_url\":\"a b\"}]; field c[0].file_url is invalid: must be an http or https address",
        "[{\"type\":\"text\",\"text\":\"a\"}]; field c is invalid: text alone must use content_type text",
        "[{\"type\":\"text\"},{\"type\":\"text\"},{\"type\":\"image\",\"file_id\":\"1\"}]; field c is invalid: at most one entry of type text"
    })
    void refusesOtherObjectStrings(String content, String message) {
        assertThatThrownBy(() -> ContentPart.parse("c", content)).hasMessage(message);
    }

    @Test
    void takes500EntriesAndNot501() {
        var entry = "{\"type\":\"image\",\"file_id\":\"1\"}";

        assertThat(ContentPart.parse("content", "[" + String.join(",", java.util.Collections.nCopies(500, entry)) + "]")).hasSize(500);
        assertThatThrownBy(() -> ContentPart.parse("content", "[" + String.join(",", java.util.Collections.nCopies(501, entry)) + "]"))
                .hasMessageContaining("at most 500 entries");
    }

    @Test
    void wantsATextBesideFilesAlone() {
        assertThatCode(() -> EnteredMessage.checkAll("m", List.of(object(BOTH)), true)).doesNotThrowAnyException();
        assertThatCode(() -> EnteredMessage.checkAll("m", List.of(object(IMAGE), said("看")), true)).doesNotThrowAnyException();
        assertThatCode(() -> EnteredMessage.checkAll("m", List.of(said("看"), object(IMAGE)), true)).doesNotThrowAnyException();
        assertThatThrownBy(() -> EnteredMessage.checkAll("m", List.of(object(IMAGE)), true))
                .hasMessageStartingWith("field m[0].content is invalid: files without text need");
        assertThatThrownBy(() -> EnteredMessage.checkAll("m", List.of(said("a"), object(BOTH), object(IMAGE)), true))
                .hasMessageStartingWith("field m[2].content is invalid");
    }

    @Test
    void limitsMetaData() {
        var pairs = new java.util.HashMap<String, String>();
        for (var i = 0; i < 16; i++) {
            pairs.put("键".repeat(62) + (10 + i), "值".repeat(512));
        }
        assertThatCode(() -> MetaData.check("meta_data", pairs)).doesNotThrowAnyException();
        pairs.put("one more", "x");
        assertThatThrownBy(() -> MetaData.check("meta_data", pairs)).hasMessage("field meta_data is invalid: at most 16 pairs");
        assertThatThrownBy(() -> MetaData.check("meta_data", Map.of("k".repeat(65), "x"))).hasMessageContaining("1 to 64");
        assertThatThrownBy(() -> MetaData.check("meta_data", Map.of("", "x"))).hasMessageContaining("1 to 64");
        assertThatThrownBy(() -> MetaData.check("meta_data", Map.of("k", "x".repeat(513)))).hasMessageContaining("1 to 512");
        assertThatThrownBy(() -> MetaData.check("meta_data", Map.of("k", ""))).hasMessageContaining("meta_data.k");
    }
}
