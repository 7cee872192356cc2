// Walks through the console in a real Chromium. PANKOU_URL and PANKOU_SETUP_URL name a fresh server; without them the
// stub is started. PANKOU_SHOTS=<directory> keeps pictures. The last line is "N passed, N failed".
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { isDeepStrictEqual } from "node:util";
import { chromium } from "playwright-core";
import { workflowFlows } from "./workflows.mjs";

const stub = process.env.PANKOU_URL ? undefined : await (await import("./stub.mjs")).startStub();
const base = process.env.PANKOU_URL ?? stub.url;
const setupUrl = process.env.PANKOU_SETUP_URL ?? stub?.setupUrl;
const shots = process.env.PANKOU_SHOTS;
if (shots) mkdirSync(shots, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const NAME = "e2e-admin";
const PASSWORD = "e2e-Passwort-密码-1";
const ANSWER_MS = 60_000;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
});
const context = await browser.newContext({ locale: "en-US", viewport: { width: 1440, height: 900 }, colorScheme: "light" });
const page = await context.newPage();
page.setDefaultTimeout(10_000);

const complaints = [];
page.on("console", (message) => {
  const text = message.text();
  if (/Content Security Policy|Refused to|antd:|Warning:|React/.test(text)) complaints.push(`${text} [${message.location().url}:${message.location().lineNumber}]`);
});
page.on("pageerror", (error) => complaints.push(String(error)));
page.on("request", (request) => {
  const url = request.url();
  if (!url.startsWith(base) && !/^(data|blob):/.test(url)) complaints.push(`foreign request: ${url}`);
});

let passed = 0;
let failed = 0;
async function flow(name, steps) {
  const started = Date.now();
  try {
    await steps();
    passed++;
    console.log(`ok    ${name} (${Date.now() - started} ms)`);
  } catch (error) {
    failed++;
    console.log(`FAIL  ${name}\n${error.stack ?? error}\n  at ${page.url()}`);
    await shot(`fail-${failed}`);
  }
}

function check(condition, sentence) {
  if (!condition) throw new Error(sentence);
}

async function shot(name) {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png` });
}

const button = (name, exact = true) => page.getByRole("button", { name, exact });
const heading = (name) => page.getByRole("heading", { name, exact: true });
const message = () => page.getByRole("textbox", { name: "Message", exact: true });
const answered = () => button("Answer again").waitFor({ timeout: ANSWER_MS });
const log = () => page.getByRole("log", { name: "Conversation" });

async function accessible(where) {
  await page.evaluate(axe);
  // Colours that are half way to the others say nothing.
  await page.waitForFunction(() => document.getAnimations().every((one) => one.playState !== "running" || one.effect?.getTiming().iterations === Infinity));
  const found = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] }));
  const told = found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
  check(told.length === 0, `axe on ${where}:\n${told.join("\n")}`);
}

async function fits(where) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  check(over <= 0, `${where} is ${over} px too wide`);
  const below = await page.evaluate(() => document.documentElement.scrollHeight - document.documentElement.clientHeight);
  check(below <= 0, `${where} scrolls as a whole, by ${below} px`);
}

async function createAgent(name) {
  await button("Create agent").click();
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("textbox", { name: "Persona & prompt" }).fill("You plan day hikes. 你规划一日徒步。");
  await page.getByRole("textbox", { name: "Opening message" }).fill("Hi {{user_name}}! Where to today?");
  await shot(`create-${name}`);
  await button("Create").click();
  await page.waitForURL(/\/bot\/\d+/);
  await message().waitFor();
}

if (!stub) {
  await flow("the types are those of the document that this server serves", async () => {
    const served = await (await fetch(`${base}/openapi.json`)).json();
    const copy = JSON.parse(readFileSync(new URL("../openapi.json", import.meta.url), "utf8"));
    for (const part of ["paths", "components"])
      check(isDeepStrictEqual(served[part], copy[part]), `${part} differ from openapi.json: npm run types -- ${base} on such a server`);
  });
}

await flow("the setup link makes the first administrator and signs in", async () => {
  await page.goto(setupUrl);
  await heading("Welcome to Pankou").waitFor();
  await shot("setup");
  await accessible("setup");
  await page.getByRole("textbox", { name: "User name" }).fill(NAME);
  await page.getByLabel("Password", { exact: true }).fill("short");
  await button("Create administrator").click();
  await page.getByText("The password needs at least 8 characters.").waitFor();
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await button("Create administrator").click();
  await heading("Agents").waitFor();
  await page.getByRole("link", { name: "Agents" }).waitFor();
  await button("Create agent").first().waitFor();
  check(/\/space\/\d+\/develop$/.test(page.url()), "the address names the space");
  await shot("agents-first");
  await accessible("agents");
});

await flow("an agent is created", async () => {
  await createAgent("Trail guide");
  check(/\/space\/\d+\/bot\/\d+$/.test(page.url()), "the address names the agent");
  await accessible("agent");
});

await flow("the draft answers, streamed, with figures and logid", async () => {
  await message().fill("Is the ridge dry on Sunday? 周日下雨吗？");
  await button("Send").click();
  await answered();
  const text = await log().getByRole("article").last().innerText();
  check(text.length > "Is the ridge dry on Sunday? 周日下雨吗？".length + 10, "there is an answer");
  check(!text.includes("alert("), "raw HTML is off");
  await button("Copy logid").first().waitFor();
  await fits("chat");
  await shot("chat");
  await accessible("chat");
});

await flow("a reload keeps the conversation", async () => {
  check(/[?&]c=\d+/.test(page.url()), "the address names the conversation");
  const before = await log().getByRole("article").last().innerText();
  await page.reload();
  await answered();
  const after = await log().getByRole("article").last().innerText();
  check(after.includes("Is the ridge dry"), "the question is there");
  check(before.slice(0, 60) === after.slice(0, 60), "the answer is the same");
});

await flow("a reload during an answer joins it again", async () => {
  await message().fill("Tell me more");
  await message().press("Enter");
  await button("Stop").or(button("Answer again")).waitFor();

  await page.reload();
  await answered();
  check((await log().getByRole("article").count()) === 2, "there are two turns");
  const last = await log().getByRole("article").last().innerText();
  check(last.includes("Tell me more") && last.length > 30, "the second one is answered");
});

await flow("a refused question keeps the words and is asked again by Retry", async () => {
  await page.route("**/v3/chat?**", (route) =>
    route.fulfill({ status: 200, headers: { "X-Tt-Logid": "E2ELOGID" }, contentType: "application/json", body: '{"code":4013,"msg":"too many"}' }),
  );
  await message().fill("And on Monday?");
  await message().press("Enter");
  await page.getByRole("alert").getByText("Too many requests just now.", { exact: false }).waitFor();
  await page.getByRole("alert").getByText("E2ELOGID").waitFor();
  await shot("chat-error");
  await page.unroute("**/v3/chat?**");
  await page.getByRole("alert").getByRole("button", { name: "Retry" }).click();
  await page.getByRole("alert").waitFor({ state: "detached" });
  await answered();
});

await flow("an answer is stopped, and given again", async () => {
  await message().fill("One more");
  await message().press("Enter");
  // A quick model may have ended before: then there is nothing to stop.
  await button("Stop").click({ timeout: 500 }).catch(() => undefined);
  await button("Answer again").click();
  await answered();
  const last = await log().getByRole("article").last().innerText();
  check(last.includes("One more") && last.length > 30, "it is answered in full");
});

await flow("a question that is taken back and stopped is not asked again", async () => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route("**/v1/conversation/message/delete?**", (route) => held.then(() => route.continue()));
  const asked = [];
  page.on("request", (request) => request.url().includes("/v3/chat?") && asked.push(request.url()));
  await button("Answer again").click();
  await button("Stop").click();
  const gone = page.waitForResponse((response) => response.url().includes("/message/delete?"));
  release();
  await gone;
  await log().getByRole("article").last().getByText("Stopped").waitFor();
  await page.unroute("**/v1/conversation/message/delete?**");
  check(asked.length === 0, "nothing was asked");
  await button("Answer again").click();
  await answered();
  check((await log().getByRole("article").last().innerText()).length > 30, "it is answered in full");
});

await flow("Enter never sends while an input method composes", async () => {
  await message().fill("周");
  await message().dispatchEvent("compositionstart");
  await message().press("Enter");
  await message().dispatchEvent("compositionend");
  check((await message().inputValue()).startsWith("周"), "the text is still there");
  await message().fill("");
});

await flow("edits are saved and outlive a reload, and the agent is published", async () => {
  await page.getByRole("textbox", { name: "Persona & prompt" }).fill("You plan hikes for families. 带孩子的徒步。");
  await button("Add question").click();
  await page.getByRole("textbox", { name: "Question 1" }).fill("What should we pack?");
  await button("Save").click();
  await page.getByText(/^Saved /).waitFor();
  await page.reload();
  await page.getByRole("textbox", { name: "Question 1" }).waitFor();
  const prompt = await page.getByRole("textbox", { name: "Persona & prompt" }).inputValue();
  check(prompt.includes("带孩子的徒步"), "the prompt was saved");
  await button("Publish").click();
  // By key: the panel slides in, and a press of the mouse that begins before it stands ends beside it.
  await page.getByRole("tooltip").getByRole("button", { name: "Publish" }).press("Enter");
  await page.getByText(/^Version \S+ is online/).waitFor();
  await page.getByText(/^Version \d+$/).waitFor();
  await shot("published");
});

await flow("a reload still names the version that is online", async () => {
  await page.reload();
  await page.getByText(/^Version \d+$/).waitFor();
});

await flow("a sign-in that ends is asked for over the page, and the edit is saved after it", async () => {
  await context.clearCookies();
  await page.getByRole("textbox", { name: "Description" }).fill("Plans walks 规划徒步");
  const panel = page.getByRole("dialog", { name: "Your sign-in has ended" });
  await panel.waitFor();
  await shot("lapsed");
  await accessible("sign-in over the page");
  await panel.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await panel.getByRole("button", { name: "Sign in" }).click();
  await panel.waitFor({ state: "detached" });
  await page.getByText(/^Saved /).waitFor();
  check((await page.getByRole("textbox", { name: "Description" }).inputValue()) === "Plans walks 规划徒步", "the edit is there");
});

await flow("a preset question is asked and an earlier conversation opened, by keyboard", async () => {
  const before = new URL(page.url()).searchParams.get("c");
  await button("New conversation").press("Enter");
  const preset = page.getByRole("group", { name: "Suggested questions" }).getByRole("button", { name: "What should we pack?" });
  await shot("greeting");
  await preset.press("Enter");
  await answered();
  check((await log().getByRole("article").last().innerText()).includes("What should we pack?"), "the question was asked");
  await button("Conversations").press("Enter");
  const entries = page.getByRole("menu", { name: "Conversations" }).getByRole("menuitemradio");
  await entries.first().waitFor();
  await shot("conversations");
  await accessible("the list of conversations");
  check((await entries.count()) === 2, "there are two conversations");
  check((await entries.filter({ hasText: "What should we pack?" }).getAttribute("aria-checked")) === "true", "the open one is marked");
  await page.waitForFunction(() => document.activeElement?.getAttribute("aria-checked") === "true");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await log().getByText("Is the ridge dry").first().waitFor();
  await answered();
  check(new URL(page.url()).searchParams.get("c") === before, "the address names it");
});

if (stub) {
  await flow("a line that breaks is taken up where it broke", async () => {
    await message().fill("Please break the line");
    await message().press("Enter");
    await answered();
    const last = await log().getByRole("article").last().innerText();
    check(last.includes("be in the valley") && last.includes("298 tokens"), "the answer is whole");
  });

  await flow("a model that fails leaves its words, the reason and a way on", async () => {
    await message().fill("Please break the model");
    await message().press("Enter");
    await page.getByRole("alert").getByText("The server failed.", { exact: false }).waitFor();
    check((await log().getByRole("article").last().innerText()).includes("The ridge stays"), "the words are there");
    await fits("a long chat");
    await shot("chat-failed");
  });
}

await flow("the API tab shows snippets with this server and agent", async () => {
  await page.getByRole("tab", { name: "API" }).click();
  const bot = /\/bot\/(\d+)/.exec(page.url())[1];
  for (const [tab, mark] of [["curl", "/v3/chat"], ["Java", "CozeAPI.Builder"], ["Python", "cozepy"], ["JavaScript", "@coze/api"]]) {
    await page.getByRole("tab", { name: tab, exact: true }).click();
    const code = await page.getByRole("region", { name: tab, exact: true }).innerText();
    check(code.includes(mark) && code.includes(bot) && code.includes(base), `${tab} names server and agent`);
  }
  await shot("api");
  await accessible("api tab");
});

await flow("a token is made, shown once, and revoked", async () => {
  await page.getByRole("link", { name: "API", exact: true }).click();
  await heading("API tokens").waitFor();
  await button("Create token").first().click();
  await page.getByRole("textbox", { name: "Name" }).fill("nightly 报表");
  await shot("token-create");
  await button("Create").click();
  const dialog = page.getByRole("dialog", { name: "Your new token" });
  const secret = (await dialog.getByRole("region", { name: "Token" }).innerText()).trim();
  check(secret.length > 16, "the secret is shown");
  check((await dialog.getByRole("region", { name: "curl" }).innerText()).includes(secret), "the curl is ready");
  await shot("token-once");
  await button("I have copied it").click();
  await page.getByRole("rowheader", { name: "nightly 报表" }).waitFor();
  await dialog.waitFor({ state: "hidden" });
  check(!(await page.content()).includes(secret), "the secret is gone");
  await shot("tokens");
  await accessible("tokens");
  await button("Revoke token nightly 报表").click();
  await page.getByRole("tooltip").getByRole("button", { name: "Revoke" }).press("Enter");
  await page.getByRole("rowheader", { name: "nightly 报表" }).waitFor({ state: "detached" });
});

if (!stub) await workflowFlows({ page, flow, check, shot, button, heading, accessible, fits });

await flow("the keyboard alone creates an agent and chats with it", async () => {
  await page.getByRole("link", { name: "Agents" }).focus();
  await page.keyboard.press("Enter");
  await heading("Agents").waitFor();
  await page.getByRole("link", { name: /Trail guide/ }).waitFor();
  await page.keyboard.press("c");
  const name = page.getByRole("textbox", { name: "Name" });
  await name.waitFor();
  await page.waitForFunction(() => document.activeElement?.tagName === "INPUT");
  await page.keyboard.type("Keys only");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/bot\/\d+/);
  await message().waitFor();
  for (let presses = 0; !(await message().evaluate((field) => field === document.activeElement)); presses++) {
    check(presses < 60, "Tab reaches the message field");
    await page.keyboard.press("Tab");
  }
  await page.keyboard.type("Hello?");
  await page.keyboard.press("Enter");
  await answered();
});

await flow("the language is switched, and kept", async () => {
  await button("Language").click();
  await page.getByRole("menuitemradio", { name: "中文" }).click();
  await page.getByRole("textbox", { name: "人设与回复逻辑" }).waitFor();
  check((await page.locator("html").getAttribute("lang")) === "zh-CN", "the page says its language");
  await page.reload();
  await page.getByRole("textbox", { name: "人设与回复逻辑" }).waitFor();
  await shot("agent-zh");
  await page.getByRole("link", { name: "智能体", exact: true }).click();
  await heading("智能体").waitFor();
  await page.getByRole("link", { name: /Trail guide/ }).waitFor();
  await shot("agents-zh");
});

await flow("dark colours are chosen, and readable", async () => {
  await button("外观").click();
  await page.getByRole("menuitemradio", { name: "深色" }).click();
  await shot("agents-dark");
  await accessible("agents in the dark");
  await page.getByRole("link", { name: /Trail guide/ }).click();
  await page.getByRole("textbox", { name: "人设与回复逻辑" }).waitFor();
  await button("会话").click();
  await page.getByRole("menuitemradio").first().click();
  await button("重新回答").waitFor();
  await shot("chat-dark");
  await accessible("agent in the dark");
});

await flow("every page fits 360 px", async () => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.getByRole("tab", { name: "预览与调试" }).click();
  await page.getByRole("log").waitFor();
  await fits("preview");
  await shot("chat-360");
  await accessible("chat at 360 px");
  await page.getByRole("tab", { name: "编排" }).click();
  await fits("agent");
  await shot("agent-360");
  await page.getByRole("tab", { name: "API" }).click();
  await fits("API tab");
  await page.getByRole("link", { name: "智能体", exact: true }).click();
  await page.getByRole("link", { name: /Trail guide/ }).waitFor();
  await fits("agents");
  await shot("agents-360");
  await page.getByRole("link", { name: "API", exact: true }).click();
  await heading("API 令牌").waitFor();
  await fits("tokens");
  await page.setViewportSize({ width: 1440, height: 900 });
});

await flow("a person signs out and in again, back to the page they wanted", async () => {
  const wanted = page.url();
  await button("账号").click();
  await page.getByRole("menuitem", { name: "退出登录" }).click();
  await heading("登录盘扣").waitFor();
  await page.getByRole("textbox", { name: "用户名" }).fill(NAME);
  await page.getByLabel("密码", { exact: true }).fill("wrong-password");
  await button("登录").click();
  await page.getByText("用户名或密码错误。").waitFor();
  await shot("sign-dark");
  await page.getByLabel("密码", { exact: true }).fill(PASSWORD);
  await button("登录").click();
  await heading("API 令牌").waitFor();
  check(page.url() === wanted, "the page is the one left");
});

await flow("nothing broke the content security policy, called a foreign host or warned", async () =>
  check(complaints.length === 0, [...new Set(complaints)].join("\n")));

await browser.close();
stub?.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
