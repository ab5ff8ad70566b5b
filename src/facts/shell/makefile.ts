import { matches } from './patterns.ts';

type Rule = { readonly needs: readonly string[]; readonly parameters: readonly string[]; readonly lines: string[] };
export type Makefile = {
  readonly rules: ReadonlyMap<string, Rule>;
  readonly first: string | null;
  readonly variables: ReadonlyMap<string, string>;
  /** What the parameters of a recipe of a justfile are given. */
  readonly values: readonly string[];
  readonly isJust: boolean;
};
export type Recipe = { readonly target: string; readonly text: string };

const MOST_LINES = 20_000;
const MOST_RULES = 500;

/** Targets with what they need and their lines. */
export function parseMakefile(text: string, given: ReadonlyMap<string, string>, isJust = false): Makefile {
  const rules = new Map<string, Rule>();
  const variables = new Map(given);
  let first: string | null = null;
  let open: readonly Rule[] = [];
  for (const line of linesOf(text, isJust)) {
    if (
      isRecipe(line, open, isJust ? JUST_LINE : MAKE_LINE) ||
      EMPTY.test(line) ||
      isAssignment(line, variables, given)
    )
      continue;
    const rule = isJust ? justRule(line) : makeRule(line);
    open = rule === null ? [] : rulesFor(rule, rules);
    first ??= firstOf(rule);
  }
  return { rules, first, variables, values: [], isJust };
}

function rulesFor(head: Head, rules: Map<string, Rule>): readonly Rule[] {
  return head.targets.map((target) => ruleFor(target, head, rules));
}

function isRecipe(line: string, open: readonly Rule[], pattern: RegExp): boolean {
  const said = open.length === 0 ? undefined : pattern.exec(line)?.[1];
  if (said !== undefined) for (const rule of open) rule.lines.push(said);
  return said !== undefined;
}

const EMPTY = /^(\s*$|#)/;

function linesOf(text: string, isJust: boolean): readonly string[] {
  return text.replace(/\\\r?\n/g, isJust ? '\\\n' : ' ').split(/\r?\n/, MOST_LINES);
}

const JUST_LINE = /^[ \t]+(\S.*)$/;
const MAKE_LINE = /^(?:\t| {4,})\s*(\S.*)$/;
const ASSIGNED = /^\s*(?:export\s+|override\s+)?([A-Za-z_][\w.-]*)\s*(\?|\+|:{1,3})?=\s*(.*)$/;

function firstOf(rule: Head | null): string | null {
  return rule?.targets.find((target) => !/^\.|%/.test(target)) ?? null;
}

function isAssignment(line: string, variables: Map<string, string>, given: ReadonlyMap<string, string>): boolean {
  const assigned = ASSIGNED.exec(line);
  if (assigned !== null) keep(assigned, variables, given);
  return assigned !== null;
}

function keep(
  [, name = '', how, value = '']: RegExpExecArray,
  variables: Map<string, string>,
  given: ReadonlyMap<string, string>,
): void {
  if (given.has(name) || (how === '?' && variables.has(name))) return;
  const said = value.replace(/\s+#.*$/, '').replace(/^(['"])(.*)\1$/, '$2');
  variables.set(name, how === '+' ? `${variables.get(name) ?? ''} ${said}`.slice(0, 10_000) : said);
}

type Head = {
  readonly targets: readonly string[];
  readonly needs: readonly string[];
  readonly parameters: readonly string[];
  readonly line: string;
};

function makeRule(line: string): Head | null {
  const match = /^([^\s:=#][^:=#]*?)\s*::?(?!=)\s*([^;#]*)(?:;(.*))?/.exec(line);
  if (match === null) return null;
  return {
    targets: words(match[1] ?? ''),
    needs: words((match[2] ?? '').replace('|', ' ')),
    parameters: [],
    line: match[3] ?? '',
  };
}

function justRule(line: string): Head | null {
  const match = /^@?([A-Za-z_][\w-]*)([^:=]*):(?!=)\s*([^#]*)/.exec(line);
  if (match === null) return null;
  return {
    targets: [match[1] ?? ''],
    needs: words((match[3] ?? '').replace(/[()]|&&/g, ' ')),
    parameters: words(match[2] ?? '').map((one) => one.replace(/^[*+$]+/, '').replace(/=.*/, '')),
    line: '',
  };
}

function words(text: string): readonly string[] {
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 200);
}

function ruleFor(target: string, { needs, parameters, line }: Head, rules: Map<string, Rule>): Rule {
  const before = rules.get(target);
  const rule = { needs: [...(before?.needs ?? []), ...needs], parameters, lines: before?.lines ?? [] };
  if (line.trim() !== '') rule.lines.push(line.trim());
  rules.set(target, rule);
  return rule;
}

/** The recipes of these targets, after those of what they need; of the first target where none is named. */
export function recipesOf(makefile: Makefile, targets: readonly string[]): readonly Recipe[] {
  const done = new Set<string>();
  const found: Recipe[] = [];
  const visit = (target: string, depth: number): void => {
    if (done.has(target) || depth > 50 || done.size > MOST_RULES) return;
    done.add(target);
    const rule = makefile.rules.get(target) ?? patternFor(target, makefile);
    if (rule === undefined) return;
    for (const need of rule.needs) visit(expanded(need, makefile), depth + 1);
    if (rule.lines.length > 0) found.push({ target, text: scriptOf(target, rule, makefile) });
  };
  const wanted = targets.length > 0 ? targets : makefile.first === null ? [] : [makefile.first];
  for (const target of wanted) visit(target, 0);
  return found;
}

function patternFor(target: string, { rules }: Makefile): Rule | undefined {
  for (const [name, rule] of rules)
    if (name.includes('%') && target.length < 200 && matches(name.replace('%', '*'), target)) return rule;
  return undefined;
}

/** Each line runs in a shell of its own; a `#!` makes one script of all of them. */
function scriptOf(target: string, { needs, lines, parameters }: Rule, makefile: Makefile): string {
  const automatic = new Map([
    ['@', target],
    ['<', needs[0] ?? ''],
    ['^', needs.join(' ')],
    ['+', needs.join(' ')],
    ['MAKE', 'make'],
    ...parameters.map((name, at): [string, string] => [name, makefile.values[at] ?? `$${name}`]),
  ]);
  const bound = { ...makefile, variables: new Map([...makefile.variables, ...automatic]) };
  const said = lines.map((line) => expanded(line.replace(/^[@+-]+\s*/, ''), bound).replace(/^[@+-]+(?=\w)/, ''));
  if (makefile.isJust && lines[0]?.startsWith('#!') === true) return lines.slice(1).join('\n');
  return said.map((line) => (/^cd\s|\bexit\b|\|\|/.test(line) ? `( ${line}\n)` : line)).join('\n');
}

/** `$(NAME)` as far as it is known; what is not becomes a variable of the shell. */
function expanded(text: string, makefile: Makefile, depth = 0): string {
  if (depth > 8 || text.length > 50_000) return text;
  if (makefile.isJust)
    return text.replace(
      /\{\{\s*([\w-]+)\s*\}\}/g,
      (_whole, name: string) => makefile.variables.get(name) ?? `\${${name.replaceAll('-', '_')}}`,
    );
  return text.replace(
    /\$(?:\$|[({]([^(){}$]{1,200})[)}]|([@<^+*?A-Za-z]))/g,
    (whole, name?: string, letter?: string) => {
      if (whole === '$$') return '$';
      const key = name ?? letter ?? '';
      const value = makefile.variables.get(key);
      if (value !== undefined) return expanded(value, makefile, depth + 1);
      if (key.startsWith('shell ')) return `$(${key.slice(6)})`;
      return /^[A-Za-z_]\w*$/.test(key) ? `\${${key}}` : `\${${key.replace(/\W+/g, '_')}}`;
    },
  );
}
