import type { Invocation } from '../shell/invocation.ts';
import { dialectOf } from '../shell/dialect.ts';
import { invocationsOf } from '../shell/lower.ts';
import { forEachChild, parseShell, type SyntaxNode } from '../shell/parse.ts';
import { lineOf, type Source, sourceOf } from '../shell/state.ts';
import { fillExpressions } from './expressions.ts';
import { NOWHERE } from './nowhere.ts';

/** One program that a script starts, and whether the script goes on where it fails. */
export type Checked = {
  readonly words: readonly string[];
  readonly line: number;
  /** What is said in place of its failure: `|| true`, `set +e`; null where it stops the script. */
  readonly forgiven: string | null;
};

/** What reads them, and what was read before: the jobs of a change run the same commands again and again. */
export type Reader = {
  readonly isOfInterest: (text: string) => boolean;
  readonly known: Map<string, readonly (readonly string[])[]>;
};

/**
 * The programs of a script as they are written: each command for itself, whatever came before it. Only where the text of a command
 * is of interest it is read as a shell would, which takes longer.
 */
export function checkedCommandsIn(script: string, reader: Reader): readonly Checked[] {
  if (!reader.isOfInterest(script)) return [];
  const { text, asWritten } = fillExpressions(script);
  const parsed = parseShell(text);
  if (dialectOf(text) !== 'sh' || (parsed.errors ?? []).length > 0) return byLines(text, asWritten);
  const walk: Walk = { source: sourceOf(text, null), found: [], unset: null, asWritten, reader };
  for (const statement of parsed.commands) visit(statement, null, walk);
  return walk.found;
}

type Walk = {
  readonly source: Source;
  readonly found: Checked[];
  unset: string | null;
  readonly asWritten: (text: string) => string;
  readonly reader: Reader;
};

function visit(node: SyntaxNode, forgiven: string | null, walk: Walk): void {
  if (node.type === 'Command') return visitCommand(node, forgiven, walk);
  if (node.type !== 'AndOr') return forEachChild(node, (child) => visit(child, forgiven, walk));
  for (const [at, command] of node.commands.entries()) {
    const or = node.operators.indexOf('||', at);
    visit(command, (or === -1 ? null : excuse(node.commands.slice(or + 1, or + MOST_SAID), walk)) ?? forgiven, walk);
  }
}

function visitCommand(node: SyntaxNode, forgiven: string | null, walk: Walk): void {
  const { source, reader, asWritten } = walk;
  const text = source.text.slice(node.pos, node.end);
  const line = lineOf(source, node.pos);
  if (/^set\s+\+\w*e/.test(text)) walk.unset = 'set +e';
  if (/^set\s+-\w*e/.test(text)) walk.unset = null;
  if (!reader.isOfInterest(text)) return;
  const started = reader.known.get(text) ?? startedBy(text).map(wordsOf);
  reader.known.set(text, started);
  for (const words of started) walk.found.push({ words: words.map(asWritten), line, forgiven: forgiven ?? walk.unset });
}

/** `|| true`; but `|| (echo failed; exit 1)` tells, and still stops. */
function excuse(after: readonly SyntaxNode[], { source }: Walk): string | null {
  const said: string[] = [];
  const collect = (node: SyntaxNode): void => {
    if (said.length >= MOST_SAID) return;
    if (node.type === 'Command') said.push(source.text.slice(node.pos, node.end));
    else forEachChild(node, collect);
  };
  for (const node of after) collect(node);
  return excuseIn(said);
}

const MOST_SAID = 20;

function excuseIn([first = '', ...rest]: readonly string[]): string | null {
  if (!/^(?:true|:|echo|printf|exit 0|return 0)(?:\s|$)/.test(first)) return null;
  return rest.some((text) => /^exit (?!0)/.test(text)) ? null : `|| ${first.split(/\s/, 1)[0] ?? ''}`;
}

/** What no shell would take as a whole, or what is for another shell. */
function byLines(text: string, asWritten: Walk['asWritten']): readonly Checked[] {
  const excuses = text.split('\n').map((line) => {
    const excused = /\|\|\s*(.*)$/.exec(line.slice(0, 1000))?.[1];
    return excused === undefined ? null : excuseIn(excused.split(/\s*(?:;|&&)\s*/));
  });
  return startedBy(text).map((run) => ({
    words: wordsOf(run).map(asWritten),
    line: run.line,
    forgiven: excuses[run.line - 1] ?? null,
  }));
}

function startedBy(text: string): readonly Invocation[] {
  return innermost(invocationsOf(text, NOWHERE));
}

/** What `npx` starts says what is done, and not `npx`. */
function innermost(runs: readonly Invocation[]): readonly Invocation[] {
  return runs.filter(({ tool, through }, at) => {
    const next = runs[at + 1]?.through[through.length];
    return next === undefined || next.by !== tool;
  });
}

/** The program without its folder, and its words. */
export function wordsOf({ program, args }: Invocation): readonly string[] {
  return [program.text.replace(/^.*\/(?=[^/]+$)/, ''), ...args.map(({ text }) => text)];
}
