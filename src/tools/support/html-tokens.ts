export interface HtmlTag {
  /** Lower case. */
  name: string;
  closing: boolean;
  /** What stands between the name and `>`. */
  attributes: string;
}

/** Elements whose content is no text of the page. */
const unread = new Set(["script", "style", "noscript", "template", "svg", "iframe", "textarea", "select"]);

/** Text (entities not yet decoded) and tags in their order, without comments and elements that hold no readable text. */
export function* htmlTokens(html: string): Generator<string | HtmlTag> {
  const lower = html.toLowerCase();
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf("<", at);
    if (open === -1) return yield html.slice(at);
    if (open > at) yield html.slice(at, open);
    if (!/[a-z/!?]/i.test(html[open + 1] ?? "")) {
      yield "<";
      at = open + 1;
      continue;
    }
    const tagEnd = html.startsWith("<!--", open) ? endOf(html, "-->", open + 4) : endOf(html, ">", open);
    const tag = parseTag(html.slice(open + 1, tagEnd - 1));
    at = tag !== undefined && !tag.closing && unread.has(tag.name) ? endOf(lower, ">", endOf(lower, `</${tag.name}`, tagEnd)) : tagEnd;
    if (tag !== undefined && !unread.has(tag.name)) yield tag;
  }
}

/** Index after the next `mark`; the end of the text when there is none. */
function endOf(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found === -1 ? text.length : found + mark.length;
}

function parseTag(inside: string): HtmlTag | undefined {
  const closing = inside.startsWith("/");
  const name = /^[a-z][a-z0-9-]*/i.exec(closing ? inside.slice(1) : inside)?.[0];
  if (name === undefined) return undefined;
  return { name: name.toLowerCase(), closing, attributes: inside.slice(name.length + (closing ? 1 : 0)) };
}
