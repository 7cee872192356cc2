// The official JavaScript client against a running Pankou. JavaScriptClientTest starts the server and this suite, and
// reads from PANKOU_RESULTS which calls passed: "client" through the client, "raw" as plain HTTP.
import assert from 'node:assert/strict';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { APIError, AuthenticationError, BadRequestError, CozeAPI, NotFoundError, RoleType } from '@coze/api';

const { PANKOU_URL, COZE_API_TOKEN, PANKOU_MODEL, PANKOU_CHATFLOW, PANKOU_WORKFLOWS, PANKOU_RESULTS } = process.env;
const coze = new CozeAPI({ baseURL: PANKOU_URL, token: COZE_API_TOKEN });
const workflows = JSON.parse(PANKOU_WORKFLOWS); // ids by name, see Workflows.java
const passed = {};
let space;

/** One test, and the calls it proves when it passes. */
function proves(sentence, { client = [], raw = [] }, body) {
  test(sentence, async () => {
    await body();
    for (const call of client) passed[call] = 'client';
    for (const call of raw) passed[call] ??= 'raw';
  });
}

/** A call the client does not have; its data. */
async function plain(method, path, body) {
  return (await whole(method, path, body)).data;
}

/** As plain, with what stands beside data. */
async function whole(method, path, body) {
  const answer = await fetch(PANKOU_URL + path, {
    method,
    headers: { Authorization: `Bearer ${COZE_API_TOKEN}`, 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const json = await answer.json();
  assert.equal(json.code, 0, JSON.stringify(json));
  return json;
}

async function publishedBot(fields = {}) {
  const { bot_id } = await coze.bots.create({ space_id: space, name: '向导 🥾', ...fields });
  await coze.bots.publish({ bot_id, connector_ids: ['1024'] });
  return bot_id;
}

/** A bot on the scripted model: it echoes, waits at "慢", and calls its tool at "哪里". */
function scriptedBot() {
  const parameters = { type: 'object', properties: { unit: { type: 'string' } } };
  return publishedBot({
    model_info_config: { model_id: PANKOU_MODEL },
    client_tools: [{ name: 'read_gps', description: '我在哪里 📍', parameters }],
  });
}

function ask(bot_id, content) {
  return { bot_id, additional_messages: [{ role: RoleType.User, content, content_type: 'text' }] };
}

async function all(stream) {
  const events = [];
  for await (const event of stream) events.push(event);
  return events;
}

/** The status a chat ends with. */
async function ended({ conversation_id, id }) {
  for (;;) {
    const { status } = await coze.chat.retrieve(conversation_id, id);
    if (status !== 'in_progress') return status;
  }
}

before(async () => {
  const { workspaces } = await coze.workspaces.list({ page_num: 1, page_size: 50 });
  space = workspaces.find(one => one.workspace_type === 'personal').id;
});

after(() => writeFileSync(PANKOU_RESULTS, JSON.stringify(passed)));

proves('tells who the token belongs to', { client: ['GET_ME'] }, async () => {
  const me = await coze.users.me();

  assert.match(me.user_id, /^\d{10,19}$/);
  assert.match(me.user_name, /^user-/);
  assert.equal(typeof me.nick_name, 'string');
  assert.equal(typeof me.avatar_url, 'string');
});

proves(
  'makes, changes and lists workspaces',
  { client: ['LIST_WORKSPACES'], raw: ['CREATE_WORKSPACE', 'UPDATE_WORKSPACE'] },
  async () => {
    const { id } = await plain('POST', '/v1/workspaces', { name: '天气', description: '雨' });
    await plain('PUT', `/v1/workspaces/${id}`, { name: '天气 🌦' });

    const page = await coze.workspaces.list({ page_num: 1, page_size: 50 });

    const found = page.workspaces.find(one => one.id === id);
    assert.equal(page.total_count, 2);
    assert.equal(found.name, '天气 🌦');
    assert.equal(found.role_type, 'owner');
    assert.equal(found.workspace_type, 'team');
    assert.equal(found.enterprise_id, '');
  },
);

proves(
  'takes a bot from its draft to the lists',
  {
    client: ['CREATE_BOT', 'UPDATE_BOT', 'PUBLISH_BOT', 'RETRIEVE_BOT', 'RETRIEVE_ONLINE_BOT', 'LIST_BOTS', 'LIST_PUBLISHED_BOTS'],
    raw: ['LIST_BOT_VERSIONS', 'UNPUBLISH_BOT'],
  },
  async () => {
    const { bot_id } = await coze.bots.create({
      space_id: space,
      name: '向导 🥾',
      prompt_info: { prompt: 'You plan hikes.' },
      onboarding_info: { prologue: '你好 {{user_name}}', suggested_questions: ['近的路？'] },
      model_info_config: { model_id: '1', temperature: 0.7 },
    });
    await coze.bots.update({ bot_id, name: '向导 2', description: 'Plans day hikes' });
    const published = await coze.bots.publish({ bot_id, connector_ids: ['1024'] });
    const online = await coze.bots.retrieve({ bot_id });
    const draft = await coze.bots.retrieveNew(bot_id, { is_published: false });
    const list = await coze.bots.listNew({ workspace_id: space, page_num: 1, page_size: 20 });
    const old = await coze.bots.list({ space_id: space, page_index: 1, page_size: 20 });
    const versions = await plain('GET', `/v1/bots/${bot_id}/versions`);

    assert.equal(published.bot_id, bot_id);
    for (const bot of [online, draft]) {
      assert.equal(bot.bot_id, bot_id);
      assert.equal(bot.name, '向导 2');
      assert.equal(bot.description, 'Plans day hikes');
      assert.equal(bot.prompt_info.prompt, 'You plan hikes.');
      assert.deepEqual(bot.onboarding_info, { prologue: '你好 {{user_name}}', suggested_questions: ['近的路？'] });
      assert.equal(bot.model_info.model_id, '1');
      assert.equal(bot.bot_mode, 0);
      assert.deepEqual(bot.plugin_info_list, []);
    }
    assert.equal(online.version, published.version);
    const item = list.items.find(one => one.id === bot_id);
    assert.equal(item.name, '向导 2');
    assert.equal(item.is_published, true);
    assert.equal(list.total, list.items.length);
    const oldItem = old.space_bots.find(one => one.bot_id === bot_id);
    assert.equal(oldItem.bot_name, '向导 2');
    assert.match(oldItem.publish_time, /^\d{10}$/);
    assert.deepEqual(versions.items.map(one => one.version), [published.version]);

    await plain('POST', `/v1/bots/${bot_id}/unpublish`, { connector_id: '1024' });
    await assert.rejects(coze.bots.retrieve({ bot_id }), error => error instanceof APIError && error.code === 4015);
  },
);

proves(
  'keeps conversations',
  {
    client: ['CREATE_CONVERSATION', 'RETRIEVE_CONVERSATION', 'LIST_CONVERSATIONS', 'CLEAR_CONVERSATION'],
    raw: ['RENAME_CONVERSATION', 'DELETE_CONVERSATION'],
  },
  async () => {
    const bot_id = await publishedBot();

    const made = await coze.conversations.create({
      bot_id,
      meta_data: { 票: 'A1' },
      messages: [{ role: RoleType.User, content: '你好', content_type: 'text' }],
    });
    const found = await coze.conversations.retrieve(made.id);
    const page = await coze.conversations.list({ bot_id, page_num: 1, page_size: 20 });
    const cleared = await coze.conversations.clear(made.id);
    const renamed = await plain('PUT', `/v1/conversations/${made.id}`, { name: '星期天' });

    assert.deepEqual(made.meta_data, { 票: 'A1' });
    assert.deepEqual(found, made);
    assert.deepEqual(page, { conversations: [made], has_more: false });
    assert.equal(cleared.conversation_id, made.id);
    assert.notEqual(cleared.id, made.last_section_id);
    assert.equal(renamed.name, '星期天');
    assert.equal(renamed.last_section_id, cleared.id);

    await plain('DELETE', `/v1/conversations/${made.id}`);
    await assert.rejects(coze.conversations.retrieve(made.id), error => error.code === 4002);
  },
);

proves(
  'keeps messages',
  { client: ['CREATE_MESSAGE', 'LIST_MESSAGES', 'RETRIEVE_MESSAGE', 'MODIFY_MESSAGE', 'DELETE_MESSAGE'] },
  async () => {
    const { id } = await coze.conversations.create({});
    const { messages } = coze.conversations;

    const first = await messages.create(id, { role: RoleType.User, content: '山顶开放吗？', content_type: 'text' });
    const second = await messages.create(id, { role: RoleType.Assistant, content: '开放 🏔', content_type: 'text' });
    const page = await messages.list(id, { order: 'asc', limit: 1 });
    const next = await messages.list(id, { order: 'asc', limit: 1, after_id: page.last_id });
    const changed = await messages.update(id, first.id, { content: '东脊？', content_type: 'text' });
    const read = await messages.retrieve(id, first.id);
    const deleted = await messages.delete(id, second.id);

    assert.equal(first.type, 'question');
    assert.equal(second.type, 'answer');
    assert.deepEqual(page.data, [first]);
    assert.equal(page.first_id, first.id);
    assert.equal(page.has_more, true);
    assert.deepEqual(next.data, [second]);
    assert.equal(next.has_more, false);
    assert.equal(changed.content, '东脊？');
    assert.deepEqual(read, changed);
    assert.deepEqual(deleted, second);
    await assert.rejects(messages.retrieve(id, second.id), error => error.code === 4005);
  },
);

proves(
  'streams an answer, whose message can be rated',
  { client: ['CHAT_STREAM'], raw: ['CREATE_FEEDBACK', 'DELETE_FEEDBACK'] },
  async () => {
    const events = await all(coze.chat.stream(ask(await scriptedBot(), '你好 🌏')));

    assert.deepEqual(
      events.map(one => one.event),
      [
        'conversation.chat.created',
        'conversation.chat.in_progress',
        'conversation.message.delta',
        'conversation.message.delta',
        'conversation.message.completed',
        'conversation.message.completed',
        'conversation.chat.completed',
        'done',
      ],
    );
    assert.equal(events[2].data.content + events[3].data.content, '答：你好 🌏');
    const answer = events[4].data;
    assert.equal(answer.content, '答：你好 🌏');
    assert.equal(answer.type, 'answer');
    assert.equal(events[5].data.type, 'verbose');
    assert.equal(events[6].data.status, 'completed');
    assert.deepEqual(events[6].data.usage, { token_count: 17, output_count: 5, input_count: 12 });
    assert.equal(events[7].data, '[DONE]');

    const path = `/v1/conversations/${answer.conversation_id}/messages/${answer.id}/feedback`;
    await plain('POST', path, { feedback_type: 'like' });
    await plain('DELETE', path);
  },
);

test('takes every option of a chat', async () => {
  const file = await coze.files.upload({ file: Buffer.from('山 🏔') });
  const { id } = await coze.conversations.create({});

  const events = await all(
    coze.chat.stream({
      bot_id: await scriptedBot(),
      user_id: 'u-77',
      conversation_id: id,
      additional_messages: [
        { role: RoleType.User, content: '你好', content_type: 'text', meta_data: { src: 'app' } },
        { role: RoleType.Assistant, content: '嗯', content_type: 'text', type: 'answer' },
        {
          role: RoleType.User,
          content: [
            { type: 'text', text: '这是什么？' },
            { type: 'file', file_id: file.id },
          ],
          content_type: 'object_string',
        },
      ],
      custom_variables: { who: '向导' },
      auto_save_history: false,
      meta_data: { 票: 'A1' },
      extra_params: { latitude: '46.5', longitude: '7.9' },
      parameters: { user: [{ id: 1 }] },
    }),
  );

  const chat = events.at(-2).data;
  assert.equal(chat.status, 'completed');
  assert.equal(chat.conversation_id, id);
  assert.deepEqual(chat.meta_data, { 票: 'A1' });
  // Without history the question and the answer are not kept.
  assert.deepEqual((await coze.conversations.messages.list(id)).data, []);
});

proves(
  'polls for an answer',
  { client: ['CHAT_AND_POLL', 'RETRIEVE_CHAT', 'LIST_CHAT_MESSAGES'] },
  async () => {
    const { chat, messages } = await coze.chat.createAndPoll(ask(await scriptedBot(), '几点？'));

    assert.equal(chat.status, 'completed');
    assert.equal(chat.usage.token_count, 17);
    assert.deepEqual(messages.map(one => one.type), ['answer', 'verbose']);
    assert.equal(messages[0].content, '答：几点？');
    assert.deepEqual(await coze.chat.retrieve(chat.conversation_id, chat.id), chat);
    assert.deepEqual(await coze.chat.messages.list(chat.conversation_id, chat.id), messages);
  },
);

proves('cancels a chat', { client: ['CHAT', 'CANCEL_CHAT'] }, async () => {
  const started = await coze.chat.create(ask(await scriptedBot(), '慢'));
  const canceled = await coze.chat.cancel(started.conversation_id, started.id);

  assert.equal(started.status, 'in_progress');
  assert.equal(canceled.id, started.id);
  assert.equal(canceled.status, 'canceled');
  assert.equal((await coze.chat.retrieve(started.conversation_id, started.id)).status, 'canceled');
});

for (const stream of [true, false]) {
  proves(
    `submits tool outputs ${stream ? 'and streams on' : 'without a stream'}`,
    { client: [stream ? 'SUBMIT_TOOL_OUTPUTS_STREAM' : 'SUBMIT_TOOL_OUTPUTS'] },
    async () => {
      const { chat: waiting } = await coze.chat.createAndPoll(ask(await scriptedBot(), '我在哪里？'));
      const [call] = waiting.required_action.submit_tool_outputs.tool_calls;
      const going = coze.chat.submitToolOutputs({
        conversation_id: waiting.conversation_id,
        chat_id: waiting.id,
        tool_outputs: [{ tool_call_id: call.id, output: '{"lat":46.5}' }],
        stream,
      });

      assert.equal(waiting.status, 'requires_action');
      assert.deepEqual(call.function, { name: 'read_gps', arguments: '{"unit":"deg"}' });
      if (stream) {
        const events = await all(going);
        const completed = events.filter(one => one.event === 'conversation.message.completed');
        assert.deepEqual(completed.map(one => one.data.type), ['tool_response', 'answer', 'verbose']);
        assert.equal(completed[1].data.content, '答：{"lat":46.5}');
        assert.equal(events.at(-1).event, 'done');
      } else {
        const { value } = await going.next();
        assert.equal(value.id, waiting.id);
        assert.equal(value.status, 'in_progress');
        assert.equal(await ended(value), 'completed');
      }
    },
  );
}

proves('uploads bytes and a path', { client: ['UPLOAD_BYTES', 'UPLOAD_PATH', 'RETRIEVE_FILE'] }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pankou-'));
  try {
    const path = join(folder, '地图.txt');
    writeFileSync(path, '山 🏔');

    const bytes = await coze.files.upload({ file: Buffer.from('山 🏔') }); // goes without a file name
    const file = await coze.files.upload({ file: createReadStream(path) });

    assert.equal(bytes.bytes, 8);
    assert.deepEqual(await coze.files.retrieve(bytes.id), bytes);
    assert.equal(file.bytes, 8);
    assert.equal(file.file_name, '地图.txt');
    assert.deepEqual(await coze.files.retrieve(file.id), file);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

proves(
  'shows a workflow and says who may share it',
  {
    raw: [
      'LIST_WORKFLOWS',
      'RETRIEVE_WORKFLOW',
      'LIST_WORKFLOW_VERSIONS',
      'SWITCH_WORKFLOW_MODE',
      'ADD_WORKFLOW_COLLABORATOR',
      'REMOVE_WORKFLOW_COLLABORATOR',
    ],
  },
  async () => {
    const { workflow_id } = await plain('POST', '/pankou/v1/workflows', { workspace_id: space, name: '天气 🌦' });
    await plain('POST', `/pankou/v1/workflows/${workflow_id}/publish`, { version: 'v0.0.1' });
    const at = `/v1/workflows/${workflow_id}`;

    const { items } = await plain('GET', `/v1/workflows?workspace_id=${space}&page_num=1`);
    const info = await plain('GET', `${at}?include_input_output=true`);
    const versions = await plain('GET', `${at}/versions`);
    await plain('POST', `${at}/collaboration_mode`, { collaboration_mode: 'collaboration' });

    assert.deepEqual(items[0], info.workflow_detail);
    assert.equal(info.output.terminate_plan, 'return_variables');
    assert.deepEqual(versions.items.map(one => one.version), ['v0.0.1']);
    // nobody else is a member of this workspace
    await assert.rejects(plain('POST', `${at}/collaborators`, { collaborators: [{ user_id: '1' }] }), /is no member/);
    await assert.rejects(plain('DELETE', `${at}/collaborators/1`), /is no collaborator/);
  },
);

proves('streams a question of a chatflow and the answer to its reply', { client: ['CHATFLOW'] }, async () => {
  const { workflow_id } = await plain('POST', '/pankou/v1/workflows/import', {
    workspace_id: space, name: '旅行 🧳', workflow_mode: 'chatflow', canvas: PANKOU_CHATFLOW,
  });
  await plain('POST', `/pankou/v1/workflows/${workflow_id}/publish`, { version: 'v0.0.1' });
  const said = content => [{ role: RoleType.User, content, content_type: 'text' }];

  const asked = await all(coze.workflows.chat.stream({ workflow_id, additional_messages: said('旅行'), parameters: {} }));
  const { conversation_id } = asked[0].data;
  const answered = await all(
    coze.workflows.chat.stream({ workflow_id, conversation_id, additional_messages: said('杭州'), parameters: {} }),
  );

  assert.deepEqual(asked.map(one => one.event), [
    'conversation.chat.created', 'conversation.chat.in_progress', 'conversation.message.delta',
    'conversation.message.completed', 'conversation.chat.requires_action', 'done',
  ]);
  assert.equal(asked[3].data.content, '哪座城市？');
  const whole = answered.filter(one => one.event === 'conversation.message.completed').map(one => one.data);
  assert.deepEqual(whole.map(one => one.type), ['answer', 'verbose', 'verbose']);
  assert.equal(whole[0].content, '旅行: 杭州 🌏');
  assert.equal(answered.at(-2).data.status, 'completed');
});

proves('runs a workflow to its end', { client: ['RUN_WORKFLOW'] }, async () => {
  const { runs } = coze.workflows;
  const parameters = { city: '杭州 🌧', days: 3, tags: ['雨', 'wind'], place: { lat: 30.25 } };

  const run = await runs.create({ workflow_id: workflows.echo, parameters });

  assert.deepEqual(JSON.parse(run.data), parameters);
  assert.equal(run.token, 0);
  assert.equal(run.cost, '0');
  assert.match(run.debug_url, new RegExp(`execute_id=${run.execute_id}`));

  const code = error => error instanceof APIError && error.code > 700_000_000 && error.logid.length === 34;
  await assert.rejects(runs.create({ workflow_id: workflows.broken }), code);
  await assert.rejects(runs.create({ workflow_id: workflows.echo, parameters: {} }), BadRequestError);
  await assert.rejects(runs.create({ workflow_id: '1' }), NotFoundError);
});

proves(
  'asks what became of an asynchronous run',
  { client: ['RUN_WORKFLOW_ASYNC', 'RETRIEVE_RUN'], raw: ['RETRIEVE_NODE_OUTPUT'] },
  async () => {
    const workflow_id = workflows.speaking;

    const accepted = await coze.workflows.runs.create({
      workflow_id,
      parameters: { city: '杭州' },
      is_async: true,
      ext: { user_id: 'u-17' },
    });
    const run = await over(workflow_id, accepted.execute_id);
    const { node_execute_uuid } = run.node_execute_status['Output 140'];
    const path = `/v1/workflows/${workflow_id}/run_histories/${run.execute_id}/execute_nodes/${node_execute_uuid}`;

    assert.equal(accepted.data, undefined);
    assert.equal(run.execute_id, accepted.execute_id);
    assert.equal(run.execute_status, 'Success');
    assert.equal(run.run_mode, 2);
    assert.equal(run.bot_id, '0');
    assert.equal(run.connector_id, '1024');
    assert.equal(run.connector_uid, 'u-17');
    assert.equal(run.debug_url, accepted.debug_url);
    assert.equal(run.logid.length, 34);
    assert.equal(run.token, '17');
    assert.equal(run.error_code, '');
    assert.equal(run.error_message, '');
    assert.ok(run.create_time <= run.update_time);
    const output = JSON.parse(run.output);
    assert.equal(output['Output 140'], '看 杭州');
    assert.equal(JSON.parse(output.Output).data, '天气：答：杭州');
    assert.deepEqual(await plain('GET', path), { is_finish: true, node_output: '看 杭州' });

    const lost = await coze.workflows.runs.create({ workflow_id: workflows.broken, is_async: true });
    const failed = await over(workflows.broken, lost.execute_id);
    assert.equal(failed.execute_status, 'Fail');
    assert.match(failed.error_code, /^7\d{8}$/);
    assert.notEqual(failed.error_message, '');
  },
);

/** A run that has ended, as its history. */
async function over(workflow, execution) {
  for (;;) {
    const histories = await coze.workflows.runs.history(workflow, execution);
    assert.equal(histories.length, 1);
    if (histories[0].execute_status !== 'Running') return histories[0];
  }
}

proves('streams what a run says', { client: ['STREAM_WORKFLOW'] }, async () => {
  const { runs } = coze.workflows;

  const events = await all(runs.stream({ workflow_id: workflows.speaking, parameters: { city: '杭州 🌧' } }));
  const failed = await all(runs.stream({ workflow_id: workflows.broken }));

  assert.deepEqual(events.map(one => one.id), [...events.keys()]);
  const messages = events.slice(0, -1);
  assert.ok(messages.every(one => one.event === 'Message'));
  assert.equal(messages[0].data.node_title, 'Output 140');
  assert.equal(messages.map(one => one.data.content).join(''), '看 杭州 🌧天气：答：杭州 🌧');
  assert.ok(messages.length > 2, 'more than the whole at once');
  assert.deepEqual(messages.at(-1).data.usage, { input_count: 12, token_count: 17, output_count: 5 });
  assert.equal(events.at(-1).event, 'Done');
  assert.deepEqual(failed.map(one => one.event), ['Error']);
  assert.ok(failed[0].data.error_code > 700_000_000);
  assert.notEqual(failed[0].data.error_message, '');
});

proves(
  'answers the question of a run',
  { client: ['STREAM_RESUME_WORKFLOW'], raw: ['RESUME_WORKFLOW'] },
  async () => {
    const { runs } = coze.workflows;
    const workflow_id = workflows.asking;
    const reply = asked => ({
      workflow_id,
      event_id: asked.event_id,
      interrupt_type: asked.type,
      resume_data: '杭州',
    });

    const first = await all(runs.stream({ workflow_id }));
    const second = await all(runs.resume(reply(first[1].data.interrupt_data)));
    const waiting = await runs.create({ workflow_id });
    const end = await whole('POST', '/v1/workflows/resume', reply(waiting.interrupt_data));

    assert.deepEqual(first.map(one => one.event), ['Message', 'Interrupt']);
    assert.equal(first[0].data.content, '哪座城市？');
    assert.equal(first[1].data.node_title, 'Question');
    assert.deepEqual(second.map(one => [one.id, one.event]), [[0, 'Message'], [1, 'Done']]);
    assert.deepEqual(JSON.parse(second[0].data.content), { city: '杭州' });
    assert.deepEqual(JSON.parse(end.data), { city: '杭州' });
  },
);

proves('keeps variables of users', { client: ['READ_VARIABLES', 'UPDATE_VARIABLES'] }, async () => {
  const { bot_id } = await coze.bots.create({ space_id: space, name: '变量' });
  await coze.bots.publish({ bot_id, connector_ids: ['1024'] });
  await whole('PUT', `/pankou/v1/bots/${bot_id}/variables`, {
    variables: [{ keyword: 'city', default_value: '北京' }, { keyword: 'level', default_value: '易' }],
  });
  await coze.variables.update({ bot_id, connector_uid: 'u-1', data: [{ keyword: 'city', value: '杭州 🌊' }] });

  const all = await coze.variables.retrieve({ bot_id, connector_uid: 'u-1', keywords: [] });
  const other = await coze.variables.retrieve({ bot_id, connector_uid: 'u-2', keywords: ['city', 'none'] });

  assert.deepEqual(all.items.map(({ keyword, value }) => [keyword, value]), [['city', '杭州 🌊'], ['level', '易']]);
  assert.deepEqual(other.items.map(({ keyword, value, create_time }) => [keyword, value, create_time]), [['city', '北京', 0]]);
});

proves(
  'keeps knowledge',
  {
    client: [
      'CREATE_DATASET', 'LIST_DATASETS', 'UPDATE_DATASET', 'DELETE_DATASET', 'CREATE_DOCUMENTS', 'UPDATE_DOCUMENT',
      'LIST_DOCUMENTS', 'DELETE_DOCUMENTS', 'DOCUMENT_PROGRESS', 'LIST_IMAGES', 'UPDATE_IMAGE',
    ],
  },
  async () => {
    const { datasets } = coze;
    const { documents, images } = datasets;
    const settled = async (dataset, id) => {
      for (;;) {
        const [progress] = (await datasets.process(dataset, { document_ids: [id] })).data;
        if (progress.status !== 0) return progress;
      }
    };

    const { dataset_id } = await datasets.create({ name: '手册 📚', space_id: space, format_type: 0 });
    const file_base64 = Buffer.from('换墨盒：打开前盖。').toString('base64');
    const [made] = await documents.create({
      dataset_id,
      document_bases: [{ name: '打印机.txt', source_info: { file_base64, file_type: 'txt' } }],
      chunk_strategy: { chunk_type: 0 },
      format_type: 0,
    });
    const done = await settled(dataset_id, made.document_id);
    await documents.update({ document_id: made.document_id, document_name: '说明.txt' });
    const listed = await documents.list({ dataset_id, page: 1, page_size: 1 });
    await datasets.update(dataset_id, { name: '新手册' });
    const bases = await datasets.list({ space_id: space, name: '新手册', page_num: 1, page_size: 10 });
    await documents.delete({ document_ids: [made.document_id] });
    await datasets.delete(dataset_id);

    assert.equal(made.status, 0);
    assert.deepEqual([done.status, done.progress, done.document_name], [1, 100, '打印机.txt']);
    assert.deepEqual([listed.total, listed.document_infos[0].name], [1, '说明.txt']);
    assert.deepEqual([bases.total_count, bases.dataset_list[0].dataset_id], [1, dataset_id]);

    const pictures = await datasets.create({ name: '图', space_id: space, format_type: 2 });
    const temporary = mkdtempSync(join(tmpdir(), 'pankou-'));
    const png = join(temporary, 'a.png');
    writeFileSync(png, Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0]));
    const { id: source_file_id } = await coze.files.upload({ file: createReadStream(png) });
    rmSync(temporary, { recursive: true });
    const [image] = await documents.create({
      dataset_id: pictures.dataset_id,
      document_bases: [{ name: 'a.png', caption: '灯', source_info: { source_file_id, document_source: 5 } }],
      chunk_strategy: { chunk_type: 0, caption_type: 1 },
      format_type: 2,
    });
    await settled(pictures.dataset_id, image.document_id);
    await images.update(pictures.dataset_id, image.document_id, { caption: '灯塔' });
    const found = await images.list(pictures.dataset_id, { page_num: 1, page_size: 10, keyword: '塔' });
    assert.deepEqual([found.total_count, found.photo_infos[0].caption], [1, '灯塔']);
  },
);

test('turns codes and statuses into the classes of errors', async () => {
  const stranger = new CozeAPI({ baseURL: PANKOU_URL, token: 'pat_wrong' });
  await assert.rejects(stranger.users.me(), error => error instanceof AuthenticationError && error.code === 4100);
  await assert.rejects(coze.files.retrieve('1'), error => error instanceof NotFoundError && error.logid.length === 34);
  await assert.rejects(coze.bots.create({ space_id: space, name: '' }), BadRequestError);

  // A stream that does not start is JSON without a newline at its end: the client makes an event of it, it does not throw.
  const [only, ...others] = await all(coze.chat.stream(ask('1', '你好')));
  assert.equal(only.event, 'error');
  assert.equal(only.data.code, 4200);
  assert.deepEqual(others, []);
});
