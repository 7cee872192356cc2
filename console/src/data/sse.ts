/** One event of a stream; id is the last one seen, as the standard says. */
export interface ServerEvent {
  id: string;
  event: string;
  data: string;
}

/**
 * Reads server-sent events from bytes: any chunking, LF, CRLF or CR, several data lines, comments (heartbeats)
 * skipped. An event cut off by the end of the stream is dropped (HTML standard, 9.2.6).
 */
export async function* readEvents(stream: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = stream.pipeThrough(new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>).getReader();
  const parser = new EventParser();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield* parser.push(value);
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}

class EventParser {
  #rest = "";
  #id = "";
  #event = "";
  #data: string[] = [];

  push(chunk: string): ServerEvent[] {
    const events: ServerEvent[] = [];
    const text = this.#rest + chunk;
    let from = 0;
    for (let at = 0; at < text.length; at++) {
      const char = text[at];
      if (char !== "\n" && char !== "\r") continue;
      if (char === "\r" && at + 1 === text.length) break; // perhaps half of CRLF: wait for the next chunk
      const line = text.slice(from, at);
      if (char === "\r" && text[at + 1] === "\n") at++;
      from = at + 1;
      const event = this.#line(line);
      if (event) events.push(event);
    }
    this.#rest = text.slice(from);
    return events;
  }

  #line(line: string): ServerEvent | undefined {
    if (line === "") {
      const event = { id: this.#id, event: this.#event || "message", data: this.#data.join("\n") };
      const filled = this.#data.length > 0;
      this.#event = "";
      this.#data = [];
      return filled ? event : undefined;
    }
    const colon = line.indexOf(":");
    if (colon === 0) return undefined;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
    if (name === "data") this.#data.push(value);
    else if (name === "event") this.#event = value;
    else if (name === "id" && !value.includes("\0")) this.#id = value;
    return undefined;
  }
}
