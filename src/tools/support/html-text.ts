import { decodeEntities } from "./html-entities.ts";
import { htmlTokens, type HtmlTag } from "./html-tokens.ts";

const blocks = new Set(
  "address article aside blockquote dd div dl dt fieldset figure footer form header hr main nav ol p section table tr ul".split(" "),
);

/** The readable text of an HTML page, with Markdown's marks for headings, lists, links and code. One pass, linear in the page. */
export function htmlText(html: string): string {
  const page: Page = { parts: [], title: "", preformatted: false, inTitle: false, links: [] };
  for (const token of htmlTokens(html)) {
    if (typeof token === "string") addText(page, decodeEntities(token));
    else addTag(page, token);
  }
  const body = page.parts
    .join("")
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
  const title = page.title.trim();
  return title === "" ? body : `${title}\n\n${body}`;
}

interface Page {
  parts: string[];
  title: string;
  preformatted: boolean;
  inTitle: boolean;
  /** Targets of the open links; undefined for those that are not shown. */
  links: (string | undefined)[];
}

function addText(page: Page, text: string): void {
  if (page.inTitle) page.title += text.replace(/\s+/g, " ");
  else if (page.preformatted) page.parts.push(text);
  else {
    const flowing = text.replace(/\s+/g, " ");
    const spaced = /\s$/.test(page.parts.at(-1) ?? " ");
    const part = spaced ? flowing.trimStart() : flowing;
    if (part !== "") page.parts.push(part);
  }
}

function addTag(page: Page, tag: HtmlTag): void {
  const { name, closing } = tag;
  if (name === "title") page.inTitle = !closing;
  else if (name === "a") addLink(page, tag);
  else if (name === "pre") {
    page.preformatted = !closing;
    page.parts.push(closing ? "\n```\n\n" : "\n\n```\n");
  } else if (name === "code" && !page.preformatted) page.parts.push("`");
  else if (/^h[1-6]$/.test(name)) page.parts.push(closing ? "\n\n" : `\n\n${"#".repeat(Number(name[1]))} `);
  else if (name === "li" && !closing) page.parts.push("\n- ");
  else if ((name === "td" || name === "th") && closing) page.parts.push(" | ");
  else if (name === "br" || name === "tr") page.parts.push("\n");
  else if (blocks.has(name)) page.parts.push("\n\n");
}

function addLink(page: Page, { closing, attributes }: HtmlTag): void {
  if (!closing) {
    const target = /\bhref\s*=\s*["']?(https?:[^"'\s]+)/i.exec(attributes)?.[1];
    page.links.push(target);
    if (target !== undefined) page.parts.push("[");
    return;
  }
  const target = page.links.pop();
  if (target !== undefined) page.parts.push(`](${decodeEntities(target)})`);
}
