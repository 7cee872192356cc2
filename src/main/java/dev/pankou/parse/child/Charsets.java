package dev.pankou.parse.child;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;

/** Finds out in which charset a text is. */
final class Charsets {
    private static final int SAMPLE_BYTES = 1 << 20;
    private static final List<Charset> CHINESE = List.of(Charset.forName("GB18030"), Charset.forName("Big5-HKSCS"));
    private static final List<Charset> OTHERS =
            List.of(Charset.forName("Shift_JIS"), Charset.forName("EUC-KR"), Charset.forName("windows-1252"));

    /** The most frequent characters of simplified and traditional Chinese: the wrong charset gives rare ones. */
    private static final BitSet COMMON = new BitSet();

    static {
        ("的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于"
                        + "起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理"
                        + "美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信"
                        + "北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常"
                        + "提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色字请交"
                        + "文档数据用户服务系统支持使用可以功能配置信息文件项目测试中文简体繁體漢語你好世界"
                        + "這個來國說們為時會著過學對裡後麼沒於還發當開見經頭長樣現將與進實點種聲話兒問機給幾業間電門東場師書員華報馬張難"
                        + "數車應親務邊風戰幹許覺題統請資訊檔案設定網路臺灣香港繁中")
                .chars()
                .forEach(COMMON::set);
    }

    private Charsets() {}

    /** A reader of the whole file, past a byte order mark. @param hint from outside, believed when the bytes fit */
    static BufferedReader open(Path file, String hint) throws IOException {
        return open(Files.newInputStream(file), hint);
    }

    /** As {@link #open(Path, String)}, and tells how far it was read. */
    static BufferedReader open(Path file, String hint, Output out) throws IOException {
        return open(new Consumed(out, Files.size(file)).from(Files.newInputStream(file)), hint);
    }

    private static BufferedReader open(InputStream in, String hint) throws IOException {
        try {
            var sample = in.readNBytes(SAMPLE_BYTES);
            return reader(new SequenceInputStream(new ByteArrayInputStream(sample), in), sample, hint);
        } catch (IOException | RuntimeException failed) {
            in.close();
            throw failed;
        }
    }

    private static BufferedReader reader(InputStream in, byte[] sample, String hint) throws IOException {
        var charset = detect(sample, hint);
        in.skipNBytes(markLength(sample));
        var decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        return new BufferedReader(new InputStreamReader(in, decoder), 64 << 10);
    }

    private static int markLength(byte[] bytes) {
        if (starts(bytes, 0xEF, 0xBB, 0xBF)) {
            return 3;
        }
        if (starts(bytes, 0xFF, 0xFE, 0, 0) || starts(bytes, 0, 0, 0xFE, 0xFF)) {
            return 4;
        }
        return starts(bytes, 0xFF, 0xFE) || starts(bytes, 0xFE, 0xFF) ? 2 : 0;
    }

    /** @param sample the beginning, at most a megabyte */
    static Charset detect(byte[] sample, String hint) {
        if (starts(sample, 0xEF, 0xBB, 0xBF)) {
            return StandardCharsets.UTF_8;
        }
        if (starts(sample, 0xFF, 0xFE, 0, 0)) {
            return Charset.forName("UTF-32LE");
        }
        if (starts(sample, 0, 0, 0xFE, 0xFF)) {
            return Charset.forName("UTF-32BE");
        }
        if (starts(sample, 0xFF, 0xFE)) {
            return StandardCharsets.UTF_16LE;
        }
        if (starts(sample, 0xFE, 0xFF)) {
            return StandardCharsets.UTF_16BE;
        }
        if (fits(sample, StandardCharsets.UTF_8) && nuls(sample) * 5L <= sample.length) { // of UTF-16 that fits, half is NUL
            return StandardCharsets.UTF_8;
        }
        try {
            if (!hint.isBlank() && fits(sample, Charset.forName(hint.strip()))) {
                return Charset.forName(hint.strip());
            }
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            // then the bytes say it
        }
        return guess(sample);
    }

    private static Charset guess(byte[] sample) {
        var even = 0;
        var odd = 0;
        for (var i = 0; i + 1 < sample.length; i += 2) {
            even += sample[i] == 0 ? 1 : 0;
            odd += sample[i + 1] == 0 ? 1 : 0;
        }
        if (Math.max(even, odd) * 100L > sample.length) { // only UTF-16 has NUL bytes, in every Latin character and line break
            return odd > even ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
        }
        var best = StandardCharsets.UTF_8; // damaged in one place, if nothing else fits
        var bestShare = 0.0;
        for (var charset : CHINESE) {
            var share = fits(sample, charset) ? commonShare(sample, charset) : 0;
            if (share > bestShare) {
                best = charset;
                bestShare = share;
            }
        }
        for (var charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            var share = sample.length % 2 == 0 && fits(sample, charset) ? commonShare(sample, charset) : 0;
            if (share > bestShare + 0.2) {
                best = charset;
                bestShare = share;
            }
        }
        if (bestShare > 0.1) {
            return best;
        }
        if (nearlyUtf8(sample)) {
            return StandardCharsets.UTF_8;
        }
        if (kanaShare(sample) > 0.1) {
            return OTHERS.get(0);
        }
        if (mostlyAscii(sample)) {
            return OTHERS.get(2);
        }
        for (var charset : List.of(CHINESE.get(0), CHINESE.get(1), OTHERS.get(1))) {
            if (fits(sample, charset)) {
                return charset;
            }
        }
        return OTHERS.get(2);
    }

    private static boolean starts(byte[] bytes, int... first) {
        if (bytes.length < first.length) {
            return false;
        }
        for (var i = 0; i < first.length; i++) {
            if ((bytes[i] & 0xFF) != first[i]) {
                return false;
            }
        }
        return true;
    }

    private static int nuls(byte[] bytes) {
        var nuls = 0;
        for (var b : bytes) {
            nuls += b == 0 ? 1 : 0;
        }
        return nuls;
    }

    /** Whether all of it can be decoded, but for a character cut off at the end of a full sample. */
    private static boolean fits(byte[] sample, Charset charset) {
        var decoder = charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT);
        var in = ByteBuffer.wrap(sample);
        var out = CharBuffer.allocate(8192);
        while (true) {
            var result = decoder.decode(in, out.clear(), sample.length < SAMPLE_BYTES);
            if (result.isError()) {
                return false;
            }
            if (result.isUnderflow()) {
                return true;
            }
        }
    }

    /** Of the characters beyond ASCII, how many are frequent ones. */
    private static double commonShare(byte[] sample, Charset charset) {
        var beyond = 0;
        var common = 0;
        var text = new String(sample, charset);
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c > 0x7F && !(c >= 0x3000 && c < 0x3040) && c < 0xFF00) {
                beyond++;
                common += COMMON.get(c) ? 1 : 0;
            }
        }
        return beyond == 0 ? 0 : (double) common / beyond;
    }

    private static double kanaShare(byte[] sample) {
        if (!fits(sample, OTHERS.get(0))) {
            return 0;
        }
        var text = new String(sample, OTHERS.get(0));
        var kana = text.chars().filter(c -> c >= 0x3040 && c < 0x3100).count();
        var beyond = text.chars().filter(c -> c > 0x7F).count();
        return beyond == 0 ? 0 : (double) kana / beyond;
    }

    /** A few bad bytes in much UTF-8. */
    private static boolean nearlyUtf8(byte[] sample) {
        var text = new String(sample, StandardCharsets.UTF_8);
        var bad = text.chars().filter(c -> c == 0xFFFD).count();
        var beyond = text.chars().filter(c -> c > 0x7F).count();
        return bad * 20 < beyond;
    }

    private static boolean mostlyAscii(byte[] sample) {
        var high = 0;
        for (var b : sample) {
            high += b < 0 ? 1 : 0;
        }
        return high * 4L < sample.length;
    }
}
