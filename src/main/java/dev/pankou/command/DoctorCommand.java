package dev.pankou.command;

import dev.pankou.command.Commands.Context;
import dev.pankou.config.Secret;
import dev.pankou.config.SettingTable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The part of {@code doctor} that needs the settings: data folder, port, model. The launcher looks for the tools. */
final class DoctorCommand {
    private final Context context;
    private final Texts texts;
    private boolean runs = true;

    private DoctorCommand(Context context) {
        this.context = context;
        this.texts = context.texts();
    }

    static int run(Context context) {
        context.noMoreThan(0);
        return new DoctorCommand(context).check();
    }

    private int check() {
        checkData();
        var running = Connection.running(context);
        if (running == null) {
            checkPort();
        } else {
            try (running) {
                line("ok", texts.say("doctor.running", running.address()));
            }
        }
        checkModel();
        return runs ? 0 : CommandException.FAILED;
    }

    private void checkData() {
        var data = context.data().toAbsolutePath().normalize();
        Path place = data;
        while (place != null && !Files.exists(place)) {
            place = place.getParent();
        }
        if (place != null && Files.isDirectory(place) && Files.isWritable(place)) {
            line("ok", texts.say("doctor.data", data));
        } else {
            missing(texts.say("doctor.data_bad", data));
        }
    }

    private void checkPort() {
        var port = context.settings().get(SettingTable.PORT);
        var host = context.settings().get(SettingTable.HOST);
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            line("ok", texts.say("doctor.port", port));
        } catch (IOException taken) {
            missing(texts.say("doctor.port_taken", port, host));
        }
    }

    private void checkModel() {
        var base = context.settings().find(SettingTable.MODEL_BASE_URL);
        if (base.isEmpty()) {
            line("ok", texts.say("doctor.offline"));
            return;
        }
        var address = base.get().toString();
        var request = HttpRequest.newBuilder(
                        URI.create(address.endsWith("/") ? address + "models" : address + "/models"))
                .timeout(Duration.ofSeconds(10));
        context.settings()
                .find(SettingTable.MODEL_API_KEY)
                .map(Secret::value)
                .ifPresent(key -> request.header("Authorization", "Bearer " + key));
        try (var http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            var status = http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            if (status == 401 || status == 403) {
                line("--", texts.say("doctor.model_key", address, status));
            } else {
                line("ok", texts.say("doctor.model", address));
            }
        } catch (IOException unreachable) {
            line("--", texts.say("doctor.model_bad", address));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void missing(String sentence) {
        runs = false;
        line("!!", sentence);
    }

    private void line(String mark, String sentence) {
        context.out().println(mark + "  " + sentence);
    }
}
