import { describe, expect, test } from "vitest";
import { readEvents, type ServerEvent } from "./sse";

function bytes(text: string, size: number): ReadableStream<Uint8Array> {
  const all = new TextEncoder().encode(text);
  return new ReadableStream({
    start(controller) {
      for (let at = 0; at < all.length; at += size) controller.enqueue(all.slice(at, at + size));
      controller.close();
    },
  });
}

async function events(text: string, size = 1024): Promise<ServerEvent[]> {
  const found: ServerEvent[] = [];
  for await (const event of readEvents(bytes(text, size))) found.push(event);
  return found;
}

const STREAM =
  ": hello\n\nid: 1\nevent: conversation.message.delta\ndata: {\"content\":\"天气☔\"}\n\n:hb\nid:2\nevent:done\ndata:\"[DONE]\"\n\n";
const READ = [
  { id: "1", event: "conversation.message.delta", data: '{"content":"天气☔"}' },
  { id: "2", event: "done", data: '"[DONE]"' },
];

describe("the event reader", () => {
  test.each([1, 2, 3, 7, 1024])("reads the same from chunks of %i bytes", async (size) =>
    expect(await events(STREAM, size)).toEqual(READ));
  test.each([1, 2, 1024])("takes CRLF in chunks of %i bytes", async (size) =>
    expect(await events(STREAM.replaceAll("\n", "\r\n"), size)).toEqual(READ));
  test("joins several data lines", async () =>
    expect(await events("data: a\ndata: b\n\n")).toEqual([{ id: "", event: "message", data: "a\nb" }]));
  test("keeps the last id for events without one", async () =>
    expect((await events("id: 9\ndata: a\n\ndata: b\n\n")).map((event) => event.id)).toEqual(["9", "9"]));
  test("drops an event cut off by the end", async () =>
    expect(await events("data: a\n\ndata: half")).toEqual([{ id: "", event: "message", data: "a" }]));
  test("skips comments and events without data", async () => expect(await events(":hb\n\nevent: x\n\n")).toEqual([]));
});
