package dev.pankou.secret;

import dev.pankou.id.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts what must be read again, such as provider keys: AES-256-GCM, a fresh nonce each. Threads share it. */
public final class Seal {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final Ids ids;

    private Seal(byte[] key, Ids ids) {
        this.key = new SecretKeySpec(key, "AES");
        this.ids = ids;
    }

    /** The seal of a data folder; its key file {@code secret.key} is made on first use, readable by the owner only. */
    public static Seal open(Path dataDirectory, Ids ids) {
        var file = dataDirectory.resolve("secret.key");
        try {
            if (!Files.exists(file)) {
                try {
                    PrivateFile.write(file, Base64.getEncoder().encodeToString(ids.bytes(32)));
                } catch (FileAlreadyExistsException madeMeanwhile) {
                    // another node of the same folder was quicker; its key counts
                }
            }
            return new Seal(Base64.getDecoder().decode(Files.readString(file).strip()), ids);
        } catch (IOException failed) {
            throw new UncheckedIOException("the key file " + file + " cannot be read or written", failed);
        }
    }

    /** Base64 of nonce and sealed text; "" stays "". */
    public String seal(String plain) {
        if (plain.isEmpty()) {
            return "";
        }
        var nonce = ids.bytes(NONCE_BYTES);
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            var sealed = cipher.doFinal(plain.getBytes(StandardCharsets.UTF_8));
            var all = Arrays.copyOf(nonce, nonce.length + sealed.length);
            System.arraycopy(sealed, 0, all, nonce.length, sealed.length);
            return Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("sealing failed", failed);
        }
    }

    /** What {@link #seal} sealed. @throws IllegalStateException when the key file is another one or the text was changed */
    public String open(String sealed) {
        if (sealed.isEmpty()) {
            return "";
        }
        try {
            var all = Base64.getDecoder().decode(sealed);
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, all, 0, NONCE_BYTES));
            return new String(cipher.doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException failed) {
            throw new IllegalStateException("a stored secret cannot be opened: is secret.key the file it was sealed with?", failed);
        }
    }
}
