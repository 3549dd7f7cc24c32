import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { findDecisions } from "../../../src/knowledge/memory/decisions.ts";
import { createRecallIndex, type Recallable } from "../../../src/knowledge/recall/recall-index.ts";
import { stem } from "../../../src/knowledge/recall/stem.ts";
import { root } from "../../surfaces/fettle.ts";
import { verifies } from "../../verifies.ts";

const read = (name: string) =>
  readFileSync(join(root, "test/fixtures/recall", name), "utf8")
    .trim()
    .split("\n");

type Item = Recallable & { id: string };

function corpus(): Item[] {
  const commits = read("history.jsonl").map((line) => JSON.parse(line) as { hash: string; subject: string; paths: string[] });
  const decisions = findDecisions(root).map(({ path, title, body, paths }) => ({ id: path, title, body, paths }));
  return [...commits.map(({ hash, subject, paths }) => ({ id: hash, title: subject, body: "", paths })), ...decisions];
}

/** Of the questions whose place in the list is `remainder` modulo 2, the share whose answer is among the first five. */
function recallAt5(items: readonly Item[], remainder: number): number {
  const index = createRecallIndex(items);
  const questions = read("questions.tsv")
    .map((line) => line.split("\t"))
    .filter((_, at) => at % 2 === remainder);
  const found = questions.filter(([id, question]) => index.recall(question!, 5).some(({ item }) => item.id === id));
  return found.length / questions.length;
}

verifies("memory.recall", () => {
  const items = corpus();
  const ids = new Set(items.map(({ id }) => id));
  const questions = read("questions.tsv").map((line) => line.split("\t")[0]!);
  expect({ questions: questions.length >= 200, unknown: questions.filter((id) => !ids.has(id)) }).toEqual({ questions: true, unknown: [] });
  // Looked at, and not looked at, while the synonyms were written: one as good as the other.
  expect(recallAt5(items, 0)).toBeGreaterThanOrEqual(0.7);
  expect(recallAt5(items, 1)).toBeGreaterThanOrEqual(0.7);
  // Positive control: what is asked decides.
  const shuffled = items.map((item, at) => ({ ...item, id: items[(at + 7) % items.length]!.id }));
  expect(recallAt5(shuffled, 1)).toBeLessThan(0.1);
});

verifies("memory.recall", "fields, compound names, accents, and nothing at all", () => {
  const index = createRecallIndex([
    { title: "Locks are files", body: "They name their holder.", paths: [] },
    {
      title: "Other",
      body: "A lock is mentioned in a long text about many different matters of which none is about it at all.",
      paths: [],
    },
    { title: "Caches", body: "kept by createCacheKey", paths: ["src/lib/Überblick.ts"] },
  ]);
  const best = (question: string) => index.recall(question, 5).map(({ item }) => item.title);
  expect({
    lock: best("which lock?"),
    key: best("cache key"),
    path: best("ueberblick uberblick"),
    none: best("zebra"),
    empty: best("why is it so?"),
    nothing: createRecallIndex([]).recall("lock", 5),
  }).toEqual({
    lock: ["Locks are files", "Other"],
    key: ["Caches", "Other"].slice(0, 1),
    path: ["Caches"],
    none: [],
    empty: [],
    nothing: [],
  });
});

verifies("memory.stems", () => {
  // From the tables in Porter's paper.
  const pairs =
    "caresses caress ponies poni ties ti cats cat feed feed agreed agre plastered plaster bled bled motoring motor sing sing conflated conflat " +
    "troubled troubl sized size hopping hop tanned tan falling fall hissing hiss fizzed fizz failing fail filing file happy happi sky sky " +
    "relational relat conditional condit rational ration valenci valenc digitizer digit operator oper feudalism feudal decisiveness decis " +
    "hopefulness hope callousness callous formaliti formal sensitiviti sensit sensibiliti sensibl triplicate triplic formative form " +
    "formalize formal electriciti electr electrical electr hopeful hope goodness good revival reviv allowance allow inference infer " +
    "airliner airlin gyroscopic gyroscop adjustable adjust defensible defens irritant irrit replacement replac adjustment adjust " +
    "dependent depend adoption adopt homologou homolog communism commun activate activ angulariti angular homologous homolog effective effect " +
    "bowdlerize bowdler probate probat rate rate cease ceas controll control roll roll";
  const words = pairs.split(" ");
  const wrong = words.flatMap((word, at) => (at % 2 === 0 && stem(word) !== words[at + 1] ? [[word, stem(word), words[at + 1]]] : []));
  expect({ wrong, others: ["x1", "äpfel", "a", ""].map(stem) }).toEqual({ wrong: [], others: ["x1", "äpfel", "a", ""] });
});
