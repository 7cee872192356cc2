package dev.pankou.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.coze.openapi.client.bots.PublishBotReq;
import com.coze.openapi.client.bots.UpdateBotReq;
import com.coze.openapi.client.bots.model.BotKnowledge;
import com.coze.openapi.client.chat.CreateChatReq;
import com.coze.openapi.client.chat.model.ChatEventType;
import com.coze.openapi.client.connversations.message.model.Message;
import com.coze.openapi.client.connversations.message.model.MessageType;
import com.coze.openapi.client.dataset.CreateDatasetReq;
import com.coze.openapi.client.dataset.ProcessDatasetReq;
import com.coze.openapi.client.dataset.document.CreateDocumentReq;
import com.coze.openapi.client.dataset.document.model.DocumentBase;
import com.coze.openapi.client.dataset.document.model.DocumentChunkStrategy;
import com.coze.openapi.client.dataset.document.model.DocumentFormatType;
import com.coze.openapi.client.dataset.document.model.DocumentStatus;
import com.coze.openapi.client.dataset.image.UpdateImageReq;
import com.coze.openapi.client.files.UploadFileReq;
import com.coze.openapi.service.service.CozeAPI;
import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** From files of every kind, in Chinese and English, to answers that name their source; through the official client alone. */
@ParameterizedClass
@EnumSource(Database.class)
record JavaClientAnswersTest(Database database) {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0};

    private record Asked(String question, String answered) {}

    private static byte[] sample(String file) throws IOException {
        try (var in = Objects.requireNonNull(JavaClientAnswersTest.class.getResourceAsStream("/parse/" + file), file)) {
            return in.readAllBytes();
        }
    }

    private static String dataset(CozeAPI coze, Person person, DocumentFormatType format) {
        return coze.datasets()
                .create(CreateDatasetReq.builder().name("资料").spaceID(person.personalWorkspace()).formatType(format).build())
                .getDatasetID();
    }

    private static String add(CozeAPI coze, String dataset, DocumentBase base, DocumentFormatType format) {
        return coze.datasets()
                .documents()
                .create(CreateDocumentReq.builder()
                        .datasetID(Long.parseLong(dataset))
                        .documentBases(List.of(base))
                        .chunkStrategy(DocumentChunkStrategy.buildAuto())
                        .formatType(format)
                        .build())
                .getDocumentInfos()
                .getFirst()
                .getDocumentID();
    }

    private static void awaitDone(CozeAPI coze, String dataset, String document, String name) {
        var deadline = System.nanoTime() + 120_000_000_000L;
        while (true) {
            var progress = coze.datasets()
                    .process(ProcessDatasetReq.builder().datasetID(dataset).documentIDs(List.of(document)).build())
                    .getData()
                    .getFirst();
            if (progress.getStatus() != DocumentStatus.PROCESSING) {
                assertThat(progress.getStatus()).as(name + ": " + progress.getStatusDescript()).isEqualTo(DocumentStatus.COMPLETED);
                return;
            }
            assertThat(System.nanoTime()).as(name + " is done within two minutes").isLessThan(deadline);
        }
    }

    private static String ask(CozeAPI coze, String bot, String question) {
        var request = CreateChatReq.builder()
                .botID(bot)
                .userID("u-1")
                .messages(List.of(Message.buildUserQuestionText(question)))
                .build();
        var answer = new StringBuilder();
        coze.chat().stream(request).blockingForEach(event -> {
            if (ChatEventType.CONVERSATION_MESSAGE_COMPLETED.equals(event.getEvent())
                    && MessageType.ANSWER.equals(event.getMessage().getType())) {
                answer.append(event.getMessage().getContent());
            }
        });
        return answer.toString();
    }

    /** A question to each file, and what of the file the answer quotes. */
    private static Map<String, Asked> questions() {
        var asked = new LinkedHashMap<String, Asked>();
        asked.put("chromium.pdf", new Asked("Download the archive, then?", "Start the server"));
        asked.put("reportlab.pdf", new Asked("What is in Chapter number 5?", "Sentence 5."));
        asked.put("python-docx.docx", new Asked("员工迟到三次会怎样？", "迟到三次记一次警告"));
        asked.put("openpyxl.xlsx", new Asked("茶壶的单价是多少？", "茶壶"));
        asked.put("pandoc.pptx", new Asked("产品概述 Overview 说什么？", "概述"));
        asked.put("simple-list.doc", new Asked("Which document was created using Word 97?", "Word 97"));
        asked.put("gezi.txt", new Asked("信鸽每小时飞多远？", "信鸽每小时能飞七十公里"));
        asked.put("ferry.md", new Asked("When does the ferry leave?", "leaves at noon"));
        asked.put("tax.csv", new Asked("关税 tariff 是多少？", "tariff"));
        asked.put("orchid.html", new Asked("How much water does an orchid need?", "orchid needs little water"));
        return asked;
    }

    private static byte[] content(String name) throws IOException {
        return switch (name) {
            case "gezi.txt" -> "信鸽每小时能飞七十公里。\n它们认得回家的路。".getBytes(Charset.forName("GB18030"));
            case "ferry.md" -> "# Harbour\n\n## Ferry\n\nThe ferry leaves at noon and returns at dusk.\n".getBytes(StandardCharsets.UTF_8);
            case "tax.csv" -> "名称,税率\n关税 tariff,12%\n消费税 excise,5%\n".getBytes(StandardCharsets.UTF_8);
            case "orchid.html" -> "<html><head><title>Plants</title></head><body><article><h1>Orchids</h1><p>An orchid needs little water, once a week at most, and no direct sun.</p></article></body></html>"
                    .getBytes(StandardCharsets.UTF_8);
            default -> sample(name);
        };
    }

    @Test
    void answersFromFilesOfEveryKindAndNamesThem() throws IOException {
        var alice = Pankou.on(database).user();
        var coze = Clients.java(alice);
        var dataset = dataset(coze, alice, DocumentFormatType.DOCUMENT);
        var documents = new LinkedHashMap<String, String>();
        for (var name : questions().keySet()) {
            var base = DocumentBase.buildLocalFile(name, content(name), name.substring(name.lastIndexOf('.') + 1));
            documents.put(name, add(coze, dataset, base, DocumentFormatType.DOCUMENT));
        }
        var images = dataset(coze, alice, DocumentFormatType.IMAGE);
        var file = alice.upload("cat.png", PNG);
        var image = add(coze, images, DocumentBase.buildImage("cat.png", Long.valueOf(file)), DocumentFormatType.IMAGE);
        for (var document : documents.entrySet()) {
            awaitDone(coze, dataset, document.getValue(), document.getKey());
        }
        awaitDone(coze, images, image, "cat.png");
        coze.datasets().images().update(UpdateImageReq.builder().datasetID(images).documentID(image).caption("一只橘猫 an orange tomcat asleep").build());
        var bot = alice.publishedBot(Map.of());
        coze.bots()
                .update(UpdateBotReq.builder()
                        .botID(bot)
                        .knowledge(BotKnowledge.builder().datasetIDs(List.of(dataset, images)).autoCall(true).searchStrategy(20).build())
                        .build());
        coze.bots().publish(PublishBotReq.builder().botID(bot).connectorIDs(List.of("1024")).build());

        for (var one : questions().entrySet()) {
            assertThat(ask(coze, bot, one.getValue().question())).as(one.getKey()).contains(one.getValue().answered()).contains(one.getKey());
        }
        assertThat(ask(coze, bot, "Is there a picture of an orange tomcat?")).contains("orange tomcat").contains("cat.png");
    }
}
