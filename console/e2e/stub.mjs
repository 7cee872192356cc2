// A scripted stand-in for the server, so that the console and its e2e run before and without it. In memory, one person.
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const DIST = fileURLToPath(new URL("../dist/", import.meta.url));
const TYPES = { ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".html": "text/html; charset=utf-8" };
const SPACE = "7510000000000000001";
const DELTA_MS = Number(process.env.STUB_DELTA_MS ?? 25);

const ANSWER = `Yes. The ridge stays **dry until 15:00**, so start early.

1. Take bus 27 to *Longjing*.
2. Walk the tea path, about \`6 km\`.
3. Come down before the rain.

| time | weather | note |
|--|--|--|
| 09:00 | sun | best views |
| 15:00 | rain | be in the valley |

\`\`\`js
const pack = ["water", "map", "雨衣"];
\`\`\`

<script>alert("raw HTML is off")</script>Have a good walk! 祝你一路顺风。`;

export function startStub(port = 0) {
  let nextId = 7510000000000000200n;
  const id = () => String(++nextId);
  const now = () => Math.floor(Date.now() / 1000);
  const key = randomUUID();
  const state = { users: [], sessions: new Map(), bots: [], conversations: [], messages: [], tokens: [], runs: new Map(), keyUsed: false };

  const sessionData = (session) => ({ user: session.user, csrf_token: session.csrf });
  const fail = (code, msg, status = 200) => ({ status, body: { code, msg } });
  const ok = (data, extra = {}) => ({ status: 200, body: { code: 0, msg: "", ...(data === undefined ? {} : { data }), ...extra } });

  function enter(response, user) {
    const session = { user, csrf: randomUUID() };
    const cookie = randomUUID();
    state.sessions.set(cookie, session);
    response.setHeader("Set-Cookie", `pankou_session=${cookie}; HttpOnly; SameSite=Lax; Path=/`);
    return ok(sessionData(session));
  }

  const routes = [
    ["POST", /^\/pankou\/v1\/setup$/, ({ body, response }) => {
      if (state.keyUsed || body.key !== key) return fail(4000, "field key is invalid: used or unknown");
      state.keyUsed = true;
      const user = { user_id: "3010000000000001", user_name: body.name, nick_name: "", avatar_url: "", administrator: true };
      state.users.push({ ...user, password: body.password });
      return enter(response, user);
    }, true],
    ["POST", /^\/pankou\/v1\/sign_in$/, ({ body, response }) => {
      const found = state.users.find((user) => user.user_name === body.name && user.password === body.password);
      if (!found) return fail(4100, "authentication is invalid", 401);
      const { password, ...user } = found;
      return enter(response, user);
    }, true],
    ["POST", /^\/pankou\/v1\/sign_out$/, ({ cookie }) => (state.sessions.delete(cookie), ok())],
    ["GET", /^\/pankou\/v1\/session$/, ({ session }) => ok(sessionData(session))],
    ["GET", /^\/v1\/workspaces$/, () => ok({ workspaces: [
      { id: SPACE, name: "Personal", role_type: "owner", workspace_type: "personal" },
      { id: "7510000000000000002", name: "Trail team 徒步队", role_type: "admin", workspace_type: "team" },
    ], total_count: 2 })],
    ["GET", /^\/pankou\/v1\/models$/, () => ok({ models: [
      { model_id: "1800000001", name: "offline", kind: "chat", is_default: true, context_window: 32768, capabilities: ["stream"] },
      { model_id: "1800000002", name: "local-chat 32B", kind: "chat", is_default: false, context_window: 131072, capabilities: ["stream", "tools"] },
    ] })],
    ["GET", /^\/v1\/bots$/, ({ query }) => {
      const wanted = { published_online: true, unpublished_draft: false }[query.get("publish_status")];
      const found = state.bots.filter((bot) => bot.space === query.get("workspace_id") && (wanted === undefined || Boolean(bot.version) === wanted));
      const items = found.map((bot) => ({ id: bot.bot_id, name: bot.name, description: bot.description, icon_url: "", is_published: Boolean(bot.version), updated_at: bot.update_time, owner_user_id: "3010000000000001" }));
      const from = (query.get("page_num") - 1) * query.get("page_size");
      return ok({ items: items.reverse().slice(from, from + Number(query.get("page_size"))), total: items.length });
    }],
    ["POST", /^\/v1\/bot\/create$/, ({ body }) => {
      if (!body.name || [...body.name].length > 20) return fail(4000, "field name is invalid: 1 to 20 characters");
      const bot = { bot_id: id(), space: body.space_id, description: "", version: "", create_time: now(), update_time: now() };
      state.bots.push(change(bot, body));
      return ok({ bot_id: bot.bot_id });
    }],
    ["POST", /^\/v1\/bot\/update$/, ({ body }) => {
      const bot = state.bots.find((one) => one.bot_id === body.bot_id);
      if (!bot) return fail(4200, "Requested resource bot does not exist.");
      change(bot, body).update_time = now();
      return ok();
    }],
    ["POST", /^\/v1\/bot\/publish$/, ({ body }) => {
      const bot = state.bots.find((one) => one.bot_id === body.bot_id);
      bot.version = String(Date.now());
      return ok({ bot_id: bot.bot_id, version: bot.version });
    }],
    ["GET", /^\/v1\/bots\/(\d+)$/, ({ match }) => {
      const bot = state.bots.find((one) => one.bot_id === match[1]);
      if (!bot) return fail(4200, `Requested resource bot_id=${match[1]} does not exist.`);
      const { space, ...data } = bot;
      return ok({ ...data, version: "" });
    }],
    ["GET", /^\/v1\/bots\/(\d+)\/versions$/, ({ match }) => {
      const { version } = state.bots.find((one) => one.bot_id === match[1]) ?? {};
      return ok({ items: version ? [{ version, publish_status: "published_online" }] : [], has_more: false, total: version ? 1 : 0 });
    }],
    ["POST", /^\/v1\/conversation\/create$/, ({ body }) => {
      const made = { id: id(), bot: body.bot_id, name: body.name ?? "", meta_data: {}, creator_id: "3010000000000001", connector_id: "1024", created_at: now(), updated_at: now() };
      made.last_section_id = made.id;
      state.conversations.unshift(made);
      return ok(made);
    }],
    ["GET", /^\/v1\/conversations$/, ({ query }) => ok({ conversations: state.conversations.filter((one) => one.bot === query.get("bot_id")), has_more: false })],
    ["DELETE", /^\/v1\/conversations\/(\d+)$/, ({ match }) => {
      state.conversations = state.conversations.filter((one) => one.id !== match[1]);
      return ok();
    }],
    ["PUT", /^\/v1\/conversations\/(\d+)$/, ({ match, body }) => ok(Object.assign(state.conversations.find((one) => one.id === match[1]), { name: body.name }))],
    ["POST", /^\/v1\/conversations\/(\d+)\/clear$/, ({ match }) => {
      const found = state.conversations.find((one) => one.id === match[1]);
      found.last_section_id = id();
      return ok({ id: found.last_section_id, conversation_id: found.id });
    }],
    ["POST", /^\/v1\/conversation\/message\/list$/, ({ query, body }) => {
      if (!state.conversations.some((one) => one.id === query.get("conversation_id"))) return fail(4200, "Requested resource conversation does not exist.");
      let found = state.messages.filter((one) => one.conversation_id === query.get("conversation_id") && (!body.chat_id || one.chat_id === body.chat_id));
      if (body.order !== "asc") found = [...found].reverse();
      if (body.after_id && body.after_id !== "0") found = found.slice(found.findIndex((one) => one.id === body.after_id) + 1);
      const page = found.slice(0, body.limit ?? 50);
      return ok(page, { first_id: page[0]?.id ?? "", last_id: page.at(-1)?.id ?? "", has_more: found.length > page.length });
    }],
    ["POST", /^\/v1\/conversation\/message\/delete$/, ({ query }) => {
      const gone = state.messages.find((one) => one.id === query.get("message_id"));
      state.messages = state.messages.filter((one) => one !== gone);
      return gone ? ok(gone) : fail(4200, "Requested resource message does not exist.");
    }],
    ["POST", /^\/v1\/conversations\/(\d+)\/messages\/(\d+)\/feedback$/, () => ok()],
    ["DELETE", /^\/v1\/conversations\/(\d+)\/messages\/(\d+)\/feedback$/, () => ok()],
    ["POST", /^\/v3\/chat\/cancel$/, ({ body }) => {
      const run = state.runs.get(body.chat_id);
      if (!run || run.ended) return fail(4104, "the chat has ended");
      run.cancel();
      return ok({ ...run.chat, status: "canceled" });
    }],
    ["GET", /^\/pankou\/v1\/tokens$/, () => ok({ tokens: state.tokens })],
    ["POST", /^\/pankou\/v1\/tokens$/, ({ body }) => {
      const days = body.expires_in_days;
      const token = { token_id: id(), name: body.name, permissions: body.permissions, workspace_ids: body.workspace_ids, created_at: now(), expires_at: days ? now() + days * 86400 : 0, last_used_at: 0 };
      state.tokens.unshift(token);
      return ok({ token_id: token.token_id, token: `pat_${randomUUID().replaceAll("-", "")}${randomUUID().replaceAll("-", "")}` });
    }],
    ["DELETE", /^\/pankou\/v1\/tokens\/(\d+)$/, ({ match }) => {
      state.tokens = state.tokens.filter((one) => one.token_id !== match[1]);
      return ok();
    }],
    ["GET", /^\/pankou\/v1\/permissions$/, () => ok({ groups: [
      { name: "Bot", permissions: [{ name: "bot.getMetadata", operations: ["OpenGetBotInfo", "OpenGetBotList"] }, { name: "bot.create", operations: ["CreateDraftBot"] }] },
      { name: "Chat", permissions: [{ name: "chat.chat", operations: ["ChatV3"] }, { name: "chat.cancel", operations: ["CancelChatApi"] }] },
    ] })],
  ];

  function change(bot, body) {
    for (const name of ["name", "description", "prompt_info", "onboarding_info", "suggest_reply_info"]) if (body[name] !== undefined) bot[name] = body[name];
    const model = body.model_info_config ?? bot.model_info ?? { model_id: "1800000001" };
    bot.model_info = { model_id: model.model_id, model_name: "offline" };
    bot.onboarding_info ??= { prologue: "", suggested_questions: [] };
    return bot;
  }

  /** A run goes on without its listeners; each event keeps its number, so that a listener may come back. */
  function startRun(conversation, body) {
    const question = body.additional_messages.at(-1).content;
    const base = { conversation_id: conversation.id, bot_id: body.bot_id };
    const section_id = conversation.last_section_id;
    const chat = { id: id(), ...base, created_at: now(), last_error: { code: 0, msg: "" }, section_id };
    const usage = { token_count: 0, output_count: 0, input_count: 0 };
    const run = { chat, events: [], listeners: new Set(), ended: false };
    state.runs.set(chat.id, run);
    const emit = (event, data) => {
      run.events.push({ id: `${chat.id}-${run.events.length + 1}`, event, data: JSON.stringify(data) });
      run.listeners.forEach((listener) => listener());
    };
    const store = (message) => state.messages.push({ meta_data: {}, section_id, ...message });
    const message = (type, content) => ({ id: id(), ...base, role: "assistant", chat_id: chat.id, type, content, content_type: "text", created_at: now(), updated_at: now() });
    store({ ...message("question", question), role: "user" });
    emit("conversation.chat.created", { ...chat, status: "created", usage });
    emit("conversation.chat.in_progress", { ...chat, status: "in_progress", usage });
    const answer = message("answer", "");
    const pieces = ANSWER.match(/[\s\S]{1,7}/g);
    let text = "";
    const end = (event, data) => {
      clearInterval(timer);
      run.ended = true;
      emit(event, data);
      emit("done", "[DONE]");
    };
    const timer = setInterval(() => {
      const piece = pieces.shift();
      if (question.includes("break the model") && text.length > 40) {
        return end("conversation.chat.failed", { ...chat, status: "failed", failed_at: now(), last_error: { code: 5000, msg: "the model went away" }, usage });
      }
      if (piece !== undefined) {
        text += piece;
        return emit("conversation.message.delta", { id: answer.id, ...base, role: "assistant", chat_id: chat.id, type: "answer", content: piece, content_type: "text" });
      }
      store({ ...answer, content: text });
      emit("conversation.message.completed", { ...answer, content: text });
      for (const next of ["And on Monday?", "需要带什么？"]) emit("conversation.message.completed", message("follow_up", next));
      end("conversation.chat.completed", { ...chat, status: "completed", completed_at: now(), usage: { token_count: 298, output_count: 56, input_count: 242 } });
    }, DELTA_MS);
    run.cancel = () => end("conversation.chat.canceled", { ...chat, status: "canceled", usage });
    return run;
  }

  function stream(request, response, query, body) {
    const conversation = state.conversations.find((one) => one.id === query.get("conversation_id"));
    const last = request.headers["last-event-id"];
    const run = last ? state.runs.get(last.split("-")[0]) : startRun(conversation, body);
    let at = last ? Number(last.split("-")[1]) : 0;
    response.writeHead(200, { "Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store" });
    response.write(": hello\n\n");
    const breaks = !last && body.additional_messages.at(-1).content.includes("break the line");
    const push = () => {
      for (; at < run.events.length; at++) {
        const { id: eventId, event, data } = run.events[at];
        response.write(`id: ${eventId}\nevent: ${event}\ndata: ${data}\n\n`);
        if (breaks && at === 12) return void (run.listeners.delete(push), response.destroy());
      }
      if (run.events.at(-1).event === "done") response.end();
    };
    run.listeners.add(push);
    request.on("close", () => run.listeners.delete(push));
    push();
  }

  function page(response, path) {
    const file = normalize(join(DIST, path));
    const asset = path.startsWith("/assets/");
    if (asset && (!file.startsWith(DIST) || !existsSync(file))) return void response.writeHead(404).end();
    const nonce = randomUUID();
    response.setHeader("Content-Security-Policy", `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'`);
    response.writeHead(200, { "Content-Type": TYPES[asset ? extname(file) : ".html"] });
    const content = readFileSync(asset ? file : `${DIST}index.html`);
    response.end(asset ? content : content.toString().replaceAll("__PANKOU_NONCE__", nonce));
  }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url, "http://stub");
    const logid = `2026${randomUUID().replaceAll("-", "").toUpperCase().slice(0, 28)}`;
    response.setHeader("X-Tt-Logid", logid);
    if (!/^\/(v1|v3|pankou)\//.test(url.pathname)) return page(response, url.pathname);
    let text = "";
    for await (const chunk of request) text += chunk;
    const body = text ? JSON.parse(text) : {};
    const cookie = /pankou_session=([^;]+)/.exec(request.headers.cookie ?? "")?.[1];
    const session = state.sessions.get(cookie);
    const answer = ({ status, body: envelope }) => {
      response.writeHead(status, { "Content-Type": "application/json; charset=utf-8" });
      response.end(JSON.stringify({ ...envelope, detail: { logid } }));
    };
    const route = routes.find(([method, path]) => method === request.method && path.test(url.pathname));
    if (!session && !route?.[3]) return answer(fail(4100, "authentication is invalid", 401));
    if (session && request.method !== "GET" && !route?.[3] && request.headers["x-pankou-csrf"] !== session.csrf) return answer(fail(4101, "the CSRF token is missing", 403));
    if (url.pathname === "/v3/chat" && request.method === "POST") return stream(request, response, url.searchParams, body);
    if (!route) return answer(fail(4200, "no such operation", 404));
    answer(route[2]({ match: route[1].exec(url.pathname), query: url.searchParams, body, response, session, cookie }));
  });
  return new Promise((resolve) => {
    server.listen(port, "127.0.0.1", () => {
      const address = `http://127.0.0.1:${server.address().port}`;
      resolve({ url: address, setupUrl: `${address}/setup?key=${key}`, close: () => (server.closeAllConnections(), server.close()) });
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const stub = await startStub(Number(process.env.PORT ?? 8099));
  console.log(stub.setupUrl);
}
