import { afterEach, describe, expect, test, vi } from "vitest";
import { ApiFailure, address, call, CODE } from "./call";
import { session } from "./session";

vi.stubGlobal("document", { documentElement: { lang: "zh" } });
afterEach(() => session.leave());

type Fetch = (path: string, init: RequestInit) => Promise<Response>;

function answer(status: number, body: unknown, logid = "L1"): Fetch {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return async () => new Response(text, { status, headers: { "X-Tt-Logid": logid } });
}

async function failure(fetch: Fetch): Promise<ApiFailure> {
  vi.stubGlobal("fetch", fetch);
  const error: unknown = await call("POST", "/v1/bot/create").catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ApiFailure);
  return error as ApiFailure;
}

describe("call", () => {
  test("gives the data of a good answer", async () => {
    vi.stubGlobal("fetch", answer(200, { code: 0, msg: "", data: { bot_id: "7510" } }));
    expect(await call("GET", "/v1/bots")).toEqual({ bot_id: "7510" });
  });

  test("turns a code other than 0 into a failure that names the field and the logid", async () => {
    const failed = await failure(answer(200, { code: 4000, msg: "field name is invalid: 1 to 20 characters" }));
    expect(failed).toMatchObject({ code: 4000, field: "name", logid: "L1", status: 200 });
  });

  test("takes the logid from the body when the header is missing", async () => {
    const failed = await failure(answer(200, { code: 4200, msg: "gone", detail: { logid: "L2" } }, ""));
    expect(failed.logid).toBe("L2");
  });

  test("does not trust code 0 under a failing status", async () =>
    expect((await failure(answer(500, { code: 0, msg: "" }))).status).toBe(500));

  test("reads a page that is not JSON as a failure that keeps the logid", async () => {
    const failed = await failure(answer(502, "<html>bad gateway</html>"));
    expect(failed).toMatchObject({ code: CODE.unreadable, status: 502, logid: "L1", passing: true });
  });

  test("reads a lost network as a failure", async () => {
    const failed = await failure(() => Promise.reject(new TypeError("Failed to fetch")));
    expect(failed).toMatchObject({ code: CODE.network, passing: true });
  });

  test("sends CSRF token and language with what changes things", async () => {
    const seen: RequestInit[] = [];
    session.enter({
      csrf_token: "csrf-1",
      user: { user_id: "1", user_name: "li", nick_name: "李", avatar_url: "", administrator: true },
    });
    vi.stubGlobal("fetch", async (_: string, init: RequestInit) => {
      seen.push(init);
      return new Response('{"code":0,"msg":""}');
    });
    await call("POST", "/v1/bot/publish", { body: { bot_id: "1" } });
    await call("GET", "/v1/bots");
    expect(seen[0]?.headers).toMatchObject({ "X-Pankou-Csrf": "csrf-1", "Accept-Language": "zh" });
    expect(seen[1]?.headers).not.toHaveProperty("X-Pankou-Csrf");
  });
});

test("an address leaves out what is not given", () =>
  expect(address("/v1/bots", { page_num: 1, folder_id: undefined, name: "天" })).toBe("/v1/bots?page_num=1&name=%E5%A4%A9"));
