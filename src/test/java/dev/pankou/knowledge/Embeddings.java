package dev.pankou.knowledge;

import dev.pankou.json.Json;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import java.util.List;
import java.util.Map;

/** A scripted embedding model that knows three meanings, in Chinese and English. */
public final class Embeddings {
    private static final List<List<String>> MEANINGS = List.of(
            List.of("car", "汽车", "vehicle", "automobile", "轿车"),
            List.of("cat", "猫", "kitten", "feline"),
            List.of("rain", "雨", "weather", "umbrella", "天气"));

    private Embeddings() {}

    /** @param dimensions at least 4 */
    public static FakeModel start(int dimensions) {
        return FakeModel.start().byDefault(request -> reply(request, dimensions));
    }

    public static FakeModelReply reply(FakeModel.Recorded request, int dimensions) {
        var answer = Json.object();
        var data = answer.putArray("data");
        var index = 0;
        for (var input : request.body().get("input")) {
            var vector = data.addObject().put("index", index++).putArray("embedding");
            for (var value : vector(input.stringValue(), dimensions)) {
                vector.add(value);
            }
        }
        return FakeModelReply.body("application/json", Json.text(answer));
    }

    private static double[] vector(String text, int dimensions) {
        var vector = new double[dimensions];
        vector[dimensions - 1] = 0.05;
        for (var i = 0; i < MEANINGS.size(); i++) {
            for (var word : MEANINGS.get(i)) {
                vector[i] += text.toLowerCase(java.util.Locale.ROOT).contains(word) ? 1 : 0;
            }
        }
        return vector;
    }

    public static Map<String, String> settings(FakeModel fake) {
        return Map.of("embedding-base-url", fake.baseUrl().toString(), "embedding-name", "meanings");
    }
}
