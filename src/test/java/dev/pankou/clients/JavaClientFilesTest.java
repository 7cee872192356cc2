package dev.pankou.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.coze.openapi.client.exception.CozeApiException;
import com.coze.openapi.client.files.RetrieveFileReq;
import com.coze.openapi.client.files.UploadFileReq;
import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
record JavaClientFilesTest(Database database) {
    // Would be read as the end of a part if the server took this client's nested content type seriously.
    private static final byte[] BYTES = "地图 🗺\r\n--x\r\n\r\n--\r\n".getBytes(StandardCharsets.UTF_8);

    @Test
    @Covers({Call.UPLOAD_BYTES, Call.RETRIEVE_FILE})
    void uploadsBytes() {
        var coze = Clients.java(Pankou.on(database).user());

        var made = coze.files().upload(UploadFileReq.of("地图 map.txt", BYTES)).getFileInfo();
        var found = coze.files().retrieve(RetrieveFileReq.of(made.getID())).getFileInfo();

        assertThat(made.getBytes()).isEqualTo(BYTES.length);
        assertThat(made.getFileName()).isEqualTo("地图 map.txt");
        assertThat(made.getCreatedAt()).isGreaterThan(1_600_000_000);
        assertThat(found).isEqualTo(made);
    }

    @Test
    @Covers(Call.UPLOAD_PATH)
    void uploadsAPath(@TempDir Path folder) throws IOException {
        var file = Files.write(folder.resolve("map.txt"), BYTES);
        var coze = Clients.java(Pankou.on(database).user());

        var made = coze.files().upload(UploadFileReq.of(file.toString())).getFileInfo();

        assertThat(made.getBytes()).isEqualTo(BYTES.length);
        assertThat(made.getFileName()).isEqualTo("map.txt");
    }

    @Test
    void throwsTheCodeOfAFileThatDoesNotExist() {
        var coze = Clients.java(Pankou.on(database).user());

        assertThatThrownBy(() -> coze.files().retrieve(RetrieveFileReq.of("1")))
                .rootCause()
                .isInstanceOfSatisfying(CozeApiException.class, thrown -> {
                    assertThat(thrown.getCode()).isEqualTo(4200);
                    assertThat(thrown.getLogID()).hasSize(34);
                });
    }
}
