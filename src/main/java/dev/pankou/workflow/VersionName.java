package dev.pankou.workflow;

import dev.pankou.api.ApiError;
import java.util.Comparator;
import java.util.regex.Pattern;

/** A version's name {@code vX.Y.Z} (WORKFLOW 11), each part up to 6 digits; compared by number. */
record VersionName(int major, int minor, int patch) implements Comparable<VersionName> {
    private static final Pattern FORM = Pattern.compile("v(\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6})");
    private static final Comparator<VersionName> ORDER = Comparator.comparingInt(VersionName::major)
            .thenComparingInt(VersionName::minor)
            .thenComparingInt(VersionName::patch);

    /** @throws dev.pankou.api.ApiException 4000 for text of another form */
    static VersionName of(String text) {
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw ApiError.field("version", "must look like v0.0.1");
        }
        return new VersionName(
                Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
    }

    @Override
    public int compareTo(VersionName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "v" + major + "." + minor + "." + patch;
    }
}
