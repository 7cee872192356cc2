import type { Traced } from "../data/wire";

/** A line of the list of nodes: an execution, or one round of a loop or batch, which stands for those below it. */
export interface Row {
  /** Key of the execution; of a round, such as `130001[3]`. */
  key: string;
  level: number;
  /** Number of the round from 0; undefined for an execution. */
  round?: number;
  /** Undefined where the journal has only what is below: it has not ended yet. */
  node?: Traced;
  nodeId: string;
  status: string;
  startedAt: number;
  /** Unix milliseconds; undefined while it goes on. */
  endedAt: number | undefined;
  children: number;
}

interface Branch extends Row {
  below: Branch[];
  order: number;
}

/** The key around a key: `a/b[3]/c` → `a/b[3]` → `a/b` → `a` → "". */
export function around(key: string): string {
  if (key.endsWith("]")) return key.slice(0, key.lastIndexOf("["));
  const slash = key.lastIndexOf("/");
  return slash < 0 ? "" : key.slice(0, slash);
}

/** The key of the innermost sub-workflow node around an execution; "" in the run's own canvas. */
export function subOf(key: string): string {
  let end = key.length;
  for (;;) {
    const slash = key.lastIndexOf("/", end - 1);
    if (slash < 0) return "";
    if (key[slash - 1] !== "]") return key.slice(0, slash);
    end = slash;
  }
}

/** The id of the node that a key ends with. */
export const nodeOf = (key: string): string => key.slice(key.lastIndexOf("/") + 1).replace(/\[\d+\]$/, "");

/** A node that was under way when its run ended will not go on. */
const settled = (status: string, over: boolean): string =>
  over && (status === "running" || status === "waiting") ? "cancel" : status;

const WORST = ["waiting", "running", "fail", "cancel", "warning", "success"];
/** What several executions are together: what needs a person first, then what is under way, then the worst. */
export const together = (states: string[]): string => WORST.find((one) => states.includes(one)) ?? "success";

/** Executions in the order of their start, each below what it is part of. */
export function treeOf(nodes: Traced[], over: boolean): Branch[] {
  const all = new Map<string, Branch>();
  const roots: Branch[] = [];
  const place = (key: string, order: number): Branch => {
    const known = all.get(key);
    if (known) return known;
    const round = /\[(\d+)\]$/.exec(key)?.[1];
    const made: Branch = {
      key,
      level: 1,
      nodeId: nodeOf(key),
      status: "",
      startedAt: 0,
      endedAt: undefined,
      children: 0,
      below: [],
      order,
      ...(round === undefined ? {} : { round: Number(round) }),
    };
    all.set(key, made);
    const outer = around(key);
    if (outer === "") roots.push(made);
    else {
      const parent = place(outer, order);
      made.level = parent.level + 1;
      parent.below.push(made);
    }
    return made;
  };
  nodes.forEach((node, order) => {
    const branch = place(node.key, order);
    branch.node = node;
    branch.order = order;
  });
  roots.forEach((root) => settle(root, over));
  return roots.sort(byStart);
}

const byStart = (a: Branch, b: Branch) => (a.round ?? 0) - (b.round ?? 0) || a.startedAt - b.startedAt || a.order - b.order;

function settle(branch: Branch, over: boolean): void {
  branch.below.forEach((one) => settle(one, over));
  branch.below.sort(byStart);
  branch.children = branch.below.length;
  const { node, below } = branch;
  if (node) {
    branch.status = settled(node.status, over);
    branch.startedAt = node.started_at;
    branch.endedAt = node.duration_ms === undefined ? undefined : node.started_at + node.duration_ms;
    return;
  }
  const ends = below.map((one) => one.endedAt);
  const states = below.map((one) => one.status);
  // A round is over when all in it is; a node that is not in the journal goes on until the run is over.
  branch.status = branch.round === undefined && !states.includes("waiting") ? settled("running", over) : together(states);
  branch.startedAt = Math.min(...below.map((one) => one.startedAt));
  branch.endedAt = branch.round === undefined || ends.includes(undefined) ? undefined : Math.max(...(ends as number[]));
}

/** The lines that are seen: all but those below a closed one. */
export function rowsOf(tree: Branch[], closed: ReadonlySet<string>): Row[] {
  const rows: Row[] = [];
  const add = (branch: Branch) => {
    rows.push(branch);
    if (!closed.has(branch.key)) branch.below.forEach(add);
  };
  tree.forEach(add);
  return rows;
}

/** What a node of a canvas did in a run. */
export interface NodeState {
  status: string;
  /** How often it ran. */
  times: number;
  /** Ways out that it took. */
  ports: string[];
}

/** By node id, for the canvas of one sub-workflow node or of the run ("" ). */
export function statesOf(nodes: Traced[], sub: string, over: boolean): Map<string, NodeState> {
  const found = new Map<string, { states: string[]; ports: Set<string> }>();
  const loops = new Set<string>();
  for (const node of nodes) {
    if (subOf(node.key) !== sub) continue;
    const id = nodeOf(node.key);
    const seen = found.get(id) ?? { states: [], ports: new Set<string>() };
    seen.states.push(settled(node.status, over));
    seen.ports.add(node.port ?? "");
    found.set(id, seen);
    const outer = around(node.key);
    if (outer.endsWith("]")) loops.add(nodeOf(outer));
  }
  const states = new Map<string, NodeState>();
  // A loop has no line of its own before its end.
  for (const id of loops) if (!found.has(id)) states.set(id, { status: settled("running", over), times: 1, ports: [] });
  for (const [id, { states: all, ports }] of found) {
    states.set(id, { status: together(all), times: all.length, ports: [...ports] });
  }
  return states;
}
