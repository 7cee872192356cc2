import {
  Blocks,
  Braces,
  CircleHelp,
  CircleStop,
  Code,
  CornerDownLeft,
  Database,
  Flag,
  GitBranch,
  Globe,
  Image,
  Library,
  ListTree,
  type LucideIcon,
  Merge,
  MessageSquare,
  MessagesSquare,
  Play,
  Repeat,
  Rows3,
  SkipForward,
  Sparkles,
  StickyNote,
  TextCursorInput,
  Type,
  Variable,
  Waypoints,
  Workflow,
} from "lucide-react";

/** Hues of the node kinds (workflow.css). */
export type Hue = "model" | "logic" | "data" | "io" | "code" | "talk";

export interface Kind {
  Icon: LucideIcon;
  hue: Hue;
}

const OTHER: Kind = { Icon: Blocks, hue: "code" };
const of = (hue: Hue, Icon: LucideIcon): Kind => ({ hue, Icon });
const TABLE = of("data", Database);
const TALK = of("talk", MessagesSquare);
const PICTURE = of("model", Image);

/** By the number that a canvas writes. */
const KINDS: Record<string, Kind> = {
  1: of("io", Play),
  2: of("io", Flag),
  3: of("model", Sparkles),
  4: of("code", Blocks),
  5: of("code", Code),
  6: of("data", Library),
  8: of("logic", GitBranch),
  9: of("code", Workflow),
  11: of("data", Variable),
  12: TABLE,
  13: of("io", MessageSquare),
  15: of("data", Type),
  14: PICTURE,
  16: PICTURE,
  17: PICTURE,
  18: of("talk", CircleHelp),
  19: of("logic", CircleStop),
  20: of("logic", Variable),
  21: of("logic", Repeat),
  22: of("model", Waypoints),
  23: PICTURE,
  27: of("data", Library),
  28: of("logic", Rows3),
  29: of("logic", SkipForward),
  30: of("talk", TextCursorInput),
  31: of("code", StickyNote),
  32: of("logic", Merge),
  37: TALK,
  38: TALK,
  39: TALK,
  40: of("data", Variable),
  42: TABLE,
  43: TABLE,
  44: TABLE,
  45: of("code", Globe),
  46: TABLE,
  51: TALK,
  52: TALK,
  53: TALK,
  54: TALK,
  55: TALK,
  56: TALK,
  57: TALK,
  58: of("data", Braces),
  59: of("data", Braces),
  60: of("data", Library),
};
/** An iteration of a loop, an item of a batch. */
export const ITERATION: Kind = of("logic", CornerDownLeft);
export const RUN: Kind = of("io", ListTree);

export const kindOf = (type: string): Kind => KINDS[type] ?? OTHER;

export const COMMENT = "31";
