package dev.pankou.plugin.mcp;

import java.util.List;

/** What both ends of the protocol agree on. */
public final class McpProtocol {
    /** Versions that we speak, the newest first. They are equal in what we use. */
    public static final List<String> VERSIONS = List.of("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");

    /** Headers. */
    static final String SESSION = "Mcp-Session-Id";

    static final String VERSION = "MCP-Protocol-Version";

    public static final int PARSE_ERROR = -32700;
    public static final int INVALID_REQUEST = -32600;
    public static final int METHOD_NOT_FOUND = -32601;
    public static final int INVALID_PARAMS = -32602;

    private McpProtocol() {}

    /** The newest version that we speak. */
    public static String newest() {
        return VERSIONS.getFirst();
    }
}
