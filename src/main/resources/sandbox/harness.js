// Runs one function of a user under Node inside the sandbox, then the process is of no more use. Worker.java speaks the other
// side: "+" when ready; in comes "CODE_BYTES PARAMS_BYTES\n", code, params; out goes "KIND BYTES\n" and a text.
'use strict';
const fs = require('node:fs');
const vm = require('node:vm');
vm.runInThisContext(fs.readFileSync('/pankou/library.js', 'utf8'), { filename: 'library.js' });
const pankou = globalThis.pankou;

const CHANNEL = 3;
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

for (const stream of [process.stdout, process.stderr]) stream._handle?.setBlocking?.(true); // else a busy loop queues prints as memory
pankou.warm();
write(CHANNEL, Buffer.from('+'));
const [code, params] = task();
let fail = thrown => answer('FAILED', String(thrown));
process.on('uncaughtException', thrown => fail(thrown));
process.on('beforeExit', () => answer('FAILED', pankou.stuck));
process.on('exit', () => answer('FAILED', 'the code ended its process'));
fail = pankou.run(code, params, {
  compile: body => vm.compileFunction(body, ['exports', 'module', 'require'], { filename: 'code.js' }),
  require,
  answer,
  place: /code\.js:(\d+)/,
});
