// Workflows and their runs in the console. Data is made through the API, as the signed-in person.

const ref = (type, node, name) => ({ type, value: { type: "ref", content: { source: "block-output", blockID: node, name } } });
const literal = (type, content) => ({ type, value: { type: "literal", content } });
const START = "100001";
const END = "900001";
let column = 0;

function node(id, type, title, inputs, outputs = [], y = 0) {
  return {
    id,
    type,
    meta: { position: { x: 320 * column++, y } },
    data: { nodeMeta: { title }, inputs, outputs },
  };
}
const start = (outputs) => {
  column = 0;
  return node(START, "1", "Start", {}, outputs);
};
const end = (name, input) => node(END, "2", "End", { terminatePlan: "returnVariables", inputParameters: [{ name, input }] });
const text = (id, title, template, params, y) =>
  node(
    id,
    "15",
    title,
    {
      method: "concat",
      inputParameters: Object.entries(params).map(([name, input]) => ({ name, input })),
      concatParams: [
        { name: "concatResult", input: literal("string", template) },
        { name: "arrayItemConcatChar", input: literal("string", ",") },
      ],
    },
    [{ name: "output", type: "string" }],
    y,
  );
const chain = (...ids) => ids.slice(1).map((id, at) => ({ sourceNodeID: ids[at], targetNodeID: id }));

/** Start → text → output node → End. */
export const weather = {
  nodes: [
    start([
      { name: "city", type: "string", required: true, description: "Where to look" },
      { name: "days", type: "integer", required: false },
    ]),
    text("110", "Say it 天气", "Cloudy in {{c}} ☁️", { c: ref("string", START, "city") }, 60),
    node("115", "13", "Tell", {
      streamingOutput: false,
      inputParameters: [{ name: "o", input: ref("string", "110", "output") }],
      content: literal("string", "First: {{o}}"),
    }),
    end("output", ref("string", "110", "output")),
  ],
  edges: chain(START, "110", "115", END),
};

/** Start → question → End. */
export const asking = {
  nodes: [
    start([]),
    node("120", "18", "Which city?", { question: "Which city shall it be? 哪座城市？", answer_type: "text" }, [{ name: "USER_RESPONSE", type: "string" }]),
    end("city", ref("string", "120", "USER_RESPONSE")),
  ],
  edges: chain(START, "120", END),
};

/** Start → question with options → End. */
export const choosing = {
  nodes: [
    start([]),
    node(
      "120",
      "18",
      "Choose",
      { question: "Tea or coffee? 茶还是咖啡？", answer_type: "option", option_type: "static", options: [{ name: "Tea 茶" }, { name: "Coffee 咖啡" }] },
      [
        { name: "optionId", type: "string" },
        { name: "optionContent", type: "string" },
      ],
    ),
    end("chosen", ref("string", "120", "optionContent")),
  ],
  edges: [
    ...chain(START, "120"),
    { sourceNodeID: "120", sourcePortID: "branch_0", targetNodeID: END },
    { sourceNodeID: "120", sourcePortID: "branch_1", targetNodeID: END },
    { sourceNodeID: "120", sourcePortID: "default", targetNodeID: END },
  ],
};

/** A loop that counts, with two text nodes in it. */
export function looping(times) {
  const inner = (id, title, x, params) => {
    const made = text(id, title, params ? "{{a}}!" : "turn", params ?? {});
    return { ...made, meta: { position: { x, y: 0 } } };
  };
  const nodes = [start([])];
  const loop = node("130001", "21", "Each day", {
    loopType: "count",
    loopCount: literal("integer", times),
    variableParameters: [],
    inputParameters: [],
  });
  loop.meta.canvasPosition = { x: 320, y: 120 };
  loop.blocks = [inner("120001", "First", 0), inner("120002", "Second", 280, { a: ref("string", "120001", "output") })];
  loop.edges = [
    { sourceNodeID: "130001", targetNodeID: "120001", sourcePortID: "loop-function-inline-output" },
    ...chain("120001", "120002"),
    { sourceNodeID: "120002", targetNodeID: "130001", targetPortID: "loop-function-inline-input" },
  ];
  column = 3;
  nodes.push(loop, end("done", literal("string", "done")));
  return { nodes, edges: [{ sourceNodeID: START, targetNodeID: "130001" }, { sourceNodeID: "130001", sourcePortID: "loop-output", targetNodeID: END }] };
}

/** JSON that cannot be read: the run fails at that node. */
export const failing = {
  nodes: [
    start([]),
    node("150", "59", "Parse", { inputParameters: [{ name: "input", input: literal("string", "{") }] }, [{ name: "output", type: "object" }]),
    end("output", ref("object", "150", "output")),
  ],
  edges: chain(START, "150", END),
};

/** A workflow that calls another one; without places, so that the console lays it out. */
export function calling(inner) {
  const nodes = [
    start([{ name: "city", type: "string", required: true }]),
    node("400", "9", "Ask the weather", { workflowId: inner, inputParameters: [{ name: "city", input: ref("string", START, "city") }] }, [
      { name: "output", type: "string" },
    ]),
    end("output", ref("string", "400", "output")),
  ].map(({ meta: _, ...rest }) => rest);
  return { nodes, edges: chain(START, "400", END) };
}

export async function workflowFlows({ page, flow, check, shot, button, heading, accessible, fits }) {
  const space = () => /space(?:\/|_id=)(\d+)/.exec(page.url())[1];
  const api = (method, path, body) =>
    page.evaluate(
      async ([verb, address, content]) => {
        const session = await (await fetch("/pankou/v1/session")).json();
        const headers = { "Content-Type": "application/json", "X-Pankou-Csrf": session.data.csrf_token };
        const answer = await fetch(address, { method: verb, headers, ...(content ? { body: JSON.stringify(content) } : {}) });
        return answer.json();
      },
      [method, path, body],
    );
  async function imported(name, canvas, publish = true) {
    const made = await api("POST", "/pankou/v1/workflows/import", { workspace_id: space(), name, workflow_mode: "workflow", canvas });
    check(made.code === 0, `import of ${name}: ${JSON.stringify(made)}`);
    const id = made.data.workflow_id;
    if (publish) {
      const published = await api("POST", `/pankou/v1/workflows/${id}/publish`, { version: "v0.0.1", description: "first 第一版" });
      check(published.code === 0, `publish of ${name}: ${JSON.stringify(published)}`);
    }
    return id;
  }
  const run = (workflow, parameters = {}, more = {}) => api("POST", "/v1/workflow/run", { workflow_id: workflow, parameters, ...more });
  const goto = (address) => page.goto(new URL(address, page.url()).href);
  const open = (debugUrl) => goto(debugUrl);
  const tree = () => page.getByRole("tree", { name: "Nodes" });
  const line = (name) => tree().getByRole("treeitem", { name });
  const details = () => page.getByRole("region", { name: "Details" });
  const canvas = () => page.getByRole("region", { name: "Canvas" });
  let weatherId;
  let weatherRun;

  await flow("a person finds out what workflows are, and imports one", async () => {
    await page.getByRole("link", { name: "Workflows" }).click();
    await heading("Workflows").waitFor();
    await heading("No workflows yet").waitFor();
    await shot("workflows-empty");
    await accessible("no workflows");
    await button("Import").click();
    const panel = page.getByRole("dialog", { name: "Import" });
    await panel.getByRole("textbox", { name: "Or paste JSON" }).fill(JSON.stringify(weather));
    await panel.getByRole("textbox", { name: "Name" }).fill("Weather 天气");
    await shot("workflow-import");
    await panel.getByRole("button", { name: "Import" }).click();
    await panel.getByText("The workflow was made.").waitFor();
    await accessible("import");
    await panel.getByRole("button", { name: "Open workflow" }).click();
    await page.waitForURL(/workflow_id=\d+/);
    await heading("Weather 天气").waitFor();
    weatherId = /workflow_id=(\d+)/.exec(page.url())[1];
    await canvas().getByText("Say it 天气").waitFor();
    check((await page.locator(".react-flow").boundingBox()).height > 300, "the canvas has room");
    await shot("workflow-canvas");
    await accessible("canvas");
  });

  await flow("what an import misses is named by the person, and imported again", async () => {
    await page.getByRole("link", { name: "Workflows", exact: true }).click();
    await button("Import").click();
    const panel = page.getByRole("dialog", { name: "Import" });
    await panel.getByRole("textbox", { name: "Or paste JSON" }).fill(JSON.stringify(calling("7600000000000000020")));
    await panel.getByRole("textbox", { name: "Name" }).fill("Mapped 映射");
    await panel.getByRole("button", { name: "Import" }).click();
    const missing = panel.getByRole("form", { name: "What is missing" });
    const ours = missing.getByRole("textbox", { name: "Workflow 7600000000000000020" });
    await ours.fill("no id");
    await missing.getByText("An id has digits only.").waitFor();
    await accessible("import with missing ids");
    await shot("workflow-import-missing");
    await ours.fill(weatherId);
    await missing.getByRole("button", { name: "Import again" }).click();
    await missing.waitFor({ state: "detached" });
    await panel.getByText("mapped", { exact: true }).waitFor();
    await panel.getByRole("button", { name: "Open workflow" }).click();
    await heading("Mapped 映射").waitFor();
    const found = await api("GET", `/v1/workflows?workspace_id=${space()}&publish_status=all&name=Mapped&page_num=1&page_size=10`);
    check(found.data.items.length === 1, "the first import gave way");
    await goto(`/work_flow?space_id=${space()}&workflow_id=${weatherId}`);
  });

  await flow("a test run of the draft streams what it says, and links to the run", async () => {
    await page.getByRole("tab", { name: "Test run" }).click();
    await button("Run").click();
    await page.getByRole("alert").getByText("This is required.").waitFor();
    await page.getByRole("textbox", { name: "city" }).fill("杭州");
    await button("Run").click();
    const out = page.getByRole("region", { name: "Output of the test run" });
    await out.getByText("First: Cloudy in 杭州 ☁️").waitFor();
    await out.getByText("Succeeded").waitFor();
    await shot("workflow-test");
    await accessible("test run");
    await out.getByRole("link", { name: "Open run" }).click();
    await line(/Say it 天气, Succeeded/).waitFor();
    check(/execute_id=\d+/.test(page.url()), "the address names the run");
  });

  await flow("debug_url opens the run: list, canvas and details hang together", async () => {
    await api("POST", `/pankou/v1/workflows/${weatherId}/publish`, { version: "v0.0.1", description: "first 第一版" });
    weatherRun = await run(weatherId, { city: "Rome", days: 3 });
    await open(weatherRun.debug_url);
    await details().getByRole("heading", { name: "Whole run" }).waitFor();
    await details().getByRole("region", { name: "Input" }).getByText("Rome").waitFor();
    await line(/Say it 天气/).click();
    await details().getByRole("region", { name: "Output" }).getByText("Cloudy in Rome ☁️").waitFor();
    check(new URL(page.url()).searchParams.get("node") === "110", "the address names the node");
    await canvas().getByText("Tell").click();
    await details().getByRole("heading", { name: "Tell" }).waitFor();
    check((await line(/^Tell/).getAttribute("aria-selected")) === "true", "the canvas selects in the list");
    await shot("run");
    await fits("run");
    await accessible("run");
    await page.reload();
    await details().getByRole("heading", { name: "Tell" }).waitFor();
  });

  await flow("the keyboard alone walks through the nodes", async () => {
    await tree().focus();
    await page.keyboard.press("Home");
    await details().getByRole("heading", { name: "Start" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await details().getByRole("heading", { name: "Say it 天气" }).waitFor();
    const end = page.getByRole("group", { name: /^End/ });
    await end.focus();
    await page.keyboard.press("Enter");
    await details().getByRole("heading", { name: "End" }).waitFor();
  });

  await flow("a run that failed says why, what to do, and opens the node", async () => {
    const id = await imported("Fails 失败", failing);
    await run(id);
    const found = await api("GET", `/pankou/v1/workflows/${id}/runs`);
    await goto(`/work_flow?execute_id=${found.data.items[0].execute_id}&space_id=${space()}&workflow_id=${id}`);
    await page.getByText("Open the node that failed", { exact: false }).waitFor();
    await button("Open Parse").click();
    await details().getByRole("heading", { name: "Parse" }).waitFor();
    await shot("run-failed");
    await accessible("failed run");
  });

  await flow("a waiting run shows its question and goes on with the answer", async () => {
    const id = await imported("Asks 提问", asking);
    await open((await run(id, {}, { is_async: true })).debug_url);
    const form = page.getByRole("region", { name: "This run waits for an answer" });
    await form.getByText("Which city shall it be? 哪座城市？").waitFor();
    await shot("run-waiting");
    await accessible("waiting run");
    await form.getByRole("textbox", { name: "Answer" }).fill("成都");
    await form.getByRole("button", { name: "Send answer" }).click();
    await form.waitFor({ state: "detached" });
    await page.getByRole("status").getByText("Succeeded").waitFor();
    await line(/Which city/).click();
    await details().getByText("成都").first().waitFor();
  });

  await flow("a test run that asks is answered where it stands", async () => {
    const id = await imported("Asks in a test", choosing, false);
    await goto(`/work_flow?space_id=${space()}&workflow_id=${id}&tab=test`);
    await button("Run").click();
    const form = page.getByRole("region", { name: "This run waits for an answer" });
    await form.getByText("Tea or coffee? 茶还是咖啡？").waitFor();
    await accessible("question in a test run");
    await shot("workflow-test-asked");
    await form.getByRole("button", { name: "Tea 茶" }).click();
    const out = page.getByRole("region", { name: "Output of the test run" });
    await out.getByText('"chosen":"Tea 茶"', { exact: false }).waitFor();
    await out.getByText("Succeeded").waitFor();
  });

  await flow("a streamed run that waits is answered on its page", async () => {
    const id = await imported("Asks a program", choosing, false);
    await goto(`/work_flow?space_id=${space()}&workflow_id=${id}&tab=test`);
    await button("Run").click();
    const out = page.getByRole("region", { name: "Output of the test run" });
    await out.getByRole("link", { name: "Open run" }).click();
    await line(/Choose, Waits for an answer/).click();
    await details().getByText("Not answered yet").waitFor();
    const form = page.getByRole("region", { name: "This run waits for an answer" });
    await form.getByRole("button", { name: "Coffee 咖啡" }).click();
    await form.waitFor({ state: "detached" });
    await page.getByRole("status").getByText("Succeeded").waitFor();
    await details().getByText("Coffee 咖啡").first().waitFor();
  });

  await flow("a run under way is stopped", async () => {
    const id = await imported("Asks again", asking);
    await open((await run(id)).debug_url);
    await button("Stop").click();
    await page.getByRole("tooltip").getByRole("button", { name: "Stop" }).press("Enter");
    await page.getByRole("status").getByText("Stopped").waitFor();
    await button("Stop").waitFor({ state: "detached" });
  });

  await flow("a sub-workflow is listed within its node, and drawn on its own canvas", async () => {
    const id = await imported("Calls 调用", calling(weatherId));
    await open((await run(id, { city: "Oslo" })).debug_url);
    await canvas().getByText("Ask the weather").waitFor();
    await line(/Say it 天气/).click();
    await canvas().getByText("Say it 天气").waitFor();
    check(new URL(page.url()).searchParams.get("node") === "400/110", "the address names the node within");
    await shot("run-sub");
  });

  await flow("a run of 2,000 executions stays fluid", async () => {
    const id = await imported("Loops 循环", looping(1000));
    const begun = await run(id);
    check(begun.code === 0, JSON.stringify(begun));
    await open(begun.debug_url);
    await page.getByText(/2,?003 executions/).waitFor();
    await line(/^First/).first().waitFor();
    const drawn = await page.locator(".node-row").count();
    check(drawn < 80, `${drawn} lines are in the document`);
    await shot("run-loop");
    await tree().focus();
    const took = await page.evaluate(async () => {
      const list = document.querySelector(".node-list");
      const frames = [];
      let last = performance.now();
      for (let step = 0; step < 60; step++) {
        list.scrollTop += 900;
        await new Promise(requestAnimationFrame);
        frames.push(performance.now() - last);
        last = performance.now();
      }
      return frames.sort((a, b) => a - b)[Math.floor(frames.length * 0.9)];
    });
    check(took < 200, `a frame of scrolling took ${took} ms`);
    await page.keyboard.press("End");
    await details().getByRole("heading", { name: "End" }).waitFor();
    await button("Fold all").click();
    await line(/^Each day/).waitFor();
    check((await page.locator(".node-row").count()) === 3, "folded, three lines stay");
  });

  await flow("runs are listed by state, versions shown, workflows found by name", async () => {
    await goto(`/work_flow?space_id=${space()}&workflow_id=${weatherId}`);
    await page.getByRole("table").getByRole("rowheader").first().waitFor();
    await shot("runs");
    await accessible("runs");
    await page.getByRole("group", { name: "Runs by state" }).getByRole("button", { name: "Failed" }).click();
    await page.getByText("No runs in this state.", { exact: false }).waitFor();
    await page.getByRole("tab", { name: "Versions" }).click();
    await page.getByRole("rowheader", { name: "v0.0.1" }).waitFor();
    await accessible("versions");
    await page.getByRole("link", { name: "Back to the workflows" }).click();
    await page.getByRole("link", { name: /Asks again/ }).waitFor();
    await shot("workflows");
    await accessible("workflows");
    await page.getByRole("searchbox", { name: "Search by name" }).fill("天气");
    await page.getByRole("link", { name: /Asks again/ }).waitFor({ state: "detached" });
    await page.getByRole("link", { name: /Weather 天气/ }).waitFor();
  });

  await flow("an export is handed over as a file", async () => {
    await goto(`/work_flow?space_id=${space()}&workflow_id=${weatherId}&tab=canvas`);
    await button("Export").click();
    const download = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: "The canvas as it is stored" }).click();
    check((await download).suggestedFilename().endsWith(".json"), "it is JSON");
  });

  await flow("a run that is not there, or not the person's, is told in a sentence", async () => {
    await goto(`/work_flow?execute_id=1&space_id=${space()}&workflow_id=${weatherId}`);
    await page.getByRole("alert").getByText("This does not exist, or you may not see it.").waitFor();
    await shot("run-missing");
  });

  await flow("whoever is not signed in comes back to the run after it", async () => {
    const other = await page.context().browser().newContext({ locale: "en-US" });
    const fresh = await other.newPage();
    await fresh.goto(weatherRun.debug_url);
    await fresh.getByRole("textbox", { name: "User name" }).fill("e2e-admin");
    await fresh.getByLabel("Password", { exact: true }).fill("e2e-Passwort-密码-1");
    await fresh.getByRole("button", { name: "Sign in" }).click();
    await fresh.getByRole("tree", { name: "Nodes" }).waitFor();
    check(fresh.url().includes("execute_id="), "the page is the one that was wanted");
    await other.close();
  });

  await flow("a run is read in Chinese, in the dark, and on a phone", async () => {
    await open(`${weatherRun.debug_url}&node=110`);
    await button("Language").click();
    await page.getByRole("menuitemradio", { name: "中文" }).click();
    await page.getByRole("region", { name: "详情" }).getByText("文本处理").waitFor();
    await shot("run-zh");
    await button("外观").click();
    await page.getByRole("menuitemradio", { name: "深色" }).click();
    await shot("run-dark");
    await accessible("run in the dark");
    await goto(`/work_flow?space_id=${space()}&workflow_id=${weatherId}&tab=canvas`);
    await page.getByRole("region", { name: "画布" }).getByText("Say it 天气").waitFor();
    await shot("canvas-dark");
    await accessible("canvas in the dark");
    await page.setViewportSize({ width: 360, height: 740 });
    await fits("workflow at 360 px");
    await open(`${weatherRun.debug_url}&node=110`);
    await page.getByRole("region", { name: "详情" }).getByText("文本处理").waitFor();
    await fits("run at 360 px");
    await shot("run-360");
    await goto(`/space/${space()}/workflows`);
    await page.getByRole("link", { name: /Weather/ }).waitFor();
    await fits("workflows at 360 px");
    await page.setViewportSize({ width: 1440, height: 900 });
    await button("外观").click();
    await page.getByRole("menuitemradio", { name: "跟随系统" }).click();
    await button("语言").click();
    await page.getByRole("menuitemradio", { name: "English" }).click();
    await heading("Workflows").waitFor();
  });
}
