import { isatty } from 'node:tty';
import { compileGlob } from '../../policy/glob.ts';
import type { Draft } from '../../review/spec-text.ts';
import type { Io } from '../../system/io.ts';
import { UsageError } from '../../system/usage.ts';
import { ask } from '../person.ts';

const HELP = 'guardrail spec --help';
const MOST = 100;

export function isAtTerminal(): boolean {
  return isatty(0) && isatty(2);
}

type Flags = {
  readonly text: (flag: string) => string | null;
  readonly all: (flag: string) => readonly string[];
};

/** From flags: nobody is there to be asked. */
export function draftFrom(flags: Flags, name: string): Draft {
  const draft: Draft = {
    title: said(flags.text('title')) ?? name,
    why: said(flags.text('why')) ?? '',
    criteria: flags.all('criterion').flatMap((one) => said(one) ?? []),
    paths: flags.all('path').flatMap((one) => said(one) ?? []),
  };
  return checked(draft);
}

/** One question after the other; an empty line ends a list, and the end of typing ends all of it. */
export async function askForDraft(io: Io, name: string): Promise<Draft> {
  await io.err('What is to be true when this is done? Nothing is written before the last answer.\n');
  const title = said(await ask(io, `Title [${name}]: `)) ?? name;
  const why = said(await ask(io, 'Why is it wanted? ')) ?? '';
  await io.err('What must hold, one criterion a line; an empty line ends them.\n');
  const criteria = await askForEach(io, (index) => `  AC-${index}: `);
  await io.err('Which paths does it cover, such as src/checkout/**, one a line; an empty line ends them.\n');
  const paths = await askForEach(io, () => '  path: ');
  return checked({ title, why, criteria, paths });
}

async function askForEach(io: Io, question: (index: number) => string): Promise<readonly string[]> {
  const answers: string[] = [];
  while (answers.length < MOST) {
    const answer = said(await ask(io, question(answers.length + 1)));
    if (answer === null) break;
    answers.push(answer);
  }
  return answers;
}

function said(text: string | null): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

/** A criterion is what a change is held against: without one there is nothing to agree on. */
function checked(draft: Draft): Draft {
  if (draft.criteria.length === 0) throw new UsageError('spec new: it needs at least one criterion', HELP);
  for (const path of draft.paths) {
    const glob = compileGlob(path);
    if (!('matches' in glob)) throw new UsageError(`spec new: --path ${path}: ${glob.why}`, HELP);
  }
  return draft;
}
