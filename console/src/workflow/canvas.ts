import { COMMENT } from "./kinds";

/** A canvas as it is drawn: boxes with places, and lines between them. */
export interface Box {
  id: string;
  type: string;
  title: string;
  x: number;
  y: number;
  width: number;
  height: number;
  /** The loop or batch that it is in. */
  parent?: string;
  /** Ways out that a line leaves by, top to bottom; "" is the plain one. */
  ports: string[];
  /** A line leads to it. */
  entered?: boolean;
  /** The area of a loop's or batch's own nodes, below its box. */
  area?: boolean;
  text?: string;
}

export interface Line {
  id: string;
  from: string;
  port: string;
  to: string;
}

export interface Drawing {
  boxes: Box[];
  lines: Line[];
  /** Some box has no place: it is to be laid out. */
  placeless: boolean;
}

export const BOX = { width: 220, height: 56 };
const PAD = 24;
const MOST_TEXT = 400;
/** The area below a loop or batch. */
export const areaOf = (id: string): string => `${id}:area`;

type Json = Record<string, unknown>;
const object = (value: unknown): Json => (typeof value === "object" && value !== null ? (value as Json) : {});
const list = (value: unknown): Json[] => (Array.isArray(value) ? value.map(object) : []);
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const number = (value: unknown): number | undefined => (typeof value === "number" && Number.isFinite(value) ? value : undefined);

/** Reads a canvas of Coze (WORKFLOW 2); whatever it does not know is drawn as a plain box. */
export function drawingOf(canvas: unknown): Drawing {
  const drawing: Drawing = { boxes: [], lines: [], placeless: false };
  const root = object(canvas);
  read(drawing, list(root["nodes"]), list(root["edges"]), undefined);
  const known = new Set(drawing.boxes.map((box) => box.id));
  drawing.lines = drawing.lines.filter((line) => known.has(line.from) && known.has(line.to));
  const ports = new Map<string, Set<string>>();
  for (const line of drawing.lines) ports.set(line.from, (ports.get(line.from) ?? new Set()).add(line.port));
  const entered = new Set(drawing.lines.map((line) => line.to));
  for (const box of drawing.boxes) {
    box.ports = [...(ports.get(box.id) ?? [])].sort(byPort);
    box.entered = entered.has(box.id);
  }
  return drawing;
}

/** "true" first, "false" and "default" last, what goes wrong at the very end. */
const RANK: Record<string, number> = { true: 0, false: 8, default: 8, branch_error: 9 };
const byPort = (a: string, b: string) =>
  (RANK[a] ?? 4) - (RANK[b] ?? 4) || a.localeCompare(b, "en", { numeric: true });

function read(drawing: Drawing, nodes: Json[], edges: Json[], parent: string | undefined): Box[] {
  const made = nodes.map((node): Box => {
    const id = text(node["id"]);
    const type = text(node["type"]) || String(node["type"] ?? "");
    const data = object(node["data"]);
    const meta = object(node["meta"]);
    const place = object(meta["position"]);
    const [x, y] = [number(place["x"]), number(place["y"])];
    if (x === undefined || y === undefined) drawing.placeless = true;
    const box: Box = {
      id,
      type,
      title: text(object(data["nodeMeta"])["title"]),
      x: x ?? 0,
      y: y ?? 0,
      ...BOX,
      ports: [],
    };
    if (parent !== undefined) box.parent = areaOf(parent);
    if (type === COMMENT) comment(box, data);
    drawing.boxes.push(box);
    const blocks = list(node["blocks"]);
    if (blocks.length > 0) area(drawing, box, blocks, list(node["edges"]), object(meta["canvasPosition"]));
    return box;
  });
  for (const edge of edges) {
    const [from, to, port] = [text(edge["sourceNodeID"]), text(edge["targetNodeID"]), text(edge["sourcePortID"])];
    // Lines between a loop and its own nodes: the area shows that they belong together.
    if (from === parent || to === parent) continue;
    drawing.lines.push({ id: `${from}:${port}:${to}:${drawing.lines.length}`, from, port, to });
  }
  return made;
}

function comment(box: Box, data: Json): void {
  const size = object(data["size"]);
  const note = text(object(data["inputs"])["note"]);
  box.width = Math.min(480, number(size["width"]) ?? 240);
  box.height = Math.min(320, number(size["height"]) ?? 120);
  box.text = (noteText(note) || note).slice(0, MOST_TEXT);
}

/** A comment is kept as the editor's own JSON: its words alone. */
function noteText(note: string): string {
  try {
    const words: string[] = [];
    const walk = (value: unknown) => {
      if (Array.isArray(value)) value.forEach(walk);
      else {
        if (typeof object(value)["text"] === "string") words.push(text(object(value)["text"]));
        walk(object(value)["children"] ?? []);
      }
    };
    walk(JSON.parse(note));
    return words.join(" ").trim();
  } catch {
    return "";
  }
}

function area(drawing: Drawing, owner: Box, blocks: Json[], edges: Json[], place: Json): void {
  const box: Box = {
    id: areaOf(owner.id),
    type: owner.type,
    title: owner.title,
    x: number(place["x"]) ?? owner.x,
    y: number(place["y"]) ?? owner.y + BOX.height + PAD,
    width: 0,
    height: 0,
    ports: [],
    area: true,
  };
  if (owner.parent !== undefined) box.parent = owner.parent;
  drawing.boxes.push(box);
  fit(box, read(drawing, blocks, edges, owner.id));
}

/** Makes an area as large as what is in it, and counts the places in it from its corner. */
export function fit(box: Box, inside: Box[]): void {
  if (inside.length === 0) return;
  const left = Math.min(...inside.map((one) => one.x));
  const top = Math.min(...inside.map((one) => one.y));
  for (const one of inside) {
    one.x += PAD - left;
    one.y += PAD - top;
  }
  box.width = Math.max(BOX.width, ...inside.map((one) => one.x + one.width + PAD));
  box.height = Math.max(...inside.map((one) => one.y + one.height + PAD));
}
