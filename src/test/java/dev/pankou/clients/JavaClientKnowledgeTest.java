package dev.pankou.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.coze.openapi.client.dataset.CreateDatasetReq;
import com.coze.openapi.client.dataset.DeleteDatasetReq;
import com.coze.openapi.client.dataset.ListDatasetReq;
import com.coze.openapi.client.dataset.ProcessDatasetReq;
import com.coze.openapi.client.dataset.UpdateDatasetReq;
import com.coze.openapi.client.dataset.document.CreateDocumentReq;
import com.coze.openapi.client.dataset.document.DeleteDocumentReq;
import com.coze.openapi.client.dataset.document.ListDocumentReq;
import com.coze.openapi.client.dataset.document.UpdateDocumentReq;
import com.coze.openapi.client.dataset.document.model.DocumentBase;
import com.coze.openapi.client.dataset.document.model.DocumentChunkStrategy;
import com.coze.openapi.client.dataset.document.model.DocumentFormatType;
import com.coze.openapi.client.dataset.document.model.DocumentSourceType;
import com.coze.openapi.client.dataset.document.model.DocumentStatus;
import com.coze.openapi.client.dataset.document.model.DocumentUpdateRule;
import com.coze.openapi.client.dataset.image.ListImageReq;
import com.coze.openapi.client.dataset.image.UpdateImageReq;
import com.coze.openapi.client.dataset.model.DatasetStatus;
import com.coze.openapi.client.dataset.model.DocumentProgress;
import com.coze.openapi.client.exception.CozeApiException;
import com.coze.openapi.client.files.UploadFileReq;
import com.coze.openapi.service.service.CozeAPI;
import dev.pankou.knowledge.Library;
import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
record JavaClientKnowledgeTest(Database database) {
    private static final byte[] MANUAL = "# 打印机\n\n换墨盒：打开前盖。🖨".getBytes(StandardCharsets.UTF_8);
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0};

    private static String dataset(CozeAPI coze, String space, DocumentFormatType format) {
        return coze.datasets()
                .create(CreateDatasetReq.builder()
                        .name("手册 📚")
                        .spaceID(space)
                        .formatType(format)
                        .description("打印机")
                        .build())
                .getDatasetID();
    }

    private static List<com.coze.openapi.client.dataset.document.model.Document> add(
            CozeAPI coze, String dataset, DocumentBase base, DocumentFormatType format) {
        return coze.datasets()
                .documents()
                .create(CreateDocumentReq.builder()
                        .datasetID(Long.parseLong(dataset))
                        .documentBases(List.of(base))
                        .chunkStrategy(DocumentChunkStrategy.buildAuto())
                        .formatType(format)
                        .build())
                .getDocumentInfos();
    }

    private static DocumentProgress settled(CozeAPI coze, String dataset, String document) {
        var deadline = System.nanoTime() + 60_000_000_000L;
        while (true) {
            var progress = coze.datasets()
                    .process(ProcessDatasetReq.builder().datasetID(dataset).documentIDs(List.of(document)).build())
                    .getData()
                    .getFirst();
            if (progress.getStatus() != DocumentStatus.PROCESSING) {
                return progress;
            }
            assertThat(System.nanoTime()).as("settled within a minute").isLessThan(deadline);
        }
    }

    @Test
    @Covers({Call.CREATE_DATASET, Call.LIST_DATASETS, Call.UPDATE_DATASET, Call.DELETE_DATASET})
    void keepsKnowledgeBases() {
        var alice = Pankou.on(database).user();
        var coze = Clients.java(alice);
        var space = alice.personalWorkspace();

        var dataset = dataset(coze, space, DocumentFormatType.DOCUMENT);
        coze.datasets().update(UpdateDatasetReq.builder().datasetID(dataset).name("新手册").description("").build());
        var list = coze.datasets().list(ListDatasetReq.builder().spaceID(space).pageNum(1).pageSize(10).build());

        assertThat(list.getItems()).hasSize(1);
        var found = list.getItems().getFirst();
        assertThat(found.getName()).isEqualTo("新手册");
        assertThat(found.getDescription()).isEmpty();
        assertThat(found.getSpaceID()).isEqualTo(space);
        assertThat(found.getStatus()).isEqualTo(DatasetStatus.ENABLE);
        assertThat(found.getFormatType()).isEqualTo(DocumentFormatType.DOCUMENT);
        assertThat(found.getCanEdit()).isTrue();
        assertThat(found.getAllFileSize()).isEqualTo("0");
        assertThat(found.getFileList()).isEmpty();
        assertThat(found.getCreatorName()).startsWith("user-");
        assertThat(found.getIconURL()).endsWith("/icons/default-dataset.svg");

        coze.datasets().delete(DeleteDatasetReq.builder().datasetID(dataset).build());
        assertThat(coze.datasets().list(ListDatasetReq.builder().spaceID(space).pageNum(1).pageSize(10).build()).getItems())
                .isEmpty();
        assertThatThrownBy(() -> coze.datasets().delete(DeleteDatasetReq.builder().datasetID(dataset).build()))
                .rootCause()
                .isInstanceOfSatisfying(CozeApiException.class, thrown -> assertThat(thrown.getCode()).isEqualTo(4200));
    }

    @Test
    @Covers({
        Call.CREATE_DOCUMENTS,
        Call.DOCUMENT_PROGRESS,
        Call.UPDATE_DOCUMENT,
        Call.LIST_DOCUMENTS,
        Call.DELETE_DOCUMENTS
    })
    void readsDocuments() {
        var alice = Pankou.on(database).user();
        var coze = Clients.java(alice);
        var dataset = dataset(coze, alice.personalWorkspace(), DocumentFormatType.DOCUMENT);

        var local = add(coze, dataset, DocumentBase.buildLocalFile("打印机.md", MANUAL, "md"), DocumentFormatType.DOCUMENT);
        var page = add(
                coze, dataset, DocumentBase.buildWebPage("内网", "http://127.0.0.1:1/", 24), DocumentFormatType.DOCUMENT);
        assertThat(local).hasSize(1);
        assertThat(local.getFirst().getName()).isEqualTo("打印机.md");
        assertThat(local.getFirst().getSize()).isEqualTo(MANUAL.length);
        assertThat(local.getFirst().getType()).isEqualTo("md");
        assertThat(local.getFirst().getSourceType()).isEqualTo(DocumentSourceType.LOCAL_FILE);
        assertThat(page.getFirst().getSourceType()).isEqualTo(DocumentSourceType.ONLINE_WEB);
        assertThat(page.getFirst().getUpdateInterval()).isEqualTo(24);
        var document = local.getFirst().getDocumentID();
        var done = settled(coze, dataset, document);
        assertThat(done.getStatus()).isEqualTo(DocumentStatus.COMPLETED);
        assertThat(done.getProgress()).isEqualTo(100);
        assertThat(done.getUrl()).contains("/files/");
        var failed = settled(coze, dataset, page.getFirst().getDocumentID());
        assertThat(failed.getStatus()).isEqualTo(DocumentStatus.FAILED);
        assertThat(failed.getStatusDescript()).isNotEmpty();
        assertThat(new Library(alice).recall(dataset, "墨盒")).hasSize(1);

        coze.datasets().documents().update(UpdateDocumentReq.builder()
                .documentID(Long.parseLong(document))
                .documentName("说明.md")
                .updateRule(DocumentUpdateRule.buildNoAutoUpdate())
                .build());
        var listed = coze.datasets().documents().list(ListDocumentReq.of(Long.parseLong(dataset), 1, 10));
        assertThat(listed.getTotal()).isEqualTo(2);
        assertThat(listed.getItems().getLast().getName()).isEqualTo("说明.md");
        assertThat(listed.getItems().getLast().getSliceCount()).isEqualTo(1);
        assertThat(listed.getItems().getLast().getStatus()).isEqualTo(DocumentStatus.COMPLETED);
        assertThat(listed.getItems().getLast().getChunkStrategy().getChunkType()).isZero();

        coze.datasets().documents().delete(DeleteDocumentReq.builder()
                .documentIDs(List.of(Long.parseLong(document), Long.parseLong(page.getFirst().getDocumentID())))
                .build());
        assertThat(coze.datasets().documents().list(ListDocumentReq.of(Long.parseLong(dataset), 1, 10)).getTotal()).isZero();
    }

    @Test
    @Covers({Call.LIST_IMAGES, Call.UPDATE_IMAGE})
    void captionsImages() {
        var alice = Pankou.on(database).user();
        var coze = Clients.java(alice);
        var dataset = dataset(coze, alice.personalWorkspace(), DocumentFormatType.IMAGE);
        var file = coze.files().upload(UploadFileReq.of("灯塔.png", PNG)).getFileInfo().getID();

        var image = add(coze, dataset, DocumentBase.buildImage("灯塔.png", Long.parseLong(file)), DocumentFormatType.IMAGE)
                .getFirst()
                .getDocumentID();
        assertThat(settled(coze, dataset, image).getStatus()).isEqualTo(DocumentStatus.COMPLETED);
        coze.datasets().images().update(UpdateImageReq.builder()
                .datasetID(dataset)
                .documentID(image)
                .caption("黄昏的灯塔")
                .build());
        var found = coze.datasets().images().list(ListImageReq.builder()
                .datasetID(dataset)
                .keyword("灯塔")
                .hasCaption(true)
                .pageNum(1)
                .pageSize(5)
                .build());

        assertThat(found.getTotal()).isEqualTo(1);
        assertThat(found.getItems().getFirst().getCaption()).isEqualTo("黄昏的灯塔");
        assertThat(found.getItems().getFirst().getSourceType()).isEqualTo(DocumentSourceType.UPLOAD_FILE_ID);
        assertThat(found.getItems().getFirst().getUrl()).contains("/files/");
        assertThat(new Library(alice).recall(dataset, "灯塔")).hasSize(1);
    }
}
