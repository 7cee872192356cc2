package dev.pankou.console;

import dev.pankou.http.Exchange;
import dev.pankou.http.StaticFiles;
import dev.pankou.id.Ids;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The console's files, built into the class path folder {@code /console/}, and its one page for every console address, with
 * a fresh nonce for the styles it makes. Threads share it.
 */
final class ConsoleFiles {
    private static final String NONCE = "__PANKOU_NONCE__";
    /** Vite writes a hash of eight characters into the names of what lies in assets. */
    private static final Pattern HASHED = Pattern.compile("assets/.+-[A-Za-z0-9_-]{8}\\.[a-z0-9]+");
    private static final String NOT_BUILT =
            """
            <!doctype html>
            <html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>Pankou 盘扣</title>
            <style nonce="__PANKOU_NONCE__">body{font:16px/1.6 system-ui,sans-serif;max-width:40rem;margin:15vh auto;padding:0 1rem}</style>
            <h1>Pankou 盘扣</h1>
            <p>The server runs, but this build has no console. <code>./pankou up</code> builds it and starts the server.</p>
            <p lang="zh">服务正在运行，但此构建不含控制台。运行 <code>./pankou up</code> 会构建控制台并启动服务。</p>
            <p><a href="/docs/api">API reference · API 参考</a></p>
            </html>
            """;

    private final StaticFiles files;
    private final Ids ids;

    /** @param folder of the class path, such as {@code /console/} */
    ConsoleFiles(String folder, Ids ids) {
        this.files = new StaticFiles(folder);
        this.ids = ids;
    }

    /** Answers with a file, or with the page where a browser asks for one; false when it is neither. */
    boolean answer(Exchange exchange) {
        var path = exchange.path().substring(1);
        var file = path.equals("index.html") ? Optional.<StaticFiles.Content>empty() : files.find(path);
        if (file.isPresent()) {
            secure(exchange, "default-src 'self'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'");
            file.get().answer(exchange, HASHED.matcher(path).matches() ? StaticFiles.IMMUTABLE : StaticFiles.REVALIDATE);
            return true;
        }
        var accepted = exchange.header("Accept");
        if (!path.isEmpty() && (accepted == null || !accepted.contains("text/html"))) {
            return false;
        }
        page(exchange);
        return true;
    }

    private void page(Exchange exchange) {
        var nonce = Base64.getEncoder().encodeToString(ids.bytes(16));
        secure(
                exchange,
                "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + nonce + "'; img-src 'self' data: blob:;"
                        + " font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'");
        exchange.setHeader("Cache-Control", "no-store");
        var page = files.find("index.html").map(StaticFiles.Content::text).orElse(NOT_BUILT).replace(NONCE, nonce);
        exchange.answer(200, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
    }

    /** Headers of everything that a browser shows. */
    private static void secure(Exchange exchange, String policy) {
        exchange.setHeader("Content-Security-Policy", policy);
        exchange.setHeader("X-Frame-Options", "DENY");
        exchange.setHeader("X-Content-Type-Options", "nosniff");
        exchange.setHeader("Referrer-Policy", "no-referrer");
    }
}
