// Runs the phone's search on the library that comes in by standard input, and writes what it says.

import { readFileSync } from "node:fs";

import { fold, understand } from "../../static/js/offline/question.js";
import { Library } from "../../static/js/offline/search.js";

const { task, questions, library, known, rules, today, indonesian } = JSON.parse(readFileSync(0, "utf8"));

// The phone asks for the day itself; here it is the given one.
class Day extends Date {
  constructor(...given) {
    if (given.length) super(...given);
    else super(`${today}T12:00:00`);
  }
}
if (typeof today === "string") globalThis.Date = Day;

const cell = (figure) => figure && [figure.period, figure.value];
const shown = (card) => ({
  page: card.page.key, region: card.region, code: card.code, figure: cell(card.figure), copy: card.figure?.copy ?? "",
  notAtCity: card.notAtCity, below: card.below, missing: card.missing, doesNotExist: card.doesNotExist, remarks: card.remarks,
  change: card.change, rows: card.rows.map((row) => [row.label, cell(row.figure)]), newest: card.newest?.period ?? null,
  instead: card.instead && [card.instead.code, ...cell(card.instead.figure)],
});

const tasks = {
  fold: () => questions.map(fold),
  read: () => {
    const mend = (word) => word;
    const lexicon = { ...known, names: new Set(known.names), indicatorNames: new Set(known.indicatorNames), mend };
    return questions.map((asked) => understand(asked, lexicon, rules, today));
  },
  answer: () => {
    const here = new Library(library, indonesian);
    return questions.map((asked) => {
      const { hits, words } = here.search(asked);
      const said = here.answer(asked);
      return {
        words, hits: hits.map((hit) => [hit.key, hit.score]), agency: said.referral?.agency ?? null,
        cards: said.cards.map(shown), pages: said.pages.map((page) => page.key), meaning: said.meaning?.label ?? null,
        isRefused: said.isRefused, elsewhere: said.elsewhere, leftOver: said.leftOver, parts: said.parts, readAs: said.readAs,
        releases: said.releases, terms: said.terms, isCut: said.isCut, day: said.day,
      };
    });
  },
};

process.stdout.write(JSON.stringify(tasks[task]()));
