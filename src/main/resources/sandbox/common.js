// What running a function of a user means, the same under Node and QuickJS; the harness around it gives it a way to compile and to answer.
(() => {
  'use strict';

  /** "TypeError: no (line 3)"; whatever was thrown. */
  function told(thrown, place) {
    let text = '';
    let line;
    try {
      text = String(thrown);
      line = place.exec(String(thrown?.stack))?.[1];
    } catch {
      text ||= 'something was thrown that cannot be shown';
    }
    return line ? `${text} (line ${line})` : text;
  }

  const MEMORY = /^(RangeError: (Array buffer allocation failed|Invalid array length)|InternalError: out of memory)/;

  /** Most code is TypeScript; what is plain JavaScript needs no second look. */
  function load(code, compile, require) {
    const body = source => compile(`${source}\n;return typeof main === 'function' ? main : exports.default ?? exports.main;`);
    let compiled;
    try {
      compiled = body(code);
    } catch {
      compiled = body(stripTypes(code));
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

  async function run(code, params, compile, require, answer) {
    const main = load(code, compile, require);
    if (typeof main !== 'function') throw new SyntaxError('there is no function main');
    const result = await main({ params: JSON.parse(params) });
    if (result === null || typeof result !== 'object' || Array.isArray(result)) {
      return answer('NOT_AN_OBJECT', `main returned ${shape(result)}, but must return an object`);
    }
    const text = json(result);
    if (text?.[0] !== '{') return answer('NOT_AN_OBJECT', 'main returned what is no JSON object');
    answer('OK', text);
  }

  globalThis.pankou = {
    /** @param place finds the line of the code in a stack */
    run(code, params, { compile, require, answer, place }) {
      const fail = thrown => {
        const text = told(thrown, place);
        answer(MEMORY.test(text) ? 'OUT_OF_MEMORY' : 'FAILED', text);
      };
      run(code, params, compile, require, answer).catch(fail);
      return fail;
    },
    stuck: 'main never ended: it waits for something that cannot happen',
    /** So that the first real code finds everything loaded. */
    warm() {
      stripTypes('async function main({ params }: Args): Promise<Output> {\n const a: string = params.x;\n return { a };\n}');
      json({ warm: [1, 'a'] });
    },
  };
})();
