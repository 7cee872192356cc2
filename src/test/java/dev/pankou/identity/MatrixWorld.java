package dev.pankou.identity;

import dev.pankou.access.Permission;
import dev.pankou.knowledge.Library;
import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import dev.pankou.testing.TestClock;
import dev.pankou.testing.TestDatabases;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A server with one owner's things of every kind, and people who should not get at them. */
final class MatrixWorld implements AutoCloseable {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0};

    private final TestClock clock = new TestClock();
    private final Pankou pankou;
    final Person root;
    final Person owner;
    final Person foreigner;
    final Person member;
    final String ownerId;
    final String workspace;
    final String bot;
    final String workflow;
    final String run;
    final String test;
    final String table;
    final String row;
    final String file;
    final String model;
    final String dataset;
    final String document;
    final String slice;
    final String images;
    final String image;
    final String plugin;
    final String tool;
    private final String otherWorkspace;
    private final Things own;

    /** What one may point at: a conversation, an answer in it, the chat that made it, an access token. */
    record Things(String conversation, String message, String chat, String token) {}

    MatrixWorld(Database database) {
        var config = database.fresh();
        var settings = new HashMap<String, String>();
        settings.put("data", config.dataDirectory().toString());
        if (config.jdbcUrl() != null) {
            settings.put("db-url", config.jdbcUrl());
        }
        pankou = Pankou.fresh(database, settings, clock);
        root = pankou.root();
        owner = pankou.user();
        foreigner = pankou.user();
        member = pankou.user();
        ownerId = id(owner);
        workspace = team("matrix");
        otherWorkspace = team("other");
        var url = TestDatabases.jdbcUrl(config);
        join(url, workspace, id(member));
        bot = owner.publishedBot(Map.of("space_id", workspace));
        workflow = owner.post("/pankou/v1/workflows", Map.of("workspace_id", workspace, "name", "w"))
                .data().get("workflow_id").stringValue();
        owner.post("/pankou/v1/workflows/" + workflow + "/publish", Map.of("version", "v0.0.1")).data();
        run = owner.post("/v1/workflow/run", Map.of("workflow_id", workflow, "parameters", Map.of("input", "x"))).json().get("execute_id").stringValue();
        test = owner.post("/pankou/v1/workflows/" + workflow + "/tests", Map.of("name", "t", "inputs", Map.of()))
                .data().get("test_id").stringValue();
        table = owner.post("/pankou/v1/tables", Map.of(
                        "workspace_id", workspace, "name", "t", "columns", List.of(Map.of("name", "c"))))
                .data().get("table_id").stringValue();
        row = owner.post("/pankou/v1/tables/" + table + "/rows", Map.of("rows", List.of(Map.of("c", "v"))))
                .data().get("row_ids").get(0).stringValue();
        file = owner.upload("天气.txt", "晴 ☀".getBytes(StandardCharsets.UTF_8));
        model = root.post("/pankou/v1/models", Map.of("name", "m", "base_url", "http://127.0.0.1:9/v1", "remote_name", "m"))
                .data().get("model_id").stringValue();
        var library = new Library(owner);
        dataset = dataset("手册", Library.TEXT);
        document = library.add(dataset, "天气.txt", Library.local("txt", "晴 ☀"));
        library.done(dataset, document);
        slice = owner.get("/pankou/v1/datasets/" + dataset + "/documents/" + document + "/slices")
                .data().get("slices").get(0).get("slice_id").stringValue();
        images = dataset("图", Library.IMAGE);
        image = library.add(
                images,
                Map.of("name", "a.png", "caption", "a cat", "source_info", Library.uploaded(owner.upload("a.png", PNG))),
                Map.of("caption_type", 1));
        library.done(images, image);
        var made = owner.post("/pankou/v1/plugins", Map.of(
                        "workspace_id", workspace, "name", "p", "tools", List.of(Map.of("name", "t", "description", "d"))))
                .data();
        plugin = made.get("plugin_id").stringValue();
        tool = made.get("tools").get(0).get("tool_id").stringValue();
        own = things();
    }

    private String dataset(String name, int format) {
        return owner.post("/v1/datasets", Map.of("name", name, "space_id", workspace, "format_type", format))
                .data().get("dataset_id").stringValue();
    }

    private static String id(Person person) {
        return person.get("/v1/users/me").data().get("user_id").stringValue();
    }

    private String team(String name) {
        return owner.post("/v1/workspaces", Map.of("name", name, "description", "d")).data().get("id").stringValue();
    }

    /** There is no operation yet that adds a member. */
    private static void join(String url, String workspace, String user) {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.prepareStatement("INSERT INTO workspace_member VALUES (?, ?, 'member', 0)")) {
            statement.setLong(1, Long.parseLong(workspace));
            statement.setLong(2, Long.parseLong(user));
            statement.executeUpdate();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** What the refused ones point at; it must stay as it is. */
    Things own() {
        return own;
    }

    /** New things of the owner's, for calls that may succeed. */
    Things things() {
        var said = Map.of("role", "user", "content", "你好", "content_type", "text");
        var stream = owner.post(
                "/v3/chat", Map.of("bot_id", bot, "user_id", "u", "stream", true, "additional_messages", List.of(said)));
        var chat = dev.pankou.testing.Sse.read(stream.text()).getFirst().json();
        var conversation = chat.get("conversation_id").stringValue();
        for (var message : owner.post("/v1/conversation/message/list?conversation_id=" + conversation).json().get("data")) {
            if (message.get("type").stringValue().equals("answer")) {
                return new Things(
                        conversation, message.get("id").stringValue(), chat.get("id").stringValue(), token(Map.of()).id());
            }
        }
        throw new AssertionError("the chat gave no answer: " + stream.text());
    }

    record Token(String id, Person person) {}

    Token token(Map<String, ?> limits) {
        var body = new HashMap<String, Object>(limits);
        body.put("name", "t");
        body.putIfAbsent("expires_in_days", 0);
        var made = owner.post("/pankou/v1/tokens", body).data();
        return new Token(made.get("token_id").stringValue(), owner.pankou().with(made.get("token").stringValue()));
    }

    Person expired() {
        var token = token(Map.of("expires_in_days", 1));
        clock.advance(Duration.ofDays(1));
        return token.person();
    }

    Person revoked() {
        var token = token(Map.of());
        owner.delete("/pankou/v1/tokens/" + token.id()).data();
        return token.person();
    }

    /** The owner with one point that is none of these. */
    Person lacking(Set<Permission> points) {
        var other = points.contains(Permission.LIST_MODELS) ? Permission.UPLOAD_FILE : Permission.LIST_MODELS;
        return token(Map.of("permissions", List.of(other.point()))).person();
    }

    /** The owner with all points, but not in the workspace of the bot. */
    Person elsewhere() {
        return token(Map.of("workspace_ids", List.of(otherWorkspace))).person();
    }

    /** So that counts of wrong passwords begin anew. */
    void waitABit() {
        clock.advance(Duration.ofMinutes(16));
    }

    /** All that the owner sees of what the refused ones point at, and users and models. */
    List<String> seen() {
        var found = new ArrayList<String>();
        see(found, owner, "/v1/workspaces");
        for (var item : owner.get("/v1/bots?publish_status=all&workspace_id=" + workspace).data().get("items")) {
            if (item.get("owner_user_id").stringValue().equals(ownerId)) {
                found.add(item.toString());
            }
        }
        see(found, owner, "/v1/bots/" + bot + "?is_published=false");
        see(found, owner, "/v1/bots/" + bot + "/versions");
        see(found, owner, "/pankou/v1/workflows/" + workflow);
        see(found, owner, "/v1/workflows/" + workflow + "/versions");
        see(found, owner, "/pankou/v1/bots/" + bot + "/tables");
        see(found, owner, "/pankou/v1/workflows/" + workflow + "/runs/" + run);
        see(found, owner, "/pankou/v1/workflows/" + workflow + "/tests");
        see(found, owner, "/pankou/v1/plugins/" + plugin);
        see(found, owner, "/v1/conversation/retrieve?conversation_id=" + own.conversation());
        found.add(owner.post("/v1/conversation/message/list?conversation_id=" + own.conversation()).json().get("data").toString());
        see(found, owner, "/v3/chat/retrieve?conversation_id=" + own.conversation() + "&chat_id=" + own.chat());
        see(found, owner, "/v1/files/retrieve?file_id=" + file);
        see(found, owner, "/pankou/v1/datasets/" + dataset);
        see(found, owner, "/pankou/v1/datasets/" + dataset + "/documents/" + document + "/slices");
        see(found, owner, "/v1/datasets/" + images + "/images");
        see(found, root, "/pankou/v1/models");
        see(found, root, "/pankou/v1/users?page_size=100");
        var tokens = new ArrayList<String>();
        for (JsonNode token : owner.get("/pankou/v1/tokens").data().get("tokens")) {
            tokens.add(token.get("token_id").stringValue());
        }
        found.add("the token is there: " + tokens.contains(own.token()));
        return found;
    }

    private static void see(List<String> found, Person person, String path) {
        found.add(path + " " + person.get(path).data());
    }

    List<dev.pankou.api.Operation<?, ?>> operations() {
        return pankou.operations();
    }

    @Override
    public void close() {
        pankou.close();
    }
}
