import type { Edit, Path } from '../../model/change.ts';
import type { Content } from '../../model/content.ts';
import type { Analyzer, Observation } from '../analyzer.ts';
import { newDestruction, type Script } from '../pipelines/script-changes.ts';

/** Scripts that gain a command which destroys: nobody has run it yet, and somebody will. */
export const scripts: Analyzer = {
  id: 'scripts',
  reads: ({ path, after }) => after !== null && formOf(path) !== null,
  grammars: () => [],
  needs: () => [],
  facts: ({ edits, files }) => {
    const ours = edits.filter((edit) => formOf(edit.path) !== null && edit.before?.oid !== edit.after?.oid);
    const side = (name: 'before' | 'after'): readonly Script[] =>
      ours.flatMap((edit) => scriptsOf(edit, files.get(edit.path)?.[name]));
    const before = side('before');
    // one kind of name at a time: what is called `clean` says what it does, and is not run by accident
    const [plain, named] = [side('after').filter((one) => !isNamed(one)), side('after').filter(isNamed)];
    return [...newDestruction(before, plain, 'likely'), ...newDestruction(before, named, 'possible')].map(softened);
  },
};

type Form = 'shell' | 'recipes' | 'json' | 'yaml';

function formOf(path: Path): Form | null {
  if (/\.(sh|bash|zsh|ksh)$|(^|\/)(bin|scripts)\/[^/.]+$/.test(path)) return 'shell';
  if (/(^|\/)(GNU)?[Mm]akefile$|\.mk$|(^|\/)\.?justfile$/i.test(path)) return 'recipes';
  if (/(^|\/)package\.json$/.test(path)) return 'json';
  return /(^|\/)taskfile(\.dist)?\.ya?ml$/i.test(path) ? 'yaml' : null;
}

function scriptsOf(edit: Edit, content: Content | undefined): readonly Script[] {
  if (content?.kind !== 'text') return [];
  switch (formOf(edit.path)) {
    case 'shell':
      return [{ edit, where: edit.path, text: content.text, line: 1, hints: [] }];
    case 'recipes':
      return recipes(edit, content.text);
    case 'json':
      return ofPackage(edit, content.text);
    case 'yaml':
      return recipes(edit, content.text.replace(/^(\s*)(?:-\s+)?(?:cmds?:\s*)?(?:- )?(.*)$/gm, '$1$2'));
    case null:
      return [];
  }
}

/** The lines below `target:` belong to it. */
function recipes(edit: Edit, text: string): readonly Script[] {
  const found: Script[] = [];
  let target = '';
  let lines: string[] = [];
  let from = 1;
  const put = (): void => {
    if (lines.length > 0) found.push({ edit, where: target, text: lines.join('\n'), line: from, hints: [target] });
    lines = [];
  };
  for (const [index, line] of text.split('\n').entries()) {
    const head = /^\s{0,2}([\w./%${}() -]+):(?![=])/.exec(line)?.[1];
    if (head !== undefined) {
      put();
      target = head.trim();
      from = index + 2;
    } else lines.push(line.replace(/^\s+[@+-]*/, ''));
  }
  put();
  return found;
}

function ofPackage(edit: Edit, text: string): readonly Script[] {
  const lines = text.split('\n');
  const begin = lines.findIndex((line) => /^\s*"scripts"\s*:/.test(line));
  if (begin === -1) return [];
  const length = lines.slice(begin + 1).findIndex((line) => /^\s*\}/.test(line));
  return lines
    .slice(begin + 1, length === -1 ? undefined : begin + 1 + length)
    .flatMap((line, index): readonly Script[] => {
      const [, name, value] = /^\s*"((?:[^"\\]|\\.)+)"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(line) ?? [];
      if (name === undefined || value === undefined) return [];
      return [{ edit, where: name, text: value.replace(/\\(.)/g, '$1'), line: begin + index + 2, hints: [name] }];
    });
}

const SAYS_SO =
  /clean|destroy|teardown|tear[-_]down|reset|\bdown\b|uninstall|purge|nuke|wipe|delete|drop|remove|prune|dev|local|test|e2e|example|sandbox|demo/i;

function isNamed({ edit, where }: Script): boolean {
  return SAYS_SO.test(where === edit.path ? edit.path : `${edit.path} ${where}`);
}

/** `rm -rf` of a script's own machine is told, but which machine that is nobody knows. */
function softened(seen: Observation): Observation {
  if (seen.attributes['technology'] !== 'machine') return seen;
  return { ...seen, attributes: { ...seen.attributes, certainty: 'possible' } };
}
