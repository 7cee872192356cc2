package dev.pankou.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.coze.openapi.client.files.RetrieveFileReq;
import com.coze.openapi.client.files.UploadFileReq;
import com.coze.openapi.service.auth.TokenAuth;
import com.coze.openapi.service.service.CozeAPI;
import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
record UploadsTest(Database database) {
    private static final byte[] PNG = "\u0089PNG\r\n\u001a\n and so on".getBytes(StandardCharsets.ISO_8859_1);

    @Test
    void keepsAFileThatOnlyItsOwnerSees() {
        var pankou = Pankou.on(database);
        var alice = pankou.user();

        var made = upload(alice, part("file", "地图 map.txt", "hello")).data();

        assertThat(made.get("bytes").intValue()).isEqualTo(5);
        assertThat(made.get("file_name").stringValue()).isEqualTo("地图 map.txt");
        assertThat(made.get("created_at").longValue()).isBetween(1_600_000_000L, 10_000_000_000L);
        var path = "/v1/files/retrieve?file_id=" + made.get("id").stringValue();
        assertThat(alice.get(path).data()).isEqualTo(made);
        assertThat(pankou.user().get(path).code()).isEqualTo(4200);
        assertThat(alice.get("/v1/files/retrieve").code()).isEqualTo(4000);
        assertThat(alice.get("/v1/files/retrieve?file_id=1").code()).isEqualTo(4200);
    }

    @Test
    void refusesEmptyMissingAndManyFiles() {
        var alice = Pankou.on(database).user();

        assertThat(upload(alice, part("file", "a.txt", "")).code()).isEqualTo(4300);
        assertThat(upload(alice, part("Data", "a.txt", "x")).code()).isEqualTo(4300);
        assertThat(alice.post("/v1/files/upload", Map.of("file", "x")).code()).isEqualTo(4300);
        assertThat(alice.post("/v1/files/upload").code()).isEqualTo(4300);
        assertThat(upload(alice, part("file", "a.txt", "x"), part("file", "b.txt", "y")).code()).isEqualTo(4301);
    }

    @Test
    void takesAFileAsLargeAsTheLimitAndNotOneByteMore() {
        try (var pankou = Pankou.fresh(database, Map.of("max-upload", "100KB"))) {
            assertThat(upload(pankou.root(), part("file", "a.txt", "x".repeat(100 << 10))).code()).isZero();
            assertThat(upload(pankou.root(), part("file", "a.txt", "x".repeat((100 << 10) + 1))).code()).isEqualTo(4302);
            assertThat(upload(pankou.root(), part("file", "a.txt", "x".repeat(300 << 10))).code()).isEqualTo(4302);
        }
    }

    @Test
    void judgesTheKindByExtensionAndWithoutOneByContent() {
        var alice = Pankou.on(database).user();

        for (var name : List.of("a.PDF", "a.numbers", "a.jpg2", "a.m4v", "a.bz2", "a.go", "a.java", "plain")) {
            assertThat(upload(alice, part("file", name, "text")).code()).as(name).isZero();
        }
        for (var name : List.of("a.exe", "a.svg", "a.", "a.tar.xz")) {
            assertThat(upload(alice, part("file", name, "text")).code()).as(name).isEqualTo(name.equals("a.") ? 0 : 4303);
        }
        assertThat(upload(alice, part("file", "noextension", "\u0001\u0002")).code()).isEqualTo(4303);
        assertThat(upload(alice, part("file", "..\\..\\etc/passwd.txt", "x")).data().get("file_name").stringValue())
                .isEqualTo("passwd.txt");
    }

    /** The Python client calls a file "upload" when it is given bytes. */
    @Test
    void knowsByContentWhatHasNoExtension() {
        var alice = Pankou.on(database).user();

        for (var head : List.of(
                "RIFF\u0001\u0000\u0000\u0000WAVEfmt ",
                "ID3\u0003\u0000",
                "fLaC\u0000",
                "OggS\u0000",
                "\u0000\u0000\u0000\u0018ftypisom",
                "\u0000\u0000\u0000\u0018ftypM4A ",
                "\u0000\u0000\u0000\u0018ftypheic",
                "BM\u0001\u0000",
                "Rar!\u001a\u0007\u0000")) {
            assertThat(upload(alice, part("file", "upload", head)).code()).as(head).isZero();
        }
        for (var head : List.of("MZ\u0000", "\u007fELF\u0001", "RIFF\u0001\u0000\u0000\u0000ACON")) {
            assertThat(upload(alice, part("file", "upload", head)).code()).as(head).isEqualTo(4303);
        }
    }

    @Test
    void needsThePermissionPoints() {
        var pankou = Pankou.on(database);
        var made = pankou.user().post("/pankou/v1/tokens", Map.of("name", "t", "permissions", List.of("chat")));
        var weak = pankou.with(made.data().get("token").stringValue());

        assertThat(upload(weak, part("file", "a.txt", "x")).code()).isEqualTo(4101);
        assertThat(weak.get("/v1/files/retrieve?file_id=1").code()).isEqualTo(4101);
        assertThat(upload(pankou.with("pat_nobody"), part("file", "a.txt", "x")).code()).isEqualTo(4100);
    }

    @Test
    void theOfficialClientUploadsAndRetrieves() {
        var pankou = Pankou.on(database);
        var coze = coze(pankou, pankou.user());

        var made = coze.files().upload(UploadFileReq.of("map.png", PNG)).getFileInfo();
        var seen = coze.files().retrieve(RetrieveFileReq.of(made.getID())).getFileInfo();

        assertThat(seen.getFileName()).isEqualTo("map.png");
        assertThat(seen.getBytes()).isEqualTo(PNG.length);
    }

    @Test
    void anIconIsOpenToAllAndAnyOtherFileIsNot() {
        var pankou = Pankou.on(database);
        var alice = pankou.user();
        var nobody = pankou.with(null);
        var coze = coze(pankou, alice);
        var picture = coze.files().upload(UploadFileReq.of("a.png", PNG)).getFileInfo().getID();
        var text = coze.files().upload(UploadFileReq.of("a.png", "no picture".getBytes(StandardCharsets.UTF_8))).getFileInfo().getID();
        assertThat(nobody.get("/icons/" + picture).status()).isEqualTo(404);

        assertThat(workspace(alice, picture).code()).isZero();
        assertThat(workspace(alice, text).code()).isEqualTo(4000);
        assertThat(workspace(pankou.user(), picture).code()).isEqualTo(4000);

        var url = URI.create(alice.get("/v1/workspaces").data().get("workspaces").get(0).get("icon_url").stringValue());
        assertThat(url.getPort()).isEqualTo(pankou.address().getPort());
        var icon = nobody.get(url.getPath()).http();
        assertThat(icon.statusCode()).isEqualTo(200);
        assertThat(icon.headers().firstValue("Content-Type")).contains("image/png");
        assertThat(icon.headers().firstValue("Content-Security-Policy")).contains("default-src 'none'; sandbox");
        assertThat(icon.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(icon.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
        assertThat(nobody.get("/icons/" + text).status()).isEqualTo(404);
        for (var kind : List.of("bot", "workspace", "user")) {
            assertThat(nobody.get("/icons/default-" + kind + ".svg").text()).startsWith("<svg");
        }
        assertThat(nobody.get("/icons/nothing").status()).isEqualTo(404);
    }

    private static Pankou.Reply workspace(Person person, String icon) {
        return person.post("/v1/workspaces", Map.of("name", "w", "description", "d", "icon_file_id", icon));
    }

    private static CozeAPI coze(Pankou pankou, Person person) {
        return new CozeAPI.Builder()
                .baseURL(pankou.address().toString())
                .auth(new TokenAuth(Objects.requireNonNull(person.token())))
                .build();
    }

    private static String part(String field, String fileName, String content) {
        return "--limit\r\nContent-Disposition: form-data; name=\"" + field + "\"; filename=\"" + fileName.replace("\\", "\\\\")
                + "\"\r\n\r\n" + content + "\r\n";
    }

    private static Pankou.Reply upload(Person person, String... parts) {
        return person.raw(
                "POST",
                "/v1/files/upload",
                String.join("", parts) + "--limit--\r\n",
                Map.of("Content-Type", "multipart/form-data; boundary=limit"));
    }
}
