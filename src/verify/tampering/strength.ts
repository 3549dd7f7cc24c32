import type { Strength } from "./anatomy.ts";

const exact =
  /^(?:to|be|is|that|deep|have)*(?:toBe|Be|(?:Strict|Deep|Deeply|Loose)*Equals?(?:Values|To|IgnoringCase)?|Same(?:As|Strict)?|StrictSame|Eql?|is|JSONEq|CalledWith|(?:Has|Have)BeenCalledWith|(?:List|Dict|Set|Tuple|Sequence|Count|MultiLine|Array|Iterable|Lines)Equals?|CalledOnceWith|EqualError|MatchInlineSnapshot|toMatchSnapshot|HasValue|ContainsExactly(?:InAnyOrder)?)$/i;
const weak =
  /^(?:to|be|is|that)*(?:be)?(?:truthy|falsy|defined|ok|true|false|assert|notnull|notnil|notnone|isnotnone|nonnull|exists?|notempty|any|anything|some|called|havebeencalled|haveBeenCalled|pass|nothrow|doesnotthrow|notthrows?|notundefined|notequals?)$/i;
const comparison =
  /[^=!<>]=?==[^=]|!==?|[<>]=?|\bin\b|\bis\b|\binstanceof\b|\.(?:equals?|eq|includes|contains?|has|startsWith|endsWith|test|match(?:es)?|every|some)\(|isinstance\(|matches!\(/;
const anything =
  /^(?:expect\.anything\(\)|(?:mock\.|mocker\.)?ANY|mock\.Anything|expect\.any\((?:Object|Function|String|Number|Boolean|Array)\))$/;

/** From the way of asking, what is asked about and what is expected; `not` as it is written before the way. */
export function strengthOf({ how, subject, expected }: { how: string; subject: string; expected: string }): Strength {
  const bare = how
    .replace(/^.*\./, "")
    .replace(/^(?:assert|require|expect|debug_assert)_?(?=.)/i, "")
    .replace(/_/g, "");
  const negated = /\bnot\b/.test(how) || /^(?:not|isnot|doesnot|does_not)/i.test(bare) || /^ne$/i.test(bare);
  if (anything.test(expected)) return 1;
  if (exact.test(bare)) {
    if (negated) return 1;
    return /^(?:true|false|True|False)$/.test(expected) && !comparison.test(subject) ? 2 : 3;
  }
  if (weak.test(bare) || bare === "") return comparison.test(subject) ? 3 : 1;
  return negated ? 1 : 2;
}

const literal = String.raw`(?:true|false|null|None|True|False|nil|-?\d[\d_.]*|"[^"\\]*"|'[^'\\]*'|` + "`[^`$]*`" + String.raw`|\[\]|\{\})`;
const sameLiterals = new RegExp(`^(${literal})\\s*={2,3}\\s*(${literal})$`);
const alwaysTrue = /(?:\|\||\bor)\s*(?:true|True|1)\s*\)*$/;
const truth = /^(?:true|True|1|!0|!false|notFalse)$/;
const plain = new RegExp(`^(?:${literal}|[A-Za-z_$][\\w$]*)$`);
const notFirst = /^(?:NaN|_|it|this|self)$/;

/** Whether it cannot fail: it holds literals against themselves, or anything against what is always true. */
export function isAlwaysTrue({ how, subject, expected }: { how: string; subject: string; expected: string }): boolean {
  if (/\bnot\b/i.test(how)) return false;
  // It says that a place was reached, and nothing of what is there.
  if (how === "pass") return true;
  if (alwaysTrue.test(subject)) return true;
  const same = sameLiterals.exec(subject);
  if (same !== null && same[1] === same[2]) return true;
  if (expected === "") return truth.test(subject) && !/false|fail|throw|nil|null/i.test(how);
  return subject === expected && plain.test(subject) && !notFirst.test(subject) && !/^(?:fail|not)/i.test(how);
}
