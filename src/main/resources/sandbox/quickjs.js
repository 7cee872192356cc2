// As harness.js, under QuickJS in a child JVM. There is no event loop and no module but the code; timers run in their order
// and wait for nothing. QuickJs.java calls tick until an answer was written.
(() => {
  'use strict';
  const pankou = globalThis.pankou;
  const io = Javy.IO;
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  let answered = false;

  function write(fd, bytes) {
    for (let at = 0; at < bytes.length; ) at += io.writeSync(fd, bytes.subarray(at));
  }

  function answer(kind, text) {
    if (answered) return;
    answered = true;
    write(2, encoder.encode('\0.\0'));
    const bytes = encoder.encode(text);
    write(1, encoder.encode(`${kind} ${bytes.length}\n`));
    write(1, bytes);
  }

  function readExactly(bytes) {
    for (let at = 0; at < bytes.length; ) {
      const got = io.readSync(0, bytes.subarray(at));
      if (got <= 0) throw new Error('no task');
      at += got;
    }
    return bytes;
  }

  function task() {
    let head = '';
    while (!head.endsWith('\n')) head += decoder.decode(readExactly(new Uint8Array(1)));
    const [code, params] = head.split(' ').map(Number);
    return [decoder.decode(readExactly(new Uint8Array(code))), decoder.decode(readExactly(new Uint8Array(params)))];
  }

  function shown(value) {
    if (typeof value !== 'object' || value === null) return String(value);
    if (value instanceof Error) return `${value}\n${value.stack}`;
    try {
      return JSON.stringify(value);
    } catch {
      return String(value);
    }
  }
  const print = (...values) => write(2, encoder.encode(values.map(shown).join(' ') + '\n'));
  globalThis.console = { log: print, error: print, info: print, warn: print, debug: print, trace: print };

  const timers = [];
  let last = 0;
  let now = 0;
  globalThis.setTimeout = (call, after = 0, ...values) => {
    timers.push({ id: ++last, at: now + Math.max(0, +after || 0), call: () => call(...values) });
    timers.sort((a, b) => a.at - b.at || a.id - b.id);
    return last;
  };
  globalThis.clearTimeout = id => {
    const place = timers.findIndex(timer => timer.id === id);
    if (place >= 0) timers.splice(place, 1);
  };

  function require(name) {
    throw new Error(`Cannot find module '${name}': the built-in interpreter has none`);
  }

  let fail;
  globalThis.pankou = {
    start() {
      const [code, params] = task();
      fail = pankou.run(code, params, {
        compile: body => (0, eval)(`(function (exports, module, require) {${body}\n})`),
        require,
        answer,
        place: /<input>:(\d+)/,
      });
    },
    tick() {
      const timer = timers.shift();
      if (!timer) return answer('FAILED', pankou.stuck);
      now = timer.at;
      try {
        timer.call();
      } catch (thrown) {
        fail(thrown);
      }
    },
  };
  delete globalThis.Javy;
  delete globalThis.plugin;
  delete globalThis.java_invoke;
  delete globalThis.quickjs4j_engine;
  pankou.warm();
  write(1, encoder.encode('+'));
})();
