package dev.pankou.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Database;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.Pankou;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
record ImagesTest(Database database) {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0};

    private static String image(Library library, String dataset, Map<String, ?> more, int captionType) {
        var base = new java.util.HashMap<String, Object>(more);
        base.put("name", "图.png");
        base.put("source_info", Library.uploaded(library.person().upload("图.png", PNG)));
        return library.add(dataset, base, Map.of("chunk_type", 0, "caption_type", captionType));
    }

    @Test
    void isFoundByTheCaptionThatAModelWrites() {
        try (var fake = FakeModel.start();
                var pankou = Pankou.fresh(database, Map.of())) {
            fake.byDefault(request -> FakeModelReply.answer().text("一只灰色的猫", "坐在窗台上 🐈"));
            pankou.root().model(fake);
            var library = new Library(pankou.user());
            var dataset = library.dataset(Library.IMAGE);

            var image = image(library, dataset, Map.of(), 0);
            library.done(dataset, image);

            var found = library.recall(dataset, "窗台");
            assertThat(Library.texts(found, "content")).containsExactly("一只灰色的猫坐在窗台上 🐈");
            assertThat(found.getFirst().get("url").stringValue()).contains("/files/").contains("?sign=");
            var asked = fake.lastRequest().body().toString();
            assertThat(asked).contains("data:image/png;base64,");
        }
    }

    @Test
    void isDoneWithoutACaptionWhereNoModelCanSee() {
        try (var pankou = Pankou.fresh(database, Map.of())) { // others have models that see
        var library = new Library(pankou.user());
        var dataset = library.dataset(Library.IMAGE);

        var image = image(library, dataset, Map.of(), 0);
        library.done(dataset, image);

        assertThat(library.progress(dataset, image).get("status_descript").stringValue()).contains("No model that can see");
        var images = "/v1/datasets/" + dataset + "/images";
        assertThat(library.person().get(images + "?has_caption=false").data().get("total_count").intValue()).isEqualTo(1);
        assertThat(library.person().get(images + "?has_caption=true").data().get("total_count").intValue()).isZero();

        assertThat(library.person().put(images + "/" + image, Map.of("caption", "红色的灯塔")).code()).isZero();

        assertThat(library.person().get(images + "?has_caption=true&keyword=灯").data().get("photo_infos").get(0)
                        .get("caption").stringValue())
                .isEqualTo("红色的灯塔");
        assertThat(Library.texts(library.recall(dataset, "灯塔"), "document_id")).containsExactly(image);
        library.person().put(images + "/" + image, Map.of("caption", "蓝色的船")).data();
        assertThat(library.recall(dataset, "灯塔")).isEmpty();
        assertThat(library.recall(dataset, "船")).hasSize(1);
        assertThat(library.progress(dataset, image).get("status_descript").stringValue()).isEmpty();
        }
    }

    @Test
    void isDoneWithoutACaptionWhenTheModelFails() {
        try (var fake = FakeModel.start();
                var pankou = Pankou.fresh(database, Map.of("model-attempts", "1"))) {
            fake.byDefault(request -> FakeModelReply.error(500, "broken"));
            pankou.root().model(fake);
            var library = new Library(pankou.user());
            var dataset = library.dataset(Library.IMAGE);

            var image = image(library, dataset, Map.of(), 0);
            library.done(dataset, image);

            assertThat(library.progress(dataset, image).get("status_descript").stringValue()).startsWith("There is no caption yet: ");
        }
    }

    @Test
    void takesTheCaptionOfTheRequest() {
        var library = new Library(Pankou.on(database).user());
        var dataset = library.dataset(Library.IMAGE);

        library.done(dataset, image(library, dataset, Map.of("caption", "a lighthouse at dusk"), 1));

        assertThat(library.recall(dataset, "lighthouses")).hasSize(1);
    }

    @Test
    void refusesWhatIsNoPictureAndPicturesInTheRequest() {
        var library = new Library(Pankou.on(database).user());
        var dataset = library.dataset(Library.IMAGE);
        var fake = Library.uploaded(library.person().upload("text.png", "no picture".getBytes(java.nio.charset.StandardCharsets.UTF_8)));

        assertThat(library.create(dataset, Map.of("name", "a", "source_info", fake), Map.of()).code()).isEqualTo(4000);
        assertThat(library.create(dataset, Map.of("name", "a", "source_info", Library.local("png", PNG)), Map.of()).msg())
                .contains("source_file_id");
        assertThat(library.person().get("/v1/datasets/" + library.dataset(Library.TEXT) + "/images").code()).isEqualTo(4000);
        assertThat(library.person().get("/v1/datasets/" + dataset + "/images?page_size=300").code()).isEqualTo(4000);
        assertThat(library.person().get("/v1/datasets/" + dataset + "/images?page_size=299&keyword=&has_caption=").code())
                .isZero();
    }
}
