// Runs one function of a user inside the sandbox, then the process is of no more use. Sandboxed.java speaks the other side:
// "+" when ready; in comes "CODE_BYTES PARAMS_BYTES\n", code, params; out goes "KIND BYTES\n" and a text.
'use strict';
const fs = require('node:fs');
const vm = require('node:vm');
vm.runInThisContext(fs.readFileSync('/pankou/sucrase.js', 'utf8'), { filename: 'sucrase.js' });

const CHANNEL = 3;
const NAME = 'code.js';
let answered = false;

function write(fd, bytes) {
  for (let at = 0; at < bytes.length; ) at += fs.writeSync(fd, bytes, at);
}

function answer(kind, text) {
  if (answered) return;
  answered = true;
  write(2, Buffer.from('\0.\0'));
  const bytes = Buffer.from(text);
  write(CHANNEL, Buffer.from(`${kind} ${bytes.length}\n`));
  write(CHANNEL, bytes);
  process.reallyExit(0);
}

/** "TypeError: no (line 3)"; whatever was thrown. */
function told(thrown) {
  let text = '';
  let line;
  try {
    text = String(thrown);
    line = /code\.js:(\d+)/.exec(String(thrown?.stack))?.[1];
  } catch {
    text ||= 'something was thrown that cannot be shown';
  }
  return line ? `${text} (line ${line})` : text;
}

function fail(thrown) {
  const text = told(thrown);
  answer(/^RangeError: (Array buffer allocation failed|Invalid array length)/.test(text) ? 'OUT_OF_MEMORY' : 'FAILED', text);
}

function compile(code) {
  const body = `${code}\n;return typeof main === 'function' ? main : exports.default ?? exports.main;`;
  return vm.compileFunction(body, ['exports', 'module', 'require'], { filename: NAME });
}

/** Most code is TypeScript; what is plain JavaScript needs no second look. */
function load(code) {
  let compiled;
  try {
    compiled = compile(code);
  } catch {
    compiled = compile(stripTypes(code));
  }
  const module = { exports: {} };
  return compiled(module.exports, module, require);
}

function shape(value) {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'undefined' ? 'nothing' : `a ${typeof value}`;
}

function json(result) {
  return JSON.stringify(result, (key, value) => {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new TypeError(`The returned value has ${value} at "${key}", which JSON cannot hold`);
    }
    return value;
  });
}

function readExactly(bytes) {
  for (let at = 0; at < bytes.length; ) {
    const got = fs.readSync(0, bytes, at, bytes.length - at);
    if (got === 0) process.reallyExit(0);
    at += got;
  }
  return bytes;
}

function task() {
  const byte = Buffer.alloc(1);
  let head = '';
  while (!head.endsWith('\n')) head += readExactly(byte).toString('latin1');
  const [code, params] = head.split(' ').map(Number);
  return [readExactly(Buffer.allocUnsafe(code)).toString(), readExactly(Buffer.allocUnsafe(params)).toString()];
}

async function run(code, params) {
  const main = load(code);
  if (typeof main !== 'function') throw new SyntaxError('there is no function main');
  const result = await main({ params: JSON.parse(params) });
  if (result === null || typeof result !== 'object' || Array.isArray(result)) {
    return answer('NOT_AN_OBJECT', `main returned ${shape(result)}, but must return an object`);
  }
  const text = json(result);
  if (text?.[0] !== '{') return answer('NOT_AN_OBJECT', 'main returned what is no JSON object');
  answer('OK', text);
}

for (const stream of [process.stdout, process.stderr]) stream._handle?.setBlocking?.(true); // else a busy loop queues prints as memory
process.on('uncaughtException', fail);
process.on('beforeExit', () => answer('FAILED', 'main never ended: it waits for something that cannot happen'));
process.on('exit', () => answer('FAILED', 'the code ended its process'));
stripTypes('async function main({ params }: Args): Promise<Output> {\n const a: string = params.x;\n return { a };\n}'); // warm
json({ warm: [1, 'a'] });
write(CHANNEL, Buffer.from('+'));
run(...task()).catch(fail);
