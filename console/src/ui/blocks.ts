const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const DEFINITION = /^ {0,3}\[[^\]]+\]:/m;
/** Such a line goes on with the block above even after a blank line: a list's next item, an indented part, a quote. */
const CONTINUES = /^(\s|[-*+]\s|\d{1,9}[.)]\s|>|\|)/;

/**
 * Cuts Markdown at blank lines where a new block surely begins, so that finished blocks need no second parse.
 * A text with link definitions stays whole: they reach across blocks.
 */
export function blocks(text: string): string[] {
  if (DEFINITION.test(text)) return [text];
  const found: string[] = [];
  let lines: string[] = [];
  let fence = "";
  let blank = false;
  for (const line of text.split("\n")) {
    if (fence === "" && blank && line.trim() !== "" && lines.length > 0 && !CONTINUES.test(line)) {
      found.push(lines.join("\n"));
      lines = [];
    }
    const marker = FENCE.exec(line)?.[1];
    if (marker !== undefined) {
      if (fence === "") fence = marker;
      else if (marker.startsWith(fence) && line.trim() === marker) fence = "";
    }
    blank = line.trim() === "";
    if (!blank || lines.length > 0) lines.push(line);
  }
  if (lines.length > 0) found.push(lines.join("\n"));
  return found;
}
