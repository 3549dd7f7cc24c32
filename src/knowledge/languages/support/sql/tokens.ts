export interface Token {
  /** `word`: a name or keyword in lower case, as unquoted names fold; `quoted`: a name as it is; `command`: a line for the client, not the server. */
  kind: "word" | "quoted" | "literal" | "number" | "mark" | "command";
  text: string;
  /** From 1. */
  line: number;
}

// Of all dialects at once: comments with `--` and `#`, names in "", `` and [], literals with doubled quotes or backslashes, dollar quotes.
const pattern =
  /(\s+|--[^\n]*|#[ \t!][^\n]*)|(\/\*)|((?:[eEnNxXbBqQ]|U&)?')|"((?:[^"]|"")*)(?:"|$)|`([^`]*)(?:`|$)|\[([A-Za-z_][^\]\n]*)\]|(\$(?:[A-Za-z_]\w*)?\$)|([\p{L}_@#][\p{L}\p{N}_$@#]*)|(\d[\w.]*)|./gsuy;

// Lines that psql, SQL*Plus, mysql, sqlite3 and sqlcmd read themselves.
const clientLine = /[ \t]*(\\[^\n]*|@@?[\w./\\-][^\n]*|(?:source|start|\.read|:r)[ \t]+[^\n;]*)/iy;

const NEWLINE = 10;

/** Never fails: what is not closed reaches to the end. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let at = 0;
  let statementBegins = true;
  /** How the body of a function that is read now ends. */
  let body: string | undefined;
  while (at < text.length) {
    if (statementBegins && (at === 0 || text[at - 1] === "\n")) {
      clientLine.lastIndex = at;
      const client = clientLine.exec(text);
      if (client !== null) {
        tokens.push({ kind: "command", text: client[1]!.trim(), line });
        at = clientLine.lastIndex;
        continue;
      }
    }
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) break;
    const [whole, nothing, comment, literal, double, backtick, bracket, dollar, word, number] = match;
    let end = pattern.lastIndex;
    const startLine = line;
    // A name of no characters is none.
    const push = (kind: Token["kind"], found: string) =>
      tokens.push({ kind: found === "" ? "literal" : kind, text: found, line: startLine });
    if (comment !== undefined) end = endOfComment(text, at);
    else if (literal !== undefined) {
      end = endOfLiteral(text, { start: end, escapes: /^e/i.test(literal) });
      push("literal", text.slice(at, end));
    } else if (double !== undefined) push("quoted", double);
    else if (backtick !== undefined) push("quoted", backtick);
    else if (bracket !== undefined) push("quoted", bracket);
    else if (dollar !== undefined) {
      const before = tokens.at(-1)?.text;
      // What stands after AS or DO is code, and is read as such; all else is text.
      if (dollar === body || (body === undefined && (before === "as" || before === "do"))) {
        body = dollar === body ? undefined : dollar;
        push("mark", dollar);
      } else {
        const close = text.indexOf(dollar, end);
        end = close === -1 ? text.length : close + dollar.length;
        push("literal", "");
      }
    } else if (word !== undefined) push("word", word.toLowerCase());
    else if (number !== undefined) push("number", number);
    else if (nothing === undefined) push("mark", whole);
    if (nothing === undefined && comment === undefined) statementBegins = tokens.at(-1)?.text === ";" && body === undefined;
    for (; at < end; at++) if (text.charCodeAt(at) === NEWLINE) line++;
  }
  return tokens;
}

/** PostgreSQL's comments nest. */
function endOfComment(text: string, start: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start + 2;
  let depth = 1;
  while (depth > 0) {
    const match = mark.exec(text);
    if (match === null) return text.length;
    depth += match[0] === "/*" ? 1 : -1;
  }
  return mark.lastIndex;
}

/** Dialects do not agree on whether a backslash escapes; where nothing says so, one before the last quote of a literal does not. */
function endOfLiteral(text: string, { start, escapes }: { start: number; escapes: boolean }): number {
  for (let at = start; at < text.length; at++) {
    if (text[at] === "\\" && (escapes || text[at + 1] !== "'" || /\w/.test(text[at + 2] ?? ""))) at++;
    else if (text[at] === "'" && text[at + 1] === "'") at++;
    else if (text[at] === "'") return at + 1;
  }
  return text.length;
}
