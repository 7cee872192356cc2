package dev.pankou.sandbox;

/** What code can be written in (WORKFLOW 8.5). JavaScript may have TypeScript's annotations. */
public enum Language {
    JAVASCRIPT("node", "harness.js"),
    PYTHON("python3", "harness.py");

    final String program;
    final String harness;

    Language(String program, String harness) {
        this.program = program;
        this.harness = harness;
    }
}
